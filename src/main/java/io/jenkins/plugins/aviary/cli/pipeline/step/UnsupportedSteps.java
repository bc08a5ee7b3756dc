package io.jenkins.plugins.aviary.cli.pipeline.step;

import io.jenkins.plugins.aviary.cli.pipeline.engine.PipelineStep;
import io.jenkins.plugins.aviary.cli.pipeline.engine.StepSignature;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.util.List;
import java.util.Map;

/**
 * Steps that only work in Jenkins. A file may hold them, as it may go round them ({@code if (isUnix())}); to reach one
 * is an error that says what to do.
 */
final class UnsupportedSteps {
    private static final Map<String, String> REASONS = Map.of(
            "bat", "needs Windows; use sh, or ask isUnix() before",
            "powershell", "needs Windows; use sh, or ask isUnix() before",
            "pwsh", "is not there without Jenkins; use sh 'pwsh -File script.ps1'",
            "tool", "needs the tools of Jenkins; put the program on the PATH",
            "load", "is not there without Jenkins; put the code into this file",
            "library", "needs the shared libraries of Jenkins; put the code into this file",
            "libraryResource", "needs the shared libraries of Jenkins; keep the file in the repository",
            "build", "needs the other jobs of Jenkins; run their files one by one",
            "lock", "needs the resources of Jenkins; run one pipeline at a time");

    private UnsupportedSteps() {}

    static List<PipelineStep> all() {
        return REASONS.entrySet().stream()
                .map(entry -> PipelineStep.of(
                        StepSignature.of(entry.getKey())
                                .soleOptional("value")
                                .around(StepSignature.Block.ALLOWED)
                                .anyNames(),
                        call -> {
                            throw new OperationFailure("'" + entry.getKey() + "' " + entry.getValue());
                        }))
                .toList();
    }
}
