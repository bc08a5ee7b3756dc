package io.jenkins.plugins.aviary.cli.pipeline.step;

import io.jenkins.plugins.aviary.cli.pipeline.engine.PipelineStep;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Result;
import io.jenkins.plugins.aviary.cli.pipeline.engine.StepCall;
import io.jenkins.plugins.aviary.cli.pipeline.engine.StepSignature;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code stash}, {@code unstash} and {@code archiveArtifacts}. */
final class ArtifactSteps {
    private ArtifactSteps() {}

    static List<PipelineStep> all() {
        return List.of(
                PipelineStep.of(
                        StepSignature.of("stash")
                                .sole("name")
                                .takes("includes", "excludes", "allowEmpty", "useDefaultExcludes")
                                .inWorkspace(),
                        ArtifactSteps::stash),
                PipelineStep.of(StepSignature.of("unstash").sole("name").inWorkspace(), ArtifactSteps::unstash),
                PipelineStep.of(
                        StepSignature.of("archiveArtifacts")
                                .sole("artifacts")
                                .takes(
                                        "excludes",
                                        "allowEmptyArchive",
                                        "fingerprint",
                                        "onlyIfSuccessful",
                                        "defaultExcludes",
                                        "caseSensitive",
                                        "followSymlinks")
                                .inWorkspace(),
                        ArtifactSteps::archive));
    }

    private static Object stash(StepCall call) throws IOException {
        Path from = call.scope().directory().orElseThrow();
        List<Path> files = new FileSelection(
                        from, call.text("includes"), call.text("excludes"), call.flag("useDefaultExcludes", true))
                .files();
        if (files.isEmpty() && !call.flag("allowEmpty", false)) {
            throw new OperationFailure("No file is there for the stash '" + call.text("name")
                    + "'; check includes, or say allowEmpty: true");
        }
        Path to = stashFolder(call);
        Files.createDirectories(to);
        FileSelection.copy(files, from, to);
        call.scope().log().info("Stashed " + count(files) + " as '" + call.text("name") + "'");
        return null;
    }

    private static Object unstash(StepCall call) throws IOException {
        Path from = stashFolder(call);
        if (!Files.isDirectory(from)) {
            throw new OperationFailure("There is no stash '" + call.text("name") + "' in this run");
        }
        List<Path> files = new FileSelection(from, "", "", false).files();
        FileSelection.copy(files, from, call.scope().directory().orElseThrow());
        return null;
    }

    private static Path stashFolder(StepCall call) {
        String name = call.text("name");
        if (!name.matches("[A-Za-z0-9_][A-Za-z0-9_. -]{0,100}")) {
            throw new InvalidParameter("'" + name
                    + "' is not a name for a stash; use letters, digits, spaces, dots, dashes and underscores");
        }
        return call.scope().run().settings().folder().resolve("stashes").resolve(name);
    }

    private static Object archive(StepCall call) throws IOException {
        boolean bad = call.scope().result().orElse(Result.SUCCESS) != Result.SUCCESS;
        if (call.flag("onlyIfSuccessful", false) && bad) {
            call.scope().log().info("Nothing is archived, as the run is not a success");
            return null;
        }
        Path from = call.scope().directory().orElseThrow();
        List<Path> files = new FileSelection(
                        from, call.text("artifacts"), call.text("excludes"), call.flag("defaultExcludes", true))
                .files();
        if (files.isEmpty()) {
            if (!call.flag("allowEmptyArchive", false)) {
                throw new OperationFailure("No artifact is there that fits '" + call.text("artifacts")
                        + "'; check the pattern, or say allowEmptyArchive: true");
            }
            call.scope().log().warn("No artifact is there that fits '" + call.text("artifacts") + "'");
            return null;
        }
        Path to = call.scope().run().settings().archive();
        FileSelection.copy(files, from, to);
        call.scope().log().info("Archived " + count(files) + " in " + to);
        return null;
    }

    private static String count(List<Path> files) {
        return files.size() == 1 ? "1 file" : files.size() + " files";
    }
}
