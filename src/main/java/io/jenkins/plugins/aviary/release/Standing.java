package io.jenkins.plugins.aviary.release;

import java.util.List;

/**
 * How a turn stands now.
 *
 * @param state whether it is its turn
 * @param ahead who comes first, the one who is at it in front
 * @param reason why it has ended
 */
public record Standing(State state, List<Turn> ahead, String reason) {
    /** Copies the list. */
    public Standing {
        ahead = List.copyOf(ahead);
    }

    /** What a turn can be. */
    public enum State {
        /** Nobody has asked for it. */
        UNKNOWN,
        /** Others come first. */
        WAITS,
        /** It is its turn: the environment is its own. */
        HOLDS,
        /** It is over, or a newer delivery took its place. */
        ENDED
    }
}
