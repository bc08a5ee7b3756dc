package io.jenkins.plugins.aviary.server;

import java.time.Duration;

/**
 * How a server was stopped. It is stopped in any case: one that does not stop is a {@link ServerFailure}.
 *
 * @param wasRunning whether there was anything to stop
 * @param saved whether its log says that everything was saved before it ended
 * @param forced the signal that ended it if it did not end by itself, or empty
 * @param core where its core dump is, or empty
 * @param players how many players were online, or -1 if it did not say
 * @param took how long it took
 */
public record StopReport(boolean wasRunning, boolean saved, String forced, String core, int players, Duration took) {
    /** There was no server to stop. */
    static final StopReport NOT_RUNNING = new StopReport(false, false, "", "", -1, Duration.ZERO);
}
