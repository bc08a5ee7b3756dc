package io.jenkins.plugins.aviary.rollout.metrics;

import io.jenkins.plugins.aviary.rollout.judge.Direction;
import io.jenkins.plugins.aviary.server.LogEntry;
import io.jenkins.plugins.aviary.server.LogFollower;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/** How many entries of a kind the server's log gets in a minute. Not safe for use by several threads. */
public final class LogRate implements MetricSource {
    private static final int LOOKS = 64;
    private static final double MINUTE = 60_000;

    private final String metric;
    private final Predicate<LogEntry> kind;
    private final LogFollower log;
    private Instant last;

    /**
     * Counts entries of a log.
     *
     * @param metric what to call the rate
     * @param kind which entries count
     * @param log the log, followed by nobody else
     */
    public LogRate(String metric, Predicate<LogEntry> kind, LogFollower log) {
        this.metric = metric;
        this.kind = kind;
        this.log = log;
    }

    @Override
    public String name() {
        return "the log's " + metric;
    }

    @Override
    public List<Measurement> measure(Instant now) throws InterruptedException {
        double count = 0;
        for (int look = 0; look < LOOKS; look++) {
            List<LogEntry> entries = log.look();
            count += entries.stream().filter(kind).count();
            if (log.isAtEnd()) {
                break;
            }
        }
        Instant since = last;
        last = now;
        if (since == null || !now.isAfter(since)) {
            return List.of();
        }
        double minutes = Duration.between(since, now).toMillis() / MINUTE;
        return List.of(new Measurement(metric + " per minute", Direction.INCREASE, count / minutes));
    }
}
