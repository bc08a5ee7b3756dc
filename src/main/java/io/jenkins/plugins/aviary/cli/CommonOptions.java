package io.jenkins.plugins.aviary.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options that every sub-command has. */
final class CommonOptions {
    @Option(
            names = {"-C", "--directory"},
            paramLabel = "DIR",
            description = "The working directory (default: where you are).")
    private Path directory = Path.of("");

    @Option(
            names = "--json",
            description = "Print the result as JSON on standard output, and the log on standard error.")
    private boolean json;

    @Option(names = "--debug", description = "Show stack traces.")
    private boolean debug;

    boolean json() {
        return json;
    }

    boolean debug() {
        return debug;
    }

    Path directory() {
        return directory.toAbsolutePath().normalize();
    }

    /** A run in the working directory, whose log leaves standard output alone when that carries JSON. */
    LocalRun localRun() {
        boolean terminal = System.console() != null && !"dumb".equals(System.getenv("TERM"));
        return LocalRun.in(directory(), System.getenv(), json ? System.err : System.out, terminal && !json);
    }
}
