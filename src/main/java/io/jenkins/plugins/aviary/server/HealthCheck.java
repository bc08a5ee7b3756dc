package io.jenkins.plugins.aviary.server;

/**
 * One look at one side of a server.
 *
 * @param name what was looked at: {@code process}, {@code ready}, {@code status}, {@code game}, {@code save},
 *     {@code errors} or {@code ports}
 * @param state how it is
 * @param sentence what was seen, for people
 */
public record HealthCheck(String name, State state, String sentence) {
    /** How one side of a server is. */
    public enum State {
        /** As it should be. */
        OK,
        /** Not as it should be. */
        BAD,
        /** Nobody can tell. */
        UNKNOWN
    }

    static HealthCheck ok(String name, String sentence) {
        return new HealthCheck(name, State.OK, sentence);
    }

    static HealthCheck bad(String name, String sentence) {
        return new HealthCheck(name, State.BAD, sentence);
    }

    static HealthCheck unknown(String name, String sentence) {
        return new HealthCheck(name, State.UNKNOWN, sentence);
    }
}
