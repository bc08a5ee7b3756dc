package io.jenkins.plugins.aviary.rollout.metrics;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one look at one world gave.
 *
 * @param values each metric's number, without those that could not be measured
 * @param promised the metrics that must be there: of these a missing number is missing data
 * @param errors what could not be measured and why, for people
 */
public record Measured(Map<Metric, Double> values, Set<Metric> promised, List<String> errors) {
    /** Takes copies. */
    public Measured {
        values = Map.copyOf(values);
        promised = Set.copyOf(promised);
        errors = List.copyOf(errors);
    }
}
