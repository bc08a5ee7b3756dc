package io.jenkins.plugins.aviary.scan.tool;

import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.ProcessRequest;
import io.jenkins.plugins.aviary.operation.RunContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A scanner for C++ that is installed on this machine. */
public interface Scanner {
    /** The name of its program. */
    String name();

    /**
     * Scans.
     *
     * @param version its version
     * @param sources the C++ sources that the build compiles, or all there are if there is no build
     * @param compileCommands the build's compile_commands.json, if there is one
     * @throws OperationFailure if it crashed, or looked at fewer files than it was to
     * @throws InterruptedException if the run was cancelled
     */
    ToolFindings scan(RunContext context, String version, List<Path> sources, Optional<Path> compileCommands)
            throws InterruptedException;

    /** Whether it can work without a build's compile_commands.json. */
    boolean worksWithoutBuild();

    /** The version of the program, if it is installed. */
    default Optional<String> installed(RunContext context) throws InterruptedException {
        AtomicReference<String> found = new AtomicReference<>("");
        Pattern version = Pattern.compile("(?:version|Cppcheck) v?([0-9][0-9A-Za-z.+-]*)");
        try {
            int code = context.processes()
                    .run(new ProcessRequest(
                            List.of(name(), "--version"),
                            context.workspace(),
                            Map.of(),
                            Duration.ofMinutes(1),
                            line -> {
                                Matcher matcher = version.matcher(line);
                                if (matcher.find()) {
                                    found.compareAndSet("", matcher.group(1));
                                }
                            },
                            line -> {}));
            if (code != 0) {
                throw new OperationFailure(name() + " --version exits with " + code + "; is it installed properly?");
            }
            return Optional.of(found.get());
        } catch (OperationFailure e) {
            if (e.getCause() instanceof java.io.IOException) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
