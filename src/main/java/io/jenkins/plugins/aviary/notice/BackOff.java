package io.jenkins.plugins.aviary.notice;

import java.time.Duration;
import java.util.Optional;

/**
 * How long to wait before a channel is tried again: twice as long each time, or as long as it asks for, and never so long
 * that a delivery waits for its notice.
 *
 * @param first the first wait
 * @param longest the longest single wait
 * @param attempts how often it is tried, at least once
 */
record BackOff(Duration first, Duration longest, int attempts) {
    /** Four attempts within about a minute. */
    static final BackOff USUAL = new BackOff(Duration.ofSeconds(2), Duration.ofSeconds(30), 4);

    /**
     * The wait after an attempt that failed.
     *
     * @param attempt how many there were, from 1
     * @param asked what the channel asked for, if it did
     * @return nothing if there is no further attempt
     */
    Optional<Duration> after(int attempt, Optional<Duration> asked) {
        if (attempt >= attempts) {
            return Optional.empty();
        }
        Duration wait = asked.orElseGet(() -> first.multipliedBy(1L << Math.min(attempt - 1, 16)));
        return Optional.of(wait.compareTo(longest) > 0 ? longest : wait);
    }
}
