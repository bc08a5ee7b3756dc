package io.jenkins.plugins.aviary.rollout.judge;

import io.jenkins.plugins.aviary.statistics.Sample;
import java.util.List;

/**
 * One metric, measured at regular times on the old version and on the new one. NaN stands for a time at which nothing
 * could be measured; such a place is kept, since neighbours in time resemble each other.
 *
 * @param name the metric's name, with its labels
 * @param direction which change is bad
 * @param critical whether the report names it first
 * @param control what was measured on the old version, in the order of time
 * @param experiment what was measured on the new version, in the order of time
 */
public record MetricSeries(
        String name, Direction direction, boolean critical, List<Double> control, List<Double> experiment) {
    /**
     * Takes copies of the series.
     *
     * @throws IllegalArgumentException if a number is infinite
     */
    public MetricSeries {
        control = List.copyOf(control);
        experiment = List.copyOf(experiment);
        if (control.stream().anyMatch(value -> Double.isInfinite(value))
                || experiment.stream().anyMatch(value -> Double.isInfinite(value))) {
            throw new IllegalArgumentException("A measured number is finite, or NaN where it is missing: " + name);
        }
    }

    /** What was observed on the old version. */
    public Sample controlSample() {
        return Sample.of(control);
    }

    /** What was observed on the new version. */
    public Sample experimentSample() {
        return Sample.of(experiment);
    }
}
