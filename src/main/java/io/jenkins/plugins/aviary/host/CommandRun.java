package io.jenkins.plugins.aviary.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Runs one command to its end, the same on every kind of host: feeds it, reads both its outputs at once, keeps to its
 * time, and ends it when the run is cancelled.
 */
final class CommandRun {
    /**
     * How long the outputs of a finished command may be silent before they count as ended. What it left running in the
     * background may hold them open for ever.
     */
    private static final Duration SILENCE = Duration.ofSeconds(1);

    private static final int LINES_AHEAD = 1024;
    private static final long GLANCE_MILLIS = 100;

    private static final ExecutorService PUMPS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "aviary-host-output");
        thread.setDaemon(true);
        return thread;
    });

    private final String host;
    private final RemoteCommand command;
    private final HostProcess process;

    CommandRun(String host, RemoteCommand command, HostProcess process) {
        this.host = host;
        this.command = command;
        this.process = process;
    }

    /** Keeps its outputs. */
    CommandResult captured() throws InterruptedException {
        BoundedOutput output = new BoundedOutput(command.outputLimit());
        BoundedOutput errors = new BoundedOutput(command.outputLimit());
        try (process) {
            feed();
            Future<?> out = pump(process.output(), output);
            Future<?> err = pump(process.errors(), errors);
            int code = process.await(command.timeout()).orElseThrow(this::tooSlow);
            drain(out, output);
            drain(err, errors);
            return new CommandResult(code, output.text(), errors.text());
        }
    }

    /** Passes its lines on, in this thread. */
    int streamed(Consumer<String> lines) throws InterruptedException {
        BlockingQueue<Optional<String>> queue = new ArrayBlockingQueue<>(LINES_AHEAD);
        try (process) {
            feed();
            Future<?> out = pumpLines(process.output(), queue);
            Future<?> err = pumpLines(process.errors(), queue);
            try {
                passOn(queue, lines);
            } finally {
                out.cancel(true);
                err.cancel(true);
            }
            return process.await(SILENCE).orElseThrow(this::tooSlow);
        }
    }

    private void passOn(BlockingQueue<Optional<String>> queue, Consumer<String> lines) throws InterruptedException {
        long deadline = System.nanoTime() + command.timeout().toNanos();
        int open = 2;
        int silent = 0;
        while (open > 0) {
            Optional<String> line = queue.poll(GLANCE_MILLIS, TimeUnit.MILLISECONDS);
            if (System.nanoTime() - deadline > 0) {
                throw tooSlow();
            }
            if (line == null) {
                silent = process.await(Duration.ZERO).isPresent() ? silent + 1 : 0;
                if (silent * GLANCE_MILLIS >= SILENCE.toMillis()) {
                    return;
                }
            } else if (line.isPresent()) {
                silent = 0;
                lines.accept(line.get());
            } else {
                open--;
            }
        }
        if (process.await(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))
                .isEmpty()) {
            throw tooSlow();
        }
    }

    private HostFailure tooSlow() {
        return new HostFailure(host + " did not finish '" + command.arguments().get(0) + "' within "
                + command.timeout().toSeconds() + " s; look what keeps it, or raise the timeout");
    }

    private void feed() {
        PUMPS.execute(() -> {
            try (OutputStream input = process.input()) {
                input.write(command.input());
            } catch (IOException e) {
                // A command need not read what it is given; its exit code tells how it fared.
                return;
            }
        });
    }

    private static Future<?> pump(InputStream from, OutputStream to) {
        return PUMPS.submit(() -> {
            from.transferTo(to);
            return null;
        });
    }

    private static Future<?> pumpLines(InputStream from, BlockingQueue<Optional<String>> queue) {
        return PUMPS.submit(() -> {
            LineSplitter splitter = new LineSplitter(line -> put(queue, Optional.of(line)));
            try {
                from.transferTo(splitter);
                splitter.end();
            } finally {
                put(queue, Optional.empty());
            }
            return null;
        });
    }

    private static void put(BlockingQueue<Optional<String>> queue, Optional<String> line) {
        try {
            queue.put(line);
        } catch (InterruptedException e) {
            // Nobody reads any more; the pump's next write or read ends it.
            Thread.currentThread().interrupt();
        }
    }

    private static void drain(Future<?> pump, BoundedOutput output) throws InterruptedException {
        long seen = -1;
        try {
            while (seen != output.received()) {
                seen = output.received();
                try {
                    pump.get(SILENCE.toNanos(), TimeUnit.NANOSECONDS);
                    return;
                } catch (TimeoutException e) {
                    // It goes on for as long as something comes: a slow line delivers late what was written early.
                    continue;
                }
            }
        } catch (ExecutionException e) {
            // The output was cut off: what came until then is kept, and the exit code tells how the command fared.
            return;
        } finally {
            pump.cancel(true);
        }
    }
}
