package io.jenkins.plugins.aviary.rollout;

/** What became of a world in a rollout. */
public enum WorldState {
    /** It runs the release that was to be delivered. */
    DELIVERED,
    /** It ran that release already; nothing was done. */
    UNCHANGED,
    /** The release was bad; what ran before runs again. */
    ROLLED_BACK,
    /** Neither the release nor what ran before runs, or nobody knows. */
    FAILED,
    /** Nothing was done: it runs what it ran before. */
    UNTOUCHED;

    /** Whether it runs what was to be delivered. */
    public boolean isGood() {
        return this == DELIVERED || this == UNCHANGED;
    }
}
