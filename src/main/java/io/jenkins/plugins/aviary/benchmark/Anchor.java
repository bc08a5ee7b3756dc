package io.jenkins.plugins.aviary.benchmark;

import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Results that later ones are compared with.
 *
 * @param time when the newest of them were measured
 * @param commit what they were measured on, or empty
 * @param series the series by benchmark
 */
public record Anchor(Instant time, String commit, SortedMap<String, BenchmarkSeries> series) {
    /** Takes a copy of the series. */
    public Anchor {
        series = new TreeMap<>(series);
    }

    @Override
    public SortedMap<String, BenchmarkSeries> series() {
        return new TreeMap<>(series);
    }
}
