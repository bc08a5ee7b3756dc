package io.jenkins.plugins.aviary.cli.pipeline.step;

import io.jenkins.plugins.aviary.cli.pipeline.engine.PipelineStep;
import io.jenkins.plugins.aviary.cli.pipeline.engine.StepCall;
import io.jenkins.plugins.aviary.cli.pipeline.engine.StepSignature;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Steps that read, write and ask for files of the workspace. */
final class FileSteps {
    private static final long LARGEST = 64L * 1024 * 1024;

    private FileSteps() {}

    static List<PipelineStep> all() {
        return List.of(
                PipelineStep.of(
                        StepSignature.of("readFile")
                                .sole("file")
                                .takes("encoding")
                                .inWorkspace(),
                        FileSteps::read),
                PipelineStep.of(
                        StepSignature.of("writeFile")
                                .requires("file", "text")
                                .takes("encoding")
                                .inWorkspace(),
                        FileSteps::write),
                PipelineStep.of(
                        StepSignature.of("fileExists").sole("file").inWorkspace(),
                        call -> Files.exists(path(call, "file"))),
                PipelineStep.of(StepSignature.of("isUnix").inWorkspace(), call -> true),
                PipelineStep.of(StepSignature.of("pwd").takes("tmp").inWorkspace(), FileSteps::workingFolder),
                PipelineStep.of(StepSignature.of("deleteDir").inWorkspace(), FileSteps::deleteFolder),
                PipelineStep.of(
                        StepSignature.of("cleanWs")
                                .takes(
                                        "deleteDirs",
                                        "disableDeferredWipeout",
                                        "notFailBuild",
                                        "patterns",
                                        "cleanWhenAborted",
                                        "cleanWhenFailure",
                                        "cleanWhenNotBuilt",
                                        "cleanWhenSuccess",
                                        "cleanWhenUnstable",
                                        "cleanupMatrixParent",
                                        "externalDelete",
                                        "skipWhenFailed")
                                .inWorkspace(),
                        FileSteps::deleteFolder));
    }

    private static Path path(StepCall call, String parameter) {
        return call.scope().directory().orElseThrow().resolve(call.text(parameter));
    }

    private static Object read(StepCall call) throws IOException {
        Path file = path(call, "file");
        if (Files.size(file) > LARGEST) {
            throw new OperationFailure(call.text("file") + " is larger than 64 MiB, too large for 'readFile'");
        }
        byte[] bytes = Files.readAllBytes(file);
        return isBase64(call) ? Base64.getEncoder().encodeToString(bytes) : new String(bytes, charset(call));
    }

    private static Object write(StepCall call) throws IOException {
        Path file = path(call, "file").normalize();
        if (file.getParent() != null) {
            Files.createDirectories(file.getParent());
        }
        String text = call.text("text");
        Files.write(file, isBase64(call) ? Base64.getDecoder().decode(text) : text.getBytes(charset(call)));
        return null;
    }

    private static boolean isBase64(StepCall call) {
        return call.text("encoding").equalsIgnoreCase("Base64");
    }

    private static Charset charset(StepCall call) {
        String name = call.text("encoding", StandardCharsets.UTF_8.name());
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException e) {
            throw new InvalidParameter("'" + name + "' is not an encoding; use UTF-8 or Base64", e);
        }
    }

    private static Object workingFolder(StepCall call) throws IOException {
        return call.flag("tmp", false)
                ? Files.createDirectories(call.scope().run().settings().folder())
                        .toString()
                : call.scope().directory().orElseThrow().toString();
    }

    /**
     * In Jenkins the workspace is the build's own; here it is the user's working tree, which must not be lost. So only
     * folders below it are deleted.
     */
    private static Object deleteFolder(StepCall call) throws IOException {
        Path folder = call.scope().directory().orElseThrow().normalize();
        Path workspace = call.scope().run().context().workspace();
        if (!folder.startsWith(workspace) || folder.equals(workspace)) {
            call.scope()
                    .log()
                    .warn("'" + call.name() + "' keeps " + folder
                            + ": it is your own working tree here, not a workspace of Jenkins");
            return null;
        }
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        }
        return null;
    }
}
