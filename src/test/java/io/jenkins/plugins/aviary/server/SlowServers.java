package io.jenkins.plugins.aviary.server;

/** Makes failures that only a server gives. */
public final class SlowServers {
    private SlowServers() {}

    /** What is thrown of a server that was told to stop and has not. */
    public static StillStopping stillStopping(String world) {
        return new StillStopping(world + " did not stop in time; it may go down at any time");
    }
}
