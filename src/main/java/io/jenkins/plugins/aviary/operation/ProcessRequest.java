package io.jenkins.plugins.aviary.operation;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A program to run. It is started directly, never through a shell.
 *
 * @param command the program and its arguments
 * @param directory the folder it runs in
 * @param environment variables added to those of the run
 * @param timeout how long it may run; zero for as long as it likes
 * @param output gets each line of its standard output
 * @param errors gets each line of its standard error
 */
public record ProcessRequest(
        List<String> command,
        Path directory,
        Map<String, String> environment,
        Duration timeout,
        Consumer<String> output,
        Consumer<String> errors) {
    /** Copies the lists and refuses an empty command. */
    public ProcessRequest {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("A process needs a program to run");
        }
    }

    /** A program in a folder, whose output goes line by line to the given log. */
    public static ProcessRequest of(Path directory, OperationLog log, List<String> command) {
        Consumer<String> lines = line -> log.output(line);
        return new ProcessRequest(command, directory, Map.of(), Duration.ZERO, lines, lines);
    }

    /** The same with one more environment variable. */
    public ProcessRequest with(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new ProcessRequest(command, directory, more, timeout, output, errors);
    }

    /** The same with a limit on its time. */
    public ProcessRequest within(Duration limit) {
        return new ProcessRequest(command, directory, environment, limit, output, errors);
    }

    /** The same with its standard output going line by line somewhere else. */
    public ProcessRequest outputTo(Consumer<String> lines) {
        return new ProcessRequest(command, directory, environment, timeout, lines, errors);
    }

    /** The same with its standard error going line by line somewhere else. */
    public ProcessRequest errorsTo(Consumer<String> lines) {
        return new ProcessRequest(command, directory, environment, timeout, output, lines);
    }
}
