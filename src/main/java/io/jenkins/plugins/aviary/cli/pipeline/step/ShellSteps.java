package io.jenkins.plugins.aviary.cli.pipeline.step;

import io.jenkins.plugins.aviary.cli.pipeline.engine.PipelineStep;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Scope;
import io.jenkins.plugins.aviary.cli.pipeline.engine.StepCall;
import io.jenkins.plugins.aviary.cli.pipeline.engine.StepSignature;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.ProcessRequest;
import io.jenkins.plugins.aviary.operation.RunContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** {@code sh} and {@code echo}. */
final class ShellSteps {
    private static final int MOST_CHARACTERS = 16 * 1024 * 1024;

    private ShellSteps() {}

    static List<PipelineStep> all() {
        return List.of(
                PipelineStep.of(
                        StepSignature.of("sh")
                                .sole("script")
                                .takes("returnStdout", "returnStatus", "label", "encoding")
                                .inWorkspace(),
                        ShellSteps::shell),
                PipelineStep.of(StepSignature.of("echo").sole("message"), ShellSteps::echo));
    }

    private static Object echo(StepCall call) {
        call.text("message").lines().forEach(call.scope().log()::output);
        return null;
    }

    private static Object shell(StepCall call) throws IOException, InterruptedException {
        if (call.flag("returnStdout", false) && call.flag("returnStatus", false)) {
            throw new OperationFailure("'sh' gives either returnStdout or returnStatus, not both");
        }
        Scope scope = call.scope();
        if (call.has("label")) {
            scope.log().info("> " + call.text("label"));
        }
        Files.createDirectories(scope.directory().orElseThrow());
        Path script = write(scope, call.text("script"));
        try {
            return run(call, script);
        } finally {
            Files.deleteIfExists(script);
        }
    }

    private static Object run(StepCall call, Path script) throws InterruptedException {
        RunContext context = call.scope().context();
        boolean keep = call.flag("returnStdout", false);
        StringBuilder output = new StringBuilder();
        Consumer<String> lines =
                keep ? line -> append(output, line) : line -> context.log().output(line);
        ProcessRequest request = ProcessRequest.of(
                        call.scope().directory().orElseThrow(), context.log(), command(call, script, keep))
                .outputTo(lines);
        int code = context.processes().run(request);
        if (call.flag("returnStatus", false)) {
            return code;
        }
        if (code != 0) {
            throw new OperationFailure("script returned exit code " + code);
        }
        return keep ? output.toString() : null;
    }

    /** The shell of Jenkins: {@code sh -xe}, or the interpreter that the first line names. */
    private static List<String> command(StepCall call, Path script, boolean keep) {
        String file = script.toString();
        List<String> interpreter =
                call.text("script").startsWith("#!") ? List.of(file) : List.of("/bin/sh", "-xe", file);
        if (keep) {
            return interpreter;
        }
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$@\" 2>&1", "sh"));
        command.addAll(interpreter);
        return command;
    }

    private static void append(StringBuilder output, String line) {
        if (output.length() + line.length() >= MOST_CHARACTERS) {
            throw new OperationFailure("'sh' with returnStdout gave more than 16 MiB; write it to a file instead");
        }
        output.append(line).append('\n');
    }

    private static Path write(Scope scope, String text) throws IOException {
        Path folder = Files.createDirectories(scope.run().settings().folder());
        Path script = Files.createTempFile(
                folder,
                "script",
                ".sh",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(script, text, StandardCharsets.UTF_8);
        return script;
    }
}
