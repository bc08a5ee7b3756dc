package io.jenkins.plugins.aviary.server;

import java.time.Instant;

/**
 * The running server of a world. Process ids are given to others again, so it is the same process only while its start
 * and its executable are the same too.
 *
 * @param pid its process id
 * @param executable the path of its executable, also when that was deleted meanwhile
 * @param workingDirectory the folder it runs in: the release that it is
 * @param started when it started, to about a second
 * @param startTicks when it started in clock ticks since its host did, which is exact
 * @param output what its standard output is: the path of a file, or {@code pipe:[N]}, {@code socket:[N]}
 */
public record ServerProcess(
        long pid, String executable, String workingDirectory, Instant started, long startTicks, String output) {
    /** Whether it is the same process as another. */
    public boolean isSame(ServerProcess other) {
        return pid == other.pid && startTicks == other.startTicks;
    }
}
