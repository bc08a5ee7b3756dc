package io.jenkins.plugins.aviary.model;

import java.time.Duration;

/**
 * What players are granted before a delivery stops their server.
 *
 * @param notice what they are told, up to 120 characters
 * @param announce how long before they are told; zero if they are not
 * @param drain how long they may take to leave while nobody new comes in; zero if nobody waits for them
 */
public record Farewell(String notice, Duration announce, Duration drain) {
    /** The server is saved and stopped at once. */
    public static final Farewell NONE =
            new Farewell("A new release begins soon. Please log out in a safe place.", Duration.ZERO, Duration.ZERO);

    /** How many characters a notice may have. */
    public static final int LONGEST_NOTICE = 120;

    /** Whether the server is stopped without a word. */
    public boolean isNone() {
        return announce.isZero() && drain.isZero();
    }
}
