package io.jenkins.plugins.aviary.rollout.judge;

import io.jenkins.plugins.aviary.statistics.Sample;
import java.util.List;
import java.util.stream.Stream;

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
    /** Numbers up to two to this power can be squared, and the squares multiplied and added. */
    private static final int ORDINARY = 200;

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

    /**
     * The power of two that the numbers are multiplied by so that their squares and products can be told; 0, as they are,
     * but for numbers of astronomic or vanishing size.
     */
    int exponent() {
        double largest = Stream.concat(control.stream(), experiment.stream())
                .filter(value -> !Double.isNaN(value))
                .mapToDouble(Math::abs)
                .max()
                .orElse(0);
        int exponent = largest == 0 ? 0 : Math.getExponent(largest);
        return Math.abs(exponent) > ORDINARY ? -exponent : 0;
    }

    /** The same with every number multiplied by a power of two. */
    MetricSeries scaled(int exponent) {
        return exponent == 0
                ? this
                : new MetricSeries(name, direction, critical, scaled(control, exponent), scaled(experiment, exponent));
    }

    private static List<Double> scaled(List<Double> numbers, int exponent) {
        return numbers.stream().map(value -> Math.scalb(value, exponent)).toList();
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
