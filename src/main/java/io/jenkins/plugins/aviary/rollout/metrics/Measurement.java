package io.jenkins.plugins.aviary.rollout.metrics;

/**
 * One number of one metric.
 *
 * @param metric the metric
 * @param value the number, finite
 */
public record Measurement(Metric metric, double value) {
    /** Refuses a number that is none. */
    public Measurement {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("A measurement is finite, not " + value + ": " + metric.name());
        }
    }
}
