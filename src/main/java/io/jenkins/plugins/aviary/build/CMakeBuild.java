package io.jenkins.plugins.aviary.build;

import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.ProcessRequest;
import io.jenkins.plugins.aviary.operation.Progress;
import io.jenkins.plugins.aviary.operation.RunContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Configures, builds and tests one preset of a source folder. */
final class CMakeBuild {
    private final RunContext context;
    private final Path source;
    private final String preset;
    private final Path folder;
    private final Diagnostics diagnostics = new Diagnostics();

    CMakeBuild(RunContext context, Path source, String preset) {
        this.context = context;
        this.source = source;
        this.preset = preset;
        this.folder = CMakePresets.read(source, context.environment()).buildFolder(preset);
    }

    /** Where the preset builds. */
    Path folder() {
        return folder;
    }

    int warnings() {
        return diagnostics.warnings();
    }

    /** Runs CMake's configure step; tells what it answered about compiler and generator. */
    Map<String, String> configure(List<String> definitions, boolean fresh) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("cmake", "--preset", preset, "-B", folder.toString()));
        if (fresh) {
            command.add("--fresh");
        }
        definitions.forEach(definition -> command.add("-D" + definition));
        FileApi api = new FileApi(folder);
        try {
            api.ask();
            run(command, "Configuring " + preset, this::told);
            return api.answers();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Builds everything, or the given targets. */
    void build(List<String> targets, int jobs) throws InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("cmake", "--build", folder.toString(), "--parallel", String.valueOf(jobs)));
        if (!targets.isEmpty()) {
            command.add("--target");
            command.addAll(targets);
        }
        try (Progress.Task task = context.progress().begin("Compiling " + preset, 0, "files")) {
            BuildProgress progress = new BuildProgress(task);
            run(command, "Building " + preset, line -> {
                if (!progress.line(line)) {
                    told(line);
                }
            });
        }
    }

    /** Runs the tests of the build folder. A run without any test is a failure: something is not as it should be. */
    TestReport test(int jobs) throws InterruptedException {
        Path report = folder.resolve("aviary-tests.xml");
        try {
            Files.deleteIfExists(report);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command = List.of(
                "ctest",
                "--test-dir",
                folder.toString(),
                "--output-on-failure",
                "--no-tests=error",
                "--parallel",
                String.valueOf(jobs),
                "--output-junit",
                report.toString());
        context.log().info("Testing " + preset);
        int code = context.processes().run(ProcessRequest.of(source, context.log(), command));
        if (!Files.isRegularFile(report)) {
            throw new OperationFailure("ctest ended with " + code + " and left no report in " + folder
                    + "; does the preset '" + preset + "' build the tests?");
        }
        TestReport tests = TestReport.read(report);
        if (code != 0 && tests.failed() == 0) {
            throw new OperationFailure("ctest ended with " + code + " though no test failed; its output is above.");
        }
        return tests;
    }

    private void told(String line) {
        diagnostics.line(line);
        context.log().output(line);
    }

    private void run(List<String> command, String what, Consumer<String> lines) throws InterruptedException {
        context.log().info(what);
        int code = context.processes()
                .run(ProcessRequest.of(source, context.log(), command)
                        .outputTo(lines)
                        .errorsTo(lines));
        if (code != 0) {
            throw new OperationFailure(what + " failed: "
                    + diagnostics
                            .firstError()
                            .map(Diagnostics.Diagnostic::text)
                            .orElse(command.get(0) + " ended with " + code)
                    + " (the whole output is above)");
        }
    }
}
