package io.jenkins.plugins.aviary.rollout.metrics;

import io.jenkins.plugins.aviary.server.LogEntry;
import io.jenkins.plugins.aviary.server.LogFollower;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/**
 * How many entries of a kind the server's log gets from one look to the next. They are counted, not divided by the time,
 * since the looks are equally far apart and the judge knows what chance does to counts. Not safe for use by several
 * threads.
 */
public final class LogRate implements MetricSource {
    private static final int LOOKS = 64;

    private final Metric metric;
    private final Predicate<LogEntry> kind;
    private final LogFollower log;
    private boolean looked;

    /**
     * Counts entries of a log.
     *
     * @param metric what to call the count
     * @param kind which entries count
     * @param log the log, followed by nobody else
     */
    public LogRate(Metric metric, Predicate<LogEntry> kind, LogFollower log) {
        this.metric = metric;
        this.kind = kind;
        this.log = log;
    }

    @Override
    public String name() {
        return "the log's " + metric.name();
    }

    @Override
    public List<Metric> promised() {
        return List.of(metric);
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
        boolean first = !looked;
        looked = true;
        return first ? List.of() : List.of(new Measurement(metric, count));
    }
}
