package io.jenkins.plugins.aviary.cli.pipeline.step;

import io.jenkins.plugins.aviary.cli.pipeline.engine.Described;
import io.jenkins.plugins.aviary.cli.pipeline.engine.PipelineStep;
import io.jenkins.plugins.aviary.cli.pipeline.engine.StepSignature;
import java.util.List;

/** Names that describe something to another step rather than do something. */
final class SymbolSteps {
    private static final List<String> SYMBOLS = List.of(
            "string",
            "booleanParam",
            "choice",
            "text",
            "password",
            "file",
            "usernamePassword",
            "usernameColonPassword",
            "sshUserPrivateKey",
            "parameters",
            "pipelineTriggers",
            "cron",
            "pollSCM",
            "upstream",
            "buildDiscarder",
            "logRotator",
            "disableConcurrentBuilds",
            "durabilityHint",
            "rateLimitBuilds",
            "scmGit",
            "agent",
            "nonresumable");

    private SymbolSteps() {}

    static List<PipelineStep> all() {
        return SYMBOLS.stream()
                .map(name -> PipelineStep.of(
                        StepSignature.of(name).soleOptional("value").anyNames(),
                        call -> new Described(name, call.arguments())))
                .toList();
    }
}
