package io.jenkins.plugins.aviary.cli.pipeline.step;

import io.jenkins.plugins.aviary.cli.pipeline.engine.Described;
import io.jenkins.plugins.aviary.cli.pipeline.engine.PipelineScript;
import io.jenkins.plugins.aviary.cli.pipeline.engine.PipelineStep;
import io.jenkins.plugins.aviary.cli.pipeline.engine.StepCall;
import io.jenkins.plugins.aviary.cli.pipeline.engine.StepSignature;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.ProcessRequest;
import io.jenkins.plugins.aviary.operation.RunContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** {@code checkout} and {@code git}. */
final class SourceSteps {
    private SourceSteps() {}

    static List<PipelineStep> all() {
        return List.of(
                PipelineStep.of(
                        StepSignature.of("checkout")
                                .sole("scm")
                                .takes("poll", "changelog")
                                .inWorkspace(),
                        SourceSteps::checkout),
                PipelineStep.of(
                        StepSignature.of("git")
                                .sole("url")
                                .takes("branch", "credentialsId", "poll", "changelog")
                                .inWorkspace(),
                        call -> fetch(call, call.text("url"), call.text("branch", "master"), call.has("branch"))));
    }

    /** {@code checkout scm} is the working tree itself: it is there already, with the user's changes. */
    private static Object checkout(StepCall call) throws IOException, InterruptedException {
        Object scm = call.arguments().get("scm");
        if (scm instanceof PipelineScript.WorkingTree) {
            call.scope()
                    .log()
                    .info("The working tree is used as it is: "
                            + call.scope().directory().orElseThrow());
            return variables(call.scope().environment());
        }
        Map<?, ?> given = scm instanceof Described described
                ? described.arguments()
                : scm instanceof Map<?, ?> map ? map : Map.of();
        String url = firstOf(given.get("userRemoteConfigs"), "url");
        String branch = firstOf(given.get("branches"), "name").replaceFirst("^(\\*|origin)/", "");
        if (url.isEmpty()) {
            throw new InvalidParameter("'checkout' knows 'scm' and git with userRemoteConfigs: [[url: '...']]");
        }
        return fetch(call, url, branch, !branch.isEmpty());
    }

    private static String firstOf(Object list, String key) {
        return list instanceof Collection<?> all
                        && !all.isEmpty()
                        && all.iterator().next() instanceof Map<?, ?> first
                ? Objects.toString(first.get(key), "")
                : "";
    }

    private static Object fetch(StepCall call, String url, String branch, boolean named)
            throws IOException, InterruptedException {
        if (url.startsWith("-") || branch.startsWith("-")) {
            throw new InvalidParameter("'" + url + "' and '" + branch + "' must not begin with a dash");
        }
        Path folder = Files.createDirectories(call.scope().directory().orElseThrow());
        RunContext context = call.scope().context();
        if (isEmpty(folder)) {
            List<String> command = new ArrayList<>(List.of("git", "clone", "--quiet"));
            if (named) {
                command.addAll(List.of("--branch", branch));
            }
            command.addAll(List.of("--", url, "."));
            git(context, folder, command);
        } else if (folder.equals(context.workspace())
                && folder.equals(call.scope().run().context().workspace())) {
            throw new OperationFailure("'" + call.name() + "' would overwrite your working tree " + folder
                    + "; put it into dir('sources') { ... }, or use 'checkout scm'");
        } else {
            git(context, folder, List.of("git", "fetch", "--quiet", "--", url, named ? branch : "HEAD"));
            git(context, folder, List.of("git", "checkout", "--quiet", "--force", "--detach", "FETCH_HEAD"));
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("GIT_URL", url);
        result.put("GIT_BRANCH", branch);
        List<String> commit = new ArrayList<>();
        context.processes()
                .run(ProcessRequest.of(folder, context.log(), List.of("git", "rev-parse", "HEAD"))
                        .outputTo(commit::add));
        result.put("GIT_COMMIT", commit.isEmpty() ? "" : commit.get(0));
        return result;
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    private static void git(RunContext context, Path folder, List<String> command) throws InterruptedException {
        int code = context.processes()
                .run(ProcessRequest.of(folder, context.log(), command).with("GIT_TERMINAL_PROMPT", "0"));
        if (code != 0) {
            throw new OperationFailure("'" + String.join(" ", command) + "' returned exit code " + code);
        }
    }

    private static Map<String, Object> variables(Map<String, String> environment) {
        Map<String, Object> known = new LinkedHashMap<>();
        Arrays.asList("GIT_URL", "GIT_BRANCH", "GIT_LOCAL_BRANCH", "GIT_COMMIT").forEach(name -> {
            if (environment.containsKey(name)) {
                known.put(name, environment.get(name));
            }
        });
        return known;
    }
}
