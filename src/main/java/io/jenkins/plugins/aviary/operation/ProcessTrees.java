package io.jenkins.plugins.aviary.operation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Runs programs on this machine and ends them with everything they started. Descendants are found by parentage, and,
 * where {@code /proc} tells it, by a cookie in their environment, so that a daemon that left its parent is found too.
 */
public final class ProcessTrees implements Processes {
    /** The variable that marks the processes of one run. */
    static final String COOKIE = "AVIARY_PROCESS_COOKIE";

    private static final Duration POLITE = Duration.ofSeconds(5);
    private static final int LONGEST_LINE = 16 * 1024;

    private final Map<String, String> environment;

    /** Runs programs with the given environment and nothing else in it. */
    public ProcessTrees(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public int run(ProcessRequest request) throws InterruptedException {
        String cookie = UUID.randomUUID().toString();
        Process process = start(request, cookie);
        Thread output = pump(process.getInputStream(), request.output(), "stdout");
        Thread errors = pump(process.getErrorStream(), request.errors(), "stderr");
        try {
            if (!awaited(process, request.timeout())) {
                throw new OperationFailure("'" + request.command().get(0) + "' was ended after "
                        + Durations.text(request.timeout()) + "; raise the timeout if it needs longer.");
            }
            output.join();
            errors.join();
            return process.exitValue();
        } finally {
            if (process.isAlive() || output.isAlive() || errors.isAlive()) {
                end(process, cookie);
            }
        }
    }

    private Process start(ProcessRequest request, String cookie) {
        ProcessBuilder builder = new ProcessBuilder(request.command())
                .directory(request.directory().toFile());
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.putAll(request.environment());
        all.put(COOKIE, cookie);
        builder.environment().clear();
        builder.environment().putAll(all);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        try {
            return builder.start();
        } catch (IOException e) {
            throw new OperationFailure(
                    "'" + request.command().get(0) + "' cannot be started in " + request.directory() + ": "
                            + e.getMessage() + "; is it installed and on the PATH?",
                    e);
        }
    }

    private static boolean awaited(Process process, Duration timeout) throws InterruptedException {
        if (timeout.isZero()) {
            process.waitFor();
            return true;
        }
        return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Thread pump(InputStream stream, Consumer<String> lines, String name) {
        Thread thread = new Thread(
                () -> {
                    try (BufferedReader reader =
                            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                        String line;
                        while ((line = readLine(reader)) != null) {
                            lines.accept(line);
                        }
                    } catch (IOException e) {
                        // The stream is closed under us when the process is ended by force: there is no more to read.
                        lines.accept("");
                    }
                },
                "aviary-" + name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Reads a line of bounded length, so that a program that never ends its line cannot fill the memory. */
    private static String readLine(BufferedReader reader) throws IOException {
        StringBuilder line = new StringBuilder();
        int character;
        while ((character = reader.read()) >= 0) {
            if (character == '\n') {
                return stripReturn(line);
            }
            line.append((char) character);
            if (line.length() >= LONGEST_LINE) {
                return line.toString();
            }
        }
        return line.length() == 0 ? null : stripReturn(line);
    }

    private static String stripReturn(StringBuilder line) {
        int end = line.length();
        return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
    }

    private static void end(Process process, String cookie) {
        boolean interrupted = Thread.interrupted();
        try {
            Stream<ProcessHandle> tree = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                    .distinct();
            var handles = Stream.concat(tree, marked(cookie)).distinct().toList();
            handles.forEach(ProcessHandle::destroy);
            long deadline = System.nanoTime() + POLITE.toNanos();
            for (ProcessHandle handle : handles) {
                awaitEnd(handle, deadline);
            }
            Stream.concat(handles.stream(), marked(cookie))
                    .filter(ProcessHandle::isAlive)
                    .forEach(ProcessHandle::destroyForcibly);
            process.waitFor();
        } catch (InterruptedException e) {
            interrupted = true;
            process.destroyForcibly();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void awaitEnd(ProcessHandle handle, long deadline) throws InterruptedException {
        long left = deadline - System.nanoTime();
        if (handle.isAlive() && left > 0) {
            try {
                handle.onExit().get(left, TimeUnit.NANOSECONDS);
            } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
                // It did not go politely: the caller ends it by force.
                return;
            }
        }
    }

    /** The processes whose environment carries the cookie; none where there is no {@code /proc}. */
    private static Stream<ProcessHandle> marked(String cookie) {
        Path proc = Path.of("/proc");
        if (!Files.isDirectory(proc)) {
            return Stream.empty();
        }
        String mark = COOKIE + "=" + cookie;
        try (Stream<Path> entries = Files.list(proc)) {
            return entries
                    .filter(entry -> entry.getFileName().toString().matches("[0-9]+"))
                    .filter(entry -> environmentOf(entry).contains(mark))
                    .map(entry -> Long.parseLong(entry.getFileName().toString()))
                    .flatMap(pid -> ProcessHandle.of(pid).stream())
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String environmentOf(Path process) {
        try {
            return Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // It ended meanwhile, or belongs to somebody else: not one of ours.
            return "";
        }
    }
}
