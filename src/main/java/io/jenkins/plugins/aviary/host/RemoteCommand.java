package io.jenkins.plugins.aviary.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A command for a game host.
 *
 * @param arguments the program and its arguments
 * @param input what it reads on standard input
 * @param timeout how long it may run
 * @param outputLimit how many bytes of its output are kept
 */
public record RemoteCommand(List<String> arguments, byte[] input, Duration timeout, int outputLimit) {
    private static final Duration USUAL_TIMEOUT = Duration.ofMinutes(2);
    private static final int USUAL_LIMIT = 1 << 20;

    /** Copies the arguments and refuses an empty command. */
    public RemoteCommand {
        arguments = List.copyOf(arguments);
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException("A command needs a program to run");
        }
    }

    /** A program with its arguments. */
    public static RemoteCommand of(String... arguments) {
        return new RemoteCommand(List.of(arguments), new byte[0], USUAL_TIMEOUT, USUAL_LIMIT);
    }

    /** A script for the host's POSIX shell; its arguments are {@code $1}, {@code $2}, ... */
    public static RemoteCommand shell(String script, String... arguments) {
        List<String> all = new ArrayList<>(List.of("/bin/sh", "-c", script, "aviary"));
        all.addAll(List.of(arguments));
        return new RemoteCommand(all, new byte[0], USUAL_TIMEOUT, USUAL_LIMIT);
    }

    /** The same with something to read. */
    public RemoteCommand reading(byte[] content) {
        return new RemoteCommand(arguments, content.clone(), timeout, outputLimit);
    }

    /** The same with another limit on its time. */
    public RemoteCommand within(Duration limit) {
        return new RemoteCommand(arguments, input, limit, outputLimit);
    }
}
