package io.jenkins.plugins.aviary.server;

/** The levels of a server's log, the least first. */
public enum LogLevel {
    /** Every step. */
    TRACE,
    /** For those who look for a fault. */
    DEBUG,
    /** What happens. */
    INFO,
    /** Somebody should look at it. */
    WARNING,
    /** Something went wrong. */
    ERROR,
    /** The server cannot go on. */
    CRITICAL;

    /** Whether it is at least as bad as another. */
    public boolean atLeast(LogLevel other) {
        return compareTo(other) >= 0;
    }
}
