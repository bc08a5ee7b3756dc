package io.jenkins.plugins.aviary.jenkins;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** How the example pipelines are run on a real controller, against {@link SampleWorlds}. */
final class ExampleBuilds {
    private ExampleBuilds() {}

    /** Examples with their parameters and how they must end; the builds of those at the end take the longest. */
    static Stream<Arguments> all(String hook) {
        Map<String, String> live = Map.of("ENVIRONMENT", "live");
        return Stream.of(
                arguments("01-quickstart", with(live, "VERSION", "1.0.0"), "SUCCESS"),
                arguments("60-every-step", everyStep(hook, "1.1.0", "BACK", "true"), "SUCCESS"),
                arguments("61-every-step-scripted", everyStep(hook, "1.2.0"), "SUCCESS"),
                arguments("10-canary", with(live, "VERSION", "2.0.0"), "SUCCESS"),
                arguments("30-hot-reload", Map.of("STAGING", "live", "PRODUCTION", "live"), "SUCCESS"),
                arguments("31-maintenance", with(live, "ANNOUNCE", "1s", "DRAIN", "2s"), "SUCCESS"),
                arguments("32-announce", with(Map.of("INTERNAL", "true", "KEY", "team-hook"), "HOOK", hook), "SUCCESS"),
                arguments("40-logs", Map.of("SCENARIO", "good"), "SUCCESS"),
                arguments("40-logs", Map.of("SCENARIO", "bad"), "UNSTABLE"),
                arguments("50-backup", with(live, "WORLD", "alba"), "SUCCESS"),
                arguments("50-backup", with(live, "WORLD", "alba", "BAD", "true"), "FAILURE"),
                arguments("21-security", Map.of("BACK_DOOR", "false"), "SUCCESS"),
                arguments("21-security", Map.of("BACK_DOOR", "true"), "FAILURE"),
                arguments("20-benchmark", Map.of("REPETITIONS", "15"), "UNSTABLE"),
                arguments("13-all-stages", with(live, "VERSION", "2.0.5"), "SUCCESS"),
                // Its errors are in the logs that serverHealth looks at in the end.
                arguments("12-canary-undecided", with(live, "VERSION", "2.2.0"), "UNSTABLE"),
                arguments("11-canary-bad", with(live, "VERSION", "2.1.0"), "FAILURE"),
                arguments("02-bad-release", with(live, "VERSION", "2.4.0"), "FAILURE"));
    }

    private static Map<String, String> everyStep(String hook, String version, String... more) {
        String scratch = "rehearsal_proof" + version.charAt(2);
        return with(
                with(Map.of(), more),
                "STAGING",
                "staging",
                "WORLD",
                "rehearsal",
                "PRODUCTION",
                "live",
                "VERSION",
                version,
                "SCRATCH",
                scratch,
                "HOOK",
                hook);
    }

    private static Map<String, String> with(Map<String, String> some, String... more) {
        Map<String, String> all = new TreeMap<>(some);
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }
}
