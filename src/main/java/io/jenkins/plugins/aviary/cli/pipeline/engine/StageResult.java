package io.jenkins.plugins.aviary.cli.pipeline.engine;

import java.time.Duration;
import java.util.List;

/**
 * What came of a stage or a parallel branch.
 *
 * @param name its name in the Jenkinsfile
 * @param result how it ended; {@link Result#NOT_BUILT} if it was skipped
 * @param duration how long it took
 * @param reason why it is not a success, or empty
 * @param skipped whether none of it was run
 * @param stages the stages and branches inside it
 */
public record StageResult(
        String name, Result result, Duration duration, String reason, boolean skipped, List<StageResult> stages) {
    /** Copies the stages. */
    public StageResult {
        stages = List.copyOf(stages);
    }
}
