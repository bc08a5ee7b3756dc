package io.jenkins.plugins.aviary.host;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Polls with a limit, for what nobody announces. */
final class Deadline {
    private static final long GLANCE_NANOS = Duration.ofMillis(10).toNanos();

    private final long end;

    private Deadline(long end) {
        this.end = end;
    }

    static Deadline in(Duration limit) {
        return new Deadline(System.nanoTime() + limit.toNanos());
    }

    /** Waits a little, or fails once the limit is reached. */
    void pause(String what) {
        if (System.nanoTime() - end > 0) {
            throw new AssertionError("Waited too long for " + what);
        }
        LockSupport.parkNanos(GLANCE_NANOS);
    }
}
