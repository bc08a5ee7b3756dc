package io.jenkins.plugins.aviary.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How releases are watched.
 *
 * @param usual whether what Aviary measures of its own accord is measured too: the log's errors, the status protocol,
 *     and where a world has {@code metrics} what Canary exposes there
 * @param prometheus the address of a Prometheus server, or empty
 * @param metrics what is measured besides, in the order of the file
 */
public record AnalysisConfig(boolean usual, String prometheus, List<MetricConfig> metrics) {
    /** What holds where {@code aviary.yml} says nothing. */
    public static final AnalysisConfig DEFAULT = new AnalysisConfig(true, "", List.of());

    /** Copies the metrics. */
    public AnalysisConfig {
        metrics = List.copyOf(metrics);
    }

    /** The same with all that another demands; where both speak of one thing, the other is right. */
    AnalysisConfig under(AnalysisConfig other) {
        Map<String, MetricConfig> all = new LinkedHashMap<>();
        other.metrics().forEach(metric -> all.put(metric.name(), metric));
        metrics.forEach(metric -> all.putIfAbsent(metric.name(), metric));
        return new AnalysisConfig(
                usual || other.usual(),
                other.prometheus().isEmpty() ? prometheus : other.prometheus(),
                List.copyOf(all.values()));
    }
}
