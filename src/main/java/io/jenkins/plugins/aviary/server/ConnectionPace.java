package io.jenkins.plugins.aviary.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Keeps connections to a server so far apart that it does not lock them out: Canary and The Forgotten Server turn an
 * address away for three seconds at the sixth connection of a row without gaps of five seconds, if that comes within half
 * a second of the one before, and longer for each connection meanwhile. That holds for the loopback address too, and
 * others that ask from there count as well, so only a few connections may be quick. Safe for use by several threads.
 */
final class ConnectionPace {
    private static final int QUICK = 3;
    private static final Duration APART = Duration.ofMillis(600);
    private static final Duration FORGOTTEN = Duration.ofMillis(5100);

    private final Clock clock;
    private final Pause pause;
    private Instant last = Instant.EPOCH;
    private int row;

    ConnectionPace(Clock clock, Pause pause) {
        this.clock = clock;
        this.pause = pause;
    }

    /** Waits until the next connection may be made, and counts it. */
    synchronized void await() throws InterruptedException {
        Duration since = Duration.between(last, clock.instant());
        if (since.compareTo(FORGOTTEN) > 0) {
            row = 0;
        } else if (row >= QUICK && since.compareTo(APART) < 0) {
            pause.pause(since.isNegative() ? APART : APART.minus(since));
        }
        row++;
        last = clock.instant();
    }
}
