package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.operation.RunContext;
import java.util.Map;

/** Says who is at work on a world, for whoever finds it locked. */
final class Holder {
    private Holder() {}

    static String of(RunContext context, String what) {
        Map<String, String> environment = context.environment();
        String build = environment.getOrDefault("BUILD_URL", environment.getOrDefault("BUILD_TAG", ""));
        String who = build.isEmpty()
                ? System.getProperty("user.name") + ", process "
                        + ProcessHandle.current().pid()
                        + environment.getOrDefault("HOSTNAME", "").replaceFirst("^(?=.)", " on ")
                : build;
        return who + ", " + what + ", since " + context.clock().instant();
    }
}
