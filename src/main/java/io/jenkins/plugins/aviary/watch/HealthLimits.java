package io.jenkins.plugins.aviary.watch;

import java.time.Duration;

/**
 * What a healthy server keeps to.
 *
 * @param savedWithin how long its last save may be ago; zero for any time. Canary's periodic save stopped unnoticed once
 * @param answersWithin how long it may take to answer the status protocol
 * @param errorsAtMost how many errors it may have logged since it started
 */
record HealthLimits(Duration savedWithin, Duration answersWithin, int errorsAtMost) {}
