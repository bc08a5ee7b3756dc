package io.jenkins.plugins.aviary.rollout.metrics;

import io.jenkins.plugins.aviary.rollout.judge.Direction;
import java.util.List;

/**
 * Which metrics of a scrape are measured, and how.
 *
 * @param prefix what the family's name begins with: exporters add units and {@code _total}
 * @param statistic what is taken of it
 * @param quantile the quantile of a histogram, if that is taken
 * @param direction which change is bad
 */
public record MetricRule(String prefix, Statistic statistic, double quantile, Direction direction) {
    private static final double TAIL = 0.99;

    /** What is taken of a metric. */
    public enum Statistic {
        /** A gauge as it is. */
        VALUE,
        /** How much a counter grew in a second. */
        RATE,
        /** The mean of what a histogram observed since the last look. */
        MEAN,
        /** A quantile of what a histogram observed since the last look. */
        QUANTILE
    }

    /** Refuses an empty prefix and a quantile outside 0 to 1. */
    public MetricRule {
        if (prefix == null || prefix.isEmpty()) {
            throw new IllegalArgumentException("A metric rule needs the beginning of a metric's name");
        }
        if (statistic == Statistic.QUANTILE && !(quantile > 0 && quantile < 1)) {
            throw new IllegalArgumentException("A quantile is above 0 and below 1, not " + quantile);
        }
    }

    /** What tells most of a Canary server's health: how long its tasks, scripts, queries and locks take. */
    public static List<MetricRule> ofCanary() {
        return List.of(
                new MetricRule("task_latency", Statistic.QUANTILE, TAIL, Direction.INCREASE),
                new MetricRule("task_latency", Statistic.MEAN, 0, Direction.INCREASE),
                new MetricRule("lua_latency", Statistic.MEAN, 0, Direction.INCREASE),
                new MetricRule("query_latency", Statistic.MEAN, 0, Direction.INCREASE),
                new MetricRule("lock_latency", Statistic.MEAN, 0, Direction.INCREASE));
    }
}
