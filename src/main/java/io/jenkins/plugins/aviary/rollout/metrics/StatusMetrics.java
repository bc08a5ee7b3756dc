package io.jenkins.plugins.aviary.rollout.metrics;

import io.jenkins.plugins.aviary.rollout.judge.Direction;
import io.jenkins.plugins.aviary.server.NoAnswer;
import io.jenkins.plugins.aviary.server.StatusAnswer;
import io.jenkins.plugins.aviary.server.StatusProtocol;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How a server answers the status protocol: how long it takes, which is how long its main loop keeps others waiting, how
 * many players are online, and whether it was started again since the last look. Not safe for use by several threads.
 */
public final class StatusMetrics implements MetricSource {
    private static final double MILLION = 1e6;

    private final StatusProtocol status;
    private Duration lastUptime = Duration.ZERO;

    /** Asks this server. */
    public StatusMetrics(StatusProtocol status) {
        this.status = status;
    }

    @Override
    public String name() {
        return "the status protocol";
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
        measured.add(new Measurement(
                "status latency (ms)", Direction.INCREASE, answer.latency().toNanos() / MILLION));
        measured.add(new Measurement("players online", Direction.DECREASE, answer.online()));
        measured.add(
                new Measurement("restarts", Direction.INCREASE, answer.uptime().compareTo(lastUptime) < 0 ? 1 : 0));
        lastUptime = answer.uptime();
        return measured;
    }
}
