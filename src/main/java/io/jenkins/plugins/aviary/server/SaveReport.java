package io.jenkins.plugins.aviary.server;

import java.time.Duration;

/**
 * A save that the server confirmed.
 *
 * @param took how long it says the save took; how long it was waited for if it says nothing
 * @param players how many players it says it saved, or -1 if it does not say
 * @param confirmation how it is known that it was complete
 */
public record SaveReport(Duration took, int players, String confirmation) {}
