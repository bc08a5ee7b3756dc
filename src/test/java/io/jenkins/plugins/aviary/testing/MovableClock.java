package io.jenkins.plugins.aviary.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until it is moved. Safe for use by several threads. */
public final class MovableClock extends Clock {
    private Instant now;

    /** A clock that stands at an instant. */
    public MovableClock(Instant now) {
        this.now = now;
    }

    /** Moves it on. */
    public synchronized void move(Duration by) {
        now = now.plus(by);
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
