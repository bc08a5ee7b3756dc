package io.jenkins.plugins.aviary.rollout.metrics;

/** What a metric counts in the verdict on a release. */
public enum Importance {
    /** It decides, and is named first. */
    CRITICAL,
    /** It decides. */
    NORMAL,
    /** It is shown and decides nothing. */
    INFORMATIVE
}
