package io.jenkins.plugins.aviary.database.migration;

/** What is to be thought of a statement of a killed migration when nobody can tell whether it was executed. */
public enum Unclear {
    /** Stop, and say which statement it is. */
    REFUSE,
    /** Somebody looked: it was executed. */
    RAN,
    /** Somebody looked: it was not executed. */
    NOT_RUN
}
