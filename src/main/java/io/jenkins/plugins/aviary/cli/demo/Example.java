package io.jenkins.plugins.aviary.cli.demo;

import io.jenkins.plugins.aviary.cli.pipeline.engine.Result;
import java.util.List;
import java.util.Map;

/**
 * An example pipeline with its parameters, and how it must end.
 *
 * @param file its name in {@code examples/pipelines}
 * @param parameters its parameters
 * @param ends how it ends, good case or bad
 * @param asks how often a person is asked at least; more is no fault, since on a busy machine numbers settle less
 */
record Example(String file, Map<String, String> parameters, Result ends, int asks) {
    private static final String ENVIRONMENT = "ENVIRONMENT";

    /** One in which nobody needs to be asked. */
    Example(String file, Map<String, String> parameters, Result ends) {
        this(file, parameters, ends, 0);
    }

    /** All that are run after the story, in the demo's environment, in this order. */
    static final List<Example> ALL = List.of(
            new Example("10-canary.Jenkinsfile", Map.of(), Result.SUCCESS),
            new Example("11-canary-bad.Jenkinsfile", Map.of(), Result.FAILURE),
            new Example("13-all-stages.Jenkinsfile", Map.of(), Result.SUCCESS),
            // The person who is asked says that it goes on; the release's errors are seen by serverHealth at the end.
            new Example("12-canary-undecided.Jenkinsfile", Map.of(), Result.UNSTABLE, 1),
            new Example("20-benchmark.Jenkinsfile", Map.of(), Result.UNSTABLE),
            new Example("40-logs.Jenkinsfile", Map.of("SCENARIO", "good"), Result.SUCCESS),
            new Example("40-logs.Jenkinsfile", Map.of("SCENARIO", "bad"), Result.UNSTABLE),
            new Example(
                    "50-backup.Jenkinsfile",
                    Map.of(ENVIRONMENT, DemoWorkspace.ENVIRONMENT, "WORLD", "antica", "SCRATCH", DemoDatabase.EMPTY),
                    Result.SUCCESS),
            new Example(
                    "50-backup.Jenkinsfile",
                    Map.of(ENVIRONMENT, DemoWorkspace.ENVIRONMENT, "WORLD", "antica", "BAD", "true"),
                    Result.FAILURE));
}
