package io.jenkins.plugins.aviary.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What was read from result files: a series for each benchmark, and what the machine says of itself. */
final class BenchmarkResults {
    private final SortedMap<String, BenchmarkSeries> series = new TreeMap<>();
    private final SortedMap<String, String> context = new TreeMap<>();
    private final List<String> remarks = new ArrayList<>();

    void add(String name, String unit, double value) {
        BenchmarkSeries one = new BenchmarkSeries(name, unit, List.of(value));
        series.merge(name, one, BenchmarkSeries::followedBy);
    }

    void remark(String remark) {
        remarks.add(remark);
    }

    void context(String name, String value) {
        context.put(name, value);
    }

    SortedMap<String, BenchmarkSeries> series() {
        return series;
    }

    SortedMap<String, String> context() {
        return context;
    }

    List<String> remarks() {
        return remarks;
    }
}
