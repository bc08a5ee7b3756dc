package io.jenkins.plugins.aviary.rollout.metrics;

import io.jenkins.plugins.aviary.rollout.judge.Direction;

/**
 * What is measured.
 *
 * @param name its name with its labels
 * @param direction which change of it is bad
 * @param importance what it counts
 * @param negligible up to which value all is as good, in the metric's unit; 0 if every change counts
 */
public record Metric(String name, Direction direction, Importance importance, double negligible) {
    /** Refuses what cannot be. */
    public Metric {
        if (name == null || name.isEmpty() || !(negligible >= 0)) {
            throw new IllegalArgumentException("A metric has a name and a negligible value of 0 or more: " + name);
        }
    }

    /** A metric of which every change counts. */
    public static Metric of(String name, Direction direction, Importance importance) {
        return new Metric(name, direction, importance, 0);
    }

    /** The same under another name. */
    public Metric named(String other) {
        return new Metric(other, direction, importance, negligible);
    }

    /** A number as it counts: those that are as good as each other are equal. */
    public double counted(double value) {
        return Math.max(value, negligible);
    }
}
