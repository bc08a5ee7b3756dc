package io.jenkins.plugins.aviary.cli.doctor;

/**
 * What was found of one thing that Aviary works with.
 *
 * @param name the thing
 * @param use what it is needed for
 * @param state whether it is there
 * @param found what was found: a version, a path, or why it does not do
 * @param remedy the one line that gets it, or empty if nothing is to be done
 */
public record Finding(String name, String use, State state, String found, String remedy) {
    /** Whether it is there. */
    public enum State {
        /** It is. */
        OK,
        /** It is not, and only part of Aviary needs it. */
        OPTIONAL,
        /** It is not, and Aviary cannot do without. */
        MISSING
    }
}
