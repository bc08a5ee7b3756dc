package io.jenkins.plugins.aviary.server;

import java.time.Duration;

/** How somebody waits between two looks at a server: by sleeping, or in a test by letting a clock of its own go on. */
@FunctionalInterface
public interface Pause {
    /** Sleeps. */
    Pause SLEEP = duration -> Thread.sleep(duration.toMillis());

    /**
     * Waits.
     *
     * @throws InterruptedException if the run was cancelled
     */
    void pause(Duration duration) throws InterruptedException;
}
