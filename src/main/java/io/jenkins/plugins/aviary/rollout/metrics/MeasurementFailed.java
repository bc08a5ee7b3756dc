package io.jenkins.plugins.aviary.rollout.metrics;

/** A source could not be measured; the message says which and why. */
public class MeasurementFailed extends Exception {
    private static final long serialVersionUID = 1L;

    /** With which source failed and why. */
    public MeasurementFailed(String message) {
        super(message);
    }

    /** The same with its cause. */
    public MeasurementFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
