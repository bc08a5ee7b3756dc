package io.jenkins.plugins.aviary.cli.pipeline.engine;

import io.jenkins.plugins.aviary.operation.ExitCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What came of a run of a pipeline.
 *
 * @param name the pipeline's name
 * @param number the number of the run, from 1
 * @param result how it ended
 * @param duration how long it took
 * @param reason why it is not a success, or empty
 * @param stages the outermost stages
 * @param failure what {@code --debug} prints
 */
public record PipelineResult(
        String name,
        int number,
        Result result,
        Duration duration,
        String reason,
        List<StageResult> stages,
        Optional<Throwable> failure) {
    /** Copies the stages. */
    public PipelineResult {
        stages = List.copyOf(stages);
    }

    /** The exit code of {@code aviary run}. */
    public ExitCode exitCode() {
        return failure.filter(RefusedParameter.class::isInstance).isPresent()
                ? ExitCode.BAD_PARAMETERS
                : result.exitCode();
    }
}
