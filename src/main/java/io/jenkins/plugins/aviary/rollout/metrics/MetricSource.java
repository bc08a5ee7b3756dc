package io.jenkins.plugins.aviary.rollout.metrics;

import java.time.Instant;
import java.util.List;

/**
 * Something about one world that can be measured again and again. It remembers what it saw last, so that what has
 * happened since can be told. Not safe for use by several threads.
 */
public interface MetricSource {
    /** What it measures and where, for messages. */
    String name();

    /** The metrics that it promises: of these a missing number is missing data. Others are there when they are there. */
    List<Metric> promised();

    /**
     * Measures now. What needs an earlier look, such as a rate, is missing the first time.
     *
     * @param now the time of the measurement
     * @return what could be measured, each metric once
     * @throws MeasurementFailed if nothing could be measured: that is missing data, not a bad release
     * @throws InterruptedException if the run was cancelled
     */
    List<Measurement> measure(Instant now) throws MeasurementFailed, InterruptedException;
}
