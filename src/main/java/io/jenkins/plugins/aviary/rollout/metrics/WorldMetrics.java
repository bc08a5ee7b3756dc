package io.jenkins.plugins.aviary.rollout.metrics;

import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Measures everything of one world at once. A source that fails leaves its metrics out and says why: errors of measuring
 * are told apart from bad numbers. Not safe for use by several threads.
 */
public final class WorldMetrics {
    private final String world;
    private final List<MetricSource> sources;
    private final Clock clock;

    /** The sources of a world. */
    public WorldMetrics(String world, List<MetricSource> sources, Clock clock) {
        this.world = world;
        this.sources = List.copyOf(sources);
        this.clock = clock;
    }

    /** Measures now. */
    public Measured measure() throws InterruptedException {
        Instant now = clock.instant();
        Map<Metric, Double> values = new HashMap<>();
        Set<Metric> promised = new HashSet<>();
        List<String> errors = new ArrayList<>();
        for (MetricSource source : sources) {
            try {
                source.measure(now).forEach(one -> values.put(one.metric(), one.value()));
            } catch (MeasurementFailed | OperationFailure e) {
                errors.add(world + ", " + source.name() + ": " + e.getMessage());
            }
            promised.addAll(source.promised());
        }
        return new Measured(values, promised, errors);
    }
}
