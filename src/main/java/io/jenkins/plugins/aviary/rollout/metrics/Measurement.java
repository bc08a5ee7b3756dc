package io.jenkins.plugins.aviary.rollout.metrics;

import io.jenkins.plugins.aviary.rollout.judge.Direction;

/**
 * One number of one metric.
 *
 * @param metric the metric's name with its labels
 * @param direction which change of it is bad
 * @param value the number, finite
 */
public record Measurement(String metric, Direction direction, double value) {
    /** Refuses a number that is none. */
    public Measurement {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("A measurement is finite, not " + value + ": " + metric);
        }
    }
}
