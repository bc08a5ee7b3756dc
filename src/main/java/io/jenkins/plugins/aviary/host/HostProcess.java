package io.jenkins.plugins.aviary.host;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * A command that is running on a host. Its output must be read, or it stops when the pipe is full. Each stream belongs to
 * one thread at a time.
 */
public interface HostProcess extends AutoCloseable {
    /** What it reads; closing it is the end of its input. */
    OutputStream input();

    /** What it writes to standard output. */
    InputStream output();

    /** What it writes to standard error. */
    InputStream errors();

    /**
     * Waits for its end.
     *
     * @param patience how long to wait; zero only looks
     * @return its exit code, or nothing if it is still running
     * @throws HostFailure if the connection was lost, so that nobody knows how it ended
     */
    OptionalInt await(Duration patience) throws InterruptedException;

    /** Ends it on the host if it is still running, politely at first, and frees what it holds. */
    @Override
    void close();
}
