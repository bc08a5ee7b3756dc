package io.jenkins.plugins.aviary.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.testing.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Looks at a server never lock out whoever looks. */
class ConnectionPaceTest {
    private Duration waited = Duration.ZERO;

    private final MovableClock clock = new MovableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final ConnectionPace pace = new ConnectionPace(clock, duration -> {
        waited = waited.plus(duration);
        clock.move(duration);
    });

    /** When a server accepts a connection, by the rule of Canary's Ban::acceptConnection. */
    private final class Gate {
        private Instant last = Instant.EPOCH;
        private Instant blockedUntil = Instant.EPOCH;
        private int count;

        boolean lets() {
            if (blockedUntil.isAfter(clock.instant())) {
                blockedUntil = blockedUntil.plusMillis(250);
                return false;
            }
            long since = Duration.between(last, clock.instant()).toMillis();
            last = clock.instant();
            count = since <= 5000 ? count + 1 : 1;
            if (count > 5) {
                count = 0;
                if (since <= 500) {
                    blockedUntil = clock.instant().plusMillis(3000);
                    return false;
                }
            }
            return true;
        }
    }

    @Test
    void isNeverLockedOutByCanaryHoweverOftenItLooks() throws Exception {
        Gate gate = new Gate();
        Random random = new Random(7);

        for (int i = 0; i < 10_000; i++) {
            clock.move(Duration.ofMillis(random.nextInt(10) == 0 ? random.nextInt(7000) : random.nextInt(30)));
            pace.await();
            assertThat(gate.lets()).as("connection " + i).isTrue();
        }
    }

    @Test
    void doesNotHoldUpAFewLooks() throws Exception {
        pace.await();
        pace.await();
        pace.await();

        assertThat(waited).isZero();
    }
}
