package io.jenkins.plugins.aviary.server;

import java.time.Duration;

/**
 * What a server says of itself by the status protocol.
 *
 * @param serverName the name players see
 * @param software what it says it is; its version there is no release's
 * @param uptime how long its process runs
 * @param online how many players it says are online; Canary counts at most four from one address
 * @param most how many may be online, 0 for no limit
 * @param peak the most there were
 * @param map the name of its map
 * @param latency how long it took to answer: its main loop answers, so this is how long that keeps others waiting
 */
public record StatusAnswer(
        String serverName,
        String software,
        Duration uptime,
        int online,
        int most,
        int peak,
        String map,
        Duration latency) {}
