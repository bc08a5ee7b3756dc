package io.jenkins.plugins.aviary.rollout.metrics;

import io.jenkins.plugins.aviary.rollout.judge.Direction;
import io.jenkins.plugins.aviary.server.NoAnswer;
import io.jenkins.plugins.aviary.server.StatusAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a server answers the status protocol: how long it takes, which is how long its main loop keeps others waiting, how
 * many players are online, and whether it was started again since the last look. Not safe for use by several threads.
 */
public final class StatusMetrics implements MetricSource {
    /** What the status protocol tells. */
    public enum Subject {
        /** How long it takes to answer, in milliseconds. */
        LATENCY,
        /** How many players are online. */
        PLAYERS,
        /** 1 if the server was started again since the last look, otherwise 0. */
        RESTARTS
    }

    private static final double MILLION = 1e6;

    private final Ask status;
    private final Map<Subject, Metric> metrics;
    private Duration lastUptime = Duration.ZERO;

    /** Asks a server. */
    @FunctionalInterface
    public interface Ask {
        /**
         * Its answer.
         *
         * @throws NoAnswer if there is none
         */
        StatusAnswer ask() throws NoAnswer, InterruptedException;
    }

    /** Asks this server for these. */
    public StatusMetrics(Ask status, Map<Subject, Metric> metrics) {
        this.status = status;
        this.metrics = Map.copyOf(metrics);
    }

    /**
     * What is measured where nobody says otherwise. Below 100 ms Canary itself sees no emergency
     * ({@code dispatcherEmergencyMs}), and half of that may be the wait for the next tick; how many people play differs from world to world, so that decides nothing.
     */
    public static Map<Subject, Metric> usual() {
        return Map.of(
                Subject.LATENCY,
                new Metric("status latency (ms)", Direction.INCREASE, Importance.NORMAL, 100),
                Subject.PLAYERS,
                Metric.of("players online", Direction.DECREASE, Importance.INFORMATIVE),
                Subject.RESTARTS,
                Metric.of("restarts", Direction.INCREASE, Importance.CRITICAL));
    }

    @Override
    public String name() {
        return "the status protocol";
    }

    @Override
    public List<Metric> promised() {
        return List.copyOf(metrics.values());
    }

    @Override
    public List<Measurement> measure(Instant now) throws MeasurementFailed, InterruptedException {
        StatusAnswer answer;
        try {
            answer = status.ask();
        } catch (NoAnswer e) {
            throw new MeasurementFailed(e.getMessage(), e);
        }
        List<Measurement> measured = new ArrayList<>();
        metrics.forEach((subject, metric) -> measured.add(new Measurement(metric, number(subject, answer))));
        lastUptime = answer.uptime();
        return measured;
    }

    private double number(Subject subject, StatusAnswer answer) {
        return switch (subject) {
            case LATENCY -> answer.latency().toNanos() / MILLION;
            case PLAYERS -> answer.online();
            case RESTARTS -> answer.uptime().compareTo(lastUptime) < 0 ? 1 : 0;
        };
    }
}
