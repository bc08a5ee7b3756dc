package io.jenkins.plugins.aviary.rollout.metrics;

import io.jenkins.plugins.aviary.rollout.judge.Direction;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Measures everything of one world at once. A source that fails leaves its metrics out and is remembered as a
 * measurement error: errors of measuring are told apart from bad numbers. Not safe for use by several threads.
 */
public final class WorldMetrics {
    private static final int ERRORS_REMEMBERED = 100;

    private final String world;
    private final List<MetricSource> sources;
    private final Clock clock;
    private final List<String> errors = new ArrayList<>();
    private final Map<String, Direction> directions = new TreeMap<>();

    /** The sources of a world. */
    public WorldMetrics(String world, List<MetricSource> sources, Clock clock) {
        this.world = world;
        this.sources = List.copyOf(sources);
        this.clock = clock;
    }

    /** Measures now: each metric's number, without those that could not be measured. */
    public Map<String, Double> measure() throws InterruptedException {
        Instant now = clock.instant();
        Map<String, Double> values = new TreeMap<>();
        for (MetricSource source : sources) {
            try {
                for (Measurement measurement : source.measure(now)) {
                    values.put(measurement.metric(), measurement.value());
                    directions.put(measurement.metric(), measurement.direction());
                }
            } catch (MeasurementFailed e) {
                if (errors.size() == ERRORS_REMEMBERED) {
                    errors.remove(0);
                }
                errors.add(now + " " + world + ", " + source.name() + ": " + e.getMessage());
            }
        }
        return values;
    }

    /** Which change is bad, of each metric that was ever measured. */
    public Map<String, Direction> directions() {
        return Map.copyOf(directions);
    }

    /** What could not be measured, when and why: the newest hundred. */
    public List<String> errors() {
        return List.copyOf(errors);
    }
}
