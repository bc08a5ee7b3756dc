package io.jenkins.plugins.aviary.benchmark;

import io.jenkins.plugins.aviary.statistics.Sample;
import java.util.ArrayList;
import java.util.List;

/**
 * How long one benchmark took, each time it was repeated. Less is better.
 *
 * @param name the benchmark's name
 * @param unit the unit of the values: {@code ns}, {@code s}, or what the pattern of a log's number stands for
 * @param values what was measured, in that order
 */
public record BenchmarkSeries(String name, String unit, List<Double> values) {
    private static final int MOST_VALUES = 1000;

    /** Takes a copy of the values, at most a thousand. */
    public BenchmarkSeries {
        values = List.copyOf(values.subList(Math.max(0, values.size() - MOST_VALUES), values.size()));
    }

    /** The values as a sample. */
    public Sample sample() {
        return Sample.of(values);
    }

    /** This series and what a later one adds. */
    BenchmarkSeries followedBy(BenchmarkSeries later) {
        List<Double> all = new ArrayList<>(values);
        all.addAll(later.values);
        return new BenchmarkSeries(name, later.unit, all);
    }

    /** The newest values only. */
    BenchmarkSeries newest(int count) {
        return new BenchmarkSeries(name, unit, values.subList(Math.max(0, values.size() - count), values.size()));
    }
}
