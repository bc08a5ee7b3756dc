package io.jenkins.plugins.aviary.cli.pipeline.step;

import io.jenkins.plugins.aviary.cli.pipeline.engine.PipelineStep;
import java.util.ArrayList;
import java.util.List;

/** All steps that are there without any catalogue. */
public final class StandardSteps {
    private StandardSteps() {}

    /** The steps. */
    public static List<PipelineStep> all() {
        List<PipelineStep> all = new ArrayList<>();
        all.addAll(SymbolSteps.all());
        all.addAll(ShellSteps.all());
        all.addAll(OutcomeSteps.all());
        all.addAll(TimeSteps.all());
        all.addAll(StructureSteps.all());
        all.addAll(CredentialSteps.all());
        all.addAll(InputSteps.all());
        all.addAll(FileSteps.all());
        all.addAll(ArtifactSteps.all());
        all.addAll(JunitSteps.all());
        all.addAll(SourceSteps.all());
        all.addAll(UnsupportedSteps.all());
        return all;
    }
}
