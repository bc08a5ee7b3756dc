package io.jenkins.plugins.aviary.cli.demo;

import io.jenkins.plugins.aviary.cli.pipeline.engine.Result;
import io.jenkins.plugins.aviary.rollout.stage.RolloutState;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An example pipeline with its parameters, and how it must end.
 *
 * @param file its name in {@code examples/pipelines}
 * @param parameters its parameters
 * @param ends how it ends, good case or bad
 * @param rollout how the rollout that it begins must end, or empty: a build that fails for any other reason ends the same
 * @param asks how often a person is asked at least; more is no fault, since on a busy machine numbers settle less
 */
record Example(
        String file, Map<String, String> parameters, Result ends, Optional<RolloutState.Phase> rollout, int asks) {
    private static final String ENVIRONMENT = "ENVIRONMENT";

    /** One in which nobody needs to be asked. */
    Example(String file, Map<String, String> parameters, Result ends) {
        this(file, parameters, ends, Optional.empty(), 0);
    }

    /** One that begins a rollout. */
    private static Example rollout(String file, Result ends, RolloutState.Phase rollout, int asks) {
        return new Example(file, Map.of(), ends, Optional.of(rollout), asks);
    }

    /** All that are run after the story, in the demo's environment, in this order. */
    static final List<Example> ALL = List.of(
            rollout("10-canary.Jenkinsfile", Result.SUCCESS, RolloutState.Phase.SUCCEEDED, 0),
            rollout("11-canary-bad.Jenkinsfile", Result.FAILURE, RolloutState.Phase.ROLLED_BACK, 0),
            rollout("13-all-stages.Jenkinsfile", Result.SUCCESS, RolloutState.Phase.SUCCEEDED, 0),
            // The person who is asked says that it goes on; the release's errors are seen by serverHealth at the end.
            rollout("12-canary-undecided.Jenkinsfile", Result.UNSTABLE, RolloutState.Phase.SUCCEEDED, 1),
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
