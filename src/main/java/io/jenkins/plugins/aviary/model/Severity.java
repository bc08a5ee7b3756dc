package io.jenkins.plugins.aviary.model;

/** How bad a finding is, from the least to the worst. */
public enum Severity {
    /** Worth knowing. */
    INFO,
    /** Worth mending when somebody is there anyway. */
    LOW,
    /** To be mended soon. */
    MEDIUM,
    /** To be mended before players meet it. */
    HIGH,
    /** Somebody can take over the server, or already has. */
    CRITICAL;

    /** Whether this is as bad as the other or worse. */
    public boolean atLeast(Severity other) {
        return compareTo(other) >= 0;
    }

    /** The less bad of the two: as a threshold, the stricter. */
    public Severity stricter(Severity other) {
        return compareTo(other) <= 0 ? this : other;
    }
}
