package io.jenkins.plugins.aviary.statistics;

import java.util.Arrays;
import java.util.List;

/** Numbers that were observed, in the order in which they were, without those that are missing. Immutable. */
public final class Sample {
    private final double[] values;
    private final double[] sorted;

    private Sample(double[] values) {
        this.values = values;
        this.sorted = values.clone();
        Arrays.sort(sorted);
    }

    /** A sample of these numbers; those that are not numbers (NaN) are left out. */
    public static Sample of(double... values) {
        return new Sample(
                Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray());
    }

    /** A sample of these numbers; those that are not numbers (NaN) are left out. */
    public static Sample of(List<Double> values) {
        return of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** How many numbers there are. */
    public int size() {
        return values.length;
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return values.length == 0;
    }

    /** A copy of the numbers in their order. */
    public double[] values() {
        return values.clone();
    }

    /** A copy of the numbers from the smallest. */
    public double[] sorted() {
        return sorted.clone();
    }

    /** The smallest number. */
    public double min() {
        return sorted[0];
    }

    /** The largest number. */
    public double max() {
        return sorted[sorted.length - 1];
    }

    /** Whether all numbers are the same; true for none. */
    public boolean isConstant() {
        return sorted.length == 0 || min() == max();
    }

    /** How many different numbers there are. */
    public long distinct() {
        return Arrays.stream(values).distinct().count();
    }

    /** The mean, or NaN of an empty sample. */
    public double mean() {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /** The standard deviation with Bessel's correction, or NaN of fewer than two numbers. */
    public double deviation() {
        double mean = mean();
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return values.length < 2 ? Double.NaN : Math.sqrt(squares / (values.length - 1));
    }

    /** The middle number, or NaN of an empty sample. */
    public double median() {
        return quantile(0.5);
    }

    /**
     * A quantile with linear interpolation between the numbers next to position {@code 1 + p (n - 1)} (Hyndman and Fan
     * 1996, type 7), or NaN of an empty sample.
     *
     * @param p from 0 to 1
     */
    public double quantile(double p) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double position = p * (sorted.length - 1);
        int below = Math.min((int) position, sorted.length - 1);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }

    /** The median distance from the median, times 1.4826, which estimates a normal sample's standard deviation. */
    public double medianDeviation() {
        double middle = median();
        return 1.4826
                * Sample.of(Arrays.stream(values)
                                .map(value -> Math.abs(value - middle))
                                .toArray())
                        .median();
    }
}
