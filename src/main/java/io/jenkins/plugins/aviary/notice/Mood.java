package io.jenkins.plugins.aviary.notice;

/** Whether a notice is good news or bad. */
public enum Mood {
    /** All is well. */
    GOOD,
    /** Something to know. */
    NEUTRAL,
    /** Something to look at. */
    WARNING,
    /** Something went wrong. */
    BAD
}
