package io.jenkins.plugins.aviary.config;

import java.util.List;

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
}
