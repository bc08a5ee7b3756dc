package io.jenkins.plugins.aviary.benchmark;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the results of a branch on a machine are compared with: the latest runs that passed, and the last release, which
 * stands still so that many small losses add up against it.
 *
 * @param machine the machine
 * @param branch the branch
 * @param rolling the latest runs that passed
 * @param release the last release, or null if there was none
 * @param history the medians of the latest runs, the oldest first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Baseline(Machine machine, String branch, Anchor rolling, Anchor release, List<Point> history) {
    private static final int REMEMBERED = 500;

    /**
     * A run in the history.
     *
     * @param commit what was measured
     * @param time when, in ISO 8601
     * @param medians the median of each benchmark
     */
    public record Point(String commit, String time, SortedMap<String, Double> medians) {
        /** Takes a copy of the medians. */
        public Point {
            medians = new TreeMap<>(medians);
        }

        @Override
        public SortedMap<String, Double> medians() {
            return new TreeMap<>(medians);
        }
    }

    /** Takes a copy of the history, the newest 500 runs. */
    public Baseline {
        history = List.copyOf(history.subList(Math.max(0, history.size() - REMEMBERED), history.size()));
    }

    /** The last release's results, if there was one. */
    Optional<Anchor> lastRelease() {
        return Optional.ofNullable(release);
    }

    static Baseline first(Machine machine, String branch, Anchor results, boolean released) {
        return new Baseline(machine, branch, results, released ? results : null, List.of(point(results)));
    }

    /**
     * This baseline after another run passed.
     *
     * @param window how many of the newest values of each benchmark are kept
     * @param renewed benchmarks whose older values no longer count, since they got better or worse for good
     */
    Baseline after(Anchor results, boolean released, int window, List<String> renewed) {
        SortedMap<String, BenchmarkSeries> merged = rolling.series();
        results.series().forEach((name, series) -> {
            BenchmarkSeries before = renewed.contains(name) ? null : merged.get(name);
            BenchmarkSeries all = before == null ? series : before.followedBy(series);
            merged.put(name, all.newest(Math.max(window, series.values().size())));
        });
        merged.keySet().retainAll(results.series().keySet());
        List<Point> longer = new ArrayList<>(history);
        longer.add(point(results));
        return new Baseline(
                machine,
                branch,
                new Anchor(results.time(), results.commit(), merged),
                released ? results : release,
                longer);
    }

    private static Point point(Anchor results) {
        SortedMap<String, Double> medians = new TreeMap<>();
        results.series()
                .forEach((name, series) -> medians.put(name, series.sample().median()));
        return new Point(results.commit(), results.time().toString(), medians);
    }
}
