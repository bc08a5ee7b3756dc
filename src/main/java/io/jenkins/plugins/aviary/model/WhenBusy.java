package io.jenkins.plugins.aviary.model;

/** What a delivery does that finds its environment occupied by another one. The one that is under way is never broken off. */
public enum WhenBusy {
    /** It waits until it is its turn. */
    QUEUE,
    /** It waits as well, in the place of all that wait already: only the newest is delivered. */
    SUPERSEDE
}
