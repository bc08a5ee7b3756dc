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
 * @param importance what the metrics count
 * @param negligible up to which value all is as good
 * @param required whether a server must have such a metric
 */
public record MetricRule(
        String prefix,
        Statistic statistic,
        double quantile,
        Direction direction,
        Importance importance,
        double negligible,
        boolean required) {
    private static final double TAIL = 0.99;

    /** What Canary itself holds for good ({@code dispatcherSloMs}), in microseconds. */
    private static final double GOOD = 50_000;

    /** What a game loop of 20 ticks a second does not notice on an average, in microseconds. */
    private static final double UNNOTICED = 2_000;

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
                latency("task_latency", Statistic.QUANTILE, Importance.CRITICAL, true),
                latency("task_latency", Statistic.MEAN, Importance.NORMAL, false),
                latency("lua_latency", Statistic.MEAN, Importance.NORMAL, false),
                latency("query_latency", Statistic.MEAN, Importance.NORMAL, false),
                latency("lock_latency", Statistic.MEAN, Importance.NORMAL, false));
    }

    private static MetricRule latency(String prefix, Statistic statistic, Importance importance, boolean required) {
        double good = statistic == Statistic.QUANTILE ? GOOD : UNNOTICED;
        return new MetricRule(prefix, statistic, TAIL, Direction.INCREASE, importance, good, required);
    }

    /** The metric that it measures of a family with labels, or of all that it applies to. */
    Metric metric(String family) {
        String label = switch (statistic) {
            case VALUE -> "";
            case RATE -> " per second";
            case MEAN -> " mean";
            case QUANTILE -> (" p" + Math.round(quantile * 1000) / 10.0).replaceAll("\\.0$", "");
        };
        return new Metric(family + label, direction, importance, negligible);
    }
}
