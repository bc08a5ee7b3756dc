package io.jenkins.plugins.aviary.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.Signal;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/**
 * One command of the loopback server, run by {@code /bin/sh}. When its channel is closed, it and what it started are
 * ended; what left it (a server under {@code setsid}) stays.
 */
final class LoopbackCommand implements Command {
    private static final int BLOCK = 64 * 1024;
    private static final long DRAIN_MILLIS = 1_000;
    private static final int CANNOT_RUN = 127;

    private final String command;
    private InputStream input;
    private OutputStream output;
    private OutputStream errors;
    private ExitCallback exit;
    private volatile Process process;

    LoopbackCommand(String command) {
        this.command = command;
    }

    @Override
    public void setInputStream(InputStream in) {
        input = in;
    }

    @Override
    public void setOutputStream(OutputStream out) {
        output = out;
    }

    @Override
    public void setErrorStream(OutputStream err) {
        errors = err;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
        exit = callback;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) throws IOException {
        Process started = new ProcessBuilder("/bin/sh", "-c", command).start();
        process = started;
        environment.addSignalListener(
                (ended, signal) -> end(signal == Signal.KILL), Signal.TERM, Signal.INT, Signal.HUP, Signal.KILL);
        thread("input", () -> feed(started.getOutputStream()));
        Thread out = thread("output", () -> copy(started.getInputStream(), output));
        Thread err = thread("errors", () -> copy(started.getErrorStream(), errors));
        thread("end", () -> awaitEnd(started, out, err));
    }

    private static Thread thread(String what, Runnable work) {
        Thread thread = new Thread(work, "aviary-loopback-" + what);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void awaitEnd(Process started, Thread out, Thread err) {
        int code = CANNOT_RUN;
        try {
            code = started.waitFor();
            out.join(DRAIN_MILLIS);
            err.join(DRAIN_MILLIS);
        } catch (InterruptedException e) {
            end(true);
        }
        exit.onExit(code);
    }

    private static void copy(InputStream from, OutputStream to) {
        byte[] block = new byte[BLOCK];
        try {
            int read;
            while ((read = from.read(block)) > 0) {
                to.write(block, 0, read);
                if (from.available() == 0) {
                    to.flush();
                }
            }
        } catch (IOException e) {
            // One of the two ends is gone; the exit code, or the closed channel, tells the other.
            return;
        }
    }

    /** Feeds the command; what it does not read any more is still taken, or the client would wait to get rid of it. */
    private void feed(OutputStream to) {
        try (to) {
            copy(input, to);
        } catch (IOException e) {
            // It was closed with something left to write: the command has ended.
            Thread.yield();
        }
        copy(input, OutputStream.nullOutputStream());
    }

    private static void closeQuietly(AutoCloseable stream) {
        try {
            stream.close();
        } catch (Exception e) {
            Thread.yield();
        }
    }

    @Override
    public void destroy(ChannelSession channel) {
        Process running = process;
        if (running != null && running.isAlive()) {
            // As OpenSSH does: the command sees the end of its input, and a moment later its end.
            closeQuietly(running.getOutputStream());
            thread("kill", () -> endSoon(running));
        }
    }

    private void endSoon(Process running) {
        try {
            if (!running.waitFor(DRAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                end(true);
            }
        } catch (InterruptedException e) {
            end(true);
        }
    }

    private void end(boolean byForce) {
        Process running = process;
        List<ProcessHandle> tree = new ArrayList<>(running.descendants().toList());
        tree.add(running.toHandle());
        tree.forEach(byForce ? ProcessHandle::destroyForcibly : ProcessHandle::destroy);
    }
}
