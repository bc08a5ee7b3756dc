package io.jenkins.plugins.aviary.operation;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;

/**
 * What an operation runs in. It owns nothing that must be closed and is safe for use by several threads.
 *
 * @param workspace the folder of sources and build results; relative paths of parameters are resolved against it
 * @param home Aviary's own folder: artifacts, ledger, baselines ({@code .aviary} or {@code AVIARY_HOME})
 * @param log the log that people read
 * @param progress how far long work has come
 * @param processes runs other programs
 * @param secrets resolves credential ids
 * @param events what must be remembered
 * @param clock the one source of time
 * @param environment the environment variables of the run
 */
public record RunContext(
        Path workspace,
        Path home,
        OperationLog log,
        Progress progress,
        Processes processes,
        Secrets secrets,
        Events events,
        Clock clock,
        Map<String, String> environment) {
    /** Makes paths absolute, copies the environment and refuses an incomplete context. */
    public RunContext {
        workspace = workspace.toAbsolutePath().normalize();
        home = home.toAbsolutePath().normalize();
        Objects.requireNonNull(log, "log");
        Objects.requireNonNull(progress, "progress");
        Objects.requireNonNull(processes, "processes");
        Objects.requireNonNull(secrets, "secrets");
        Objects.requireNonNull(events, "events");
        Objects.requireNonNull(clock, "clock");
        environment = Map.copyOf(environment);
    }

    /** A path given by the user, resolved against the workspace. */
    public Path path(String given) {
        return workspace.resolve(given).normalize();
    }

    /** Ends the run here if it was cancelled. */
    public void checkCancelled() throws InterruptedException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedException("cancelled");
        }
    }
}
