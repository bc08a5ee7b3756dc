package io.jenkins.plugins.aviary.rollout.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.rollout.metrics.StatusMetrics.Subject;
import io.jenkins.plugins.aviary.server.NoAnswer;
import io.jenkins.plugins.aviary.server.StatusAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StatusMetricsTest {
    private final Deque<StatusAnswer> answers = new ArrayDeque<>();
    private final StatusMetrics status = new StatusMetrics(answers::removeFirst, StatusMetrics.usual());

    private static StatusAnswer answer(int uptimeSeconds, int online, int latencyMillis) {
        return new StatusAnswer(
                "Antica",
                "Canary 3.0",
                Duration.ofSeconds(uptimeSeconds),
                online,
                0,
                online,
                "map",
                Duration.ofMillis(latencyMillis));
    }

    private Map<String, Double> measured() throws Exception {
        return status.measure(Instant.EPOCH).stream()
                .collect(Collectors.toMap(one -> one.metric().name(), Measurement::value));
    }

    @Test
    void tellsHowFastAServerAnswersAndHowManyPlay() throws Exception {
        answers.add(answer(60, 12, 7));

        assertThat(measured())
                .containsEntry("status latency (ms)", 7.0)
                .containsEntry("players online", 12.0)
                .containsEntry("restarts", 0.0);
    }

    @Test
    void aShorterUptimeThanBeforeIsARestart() throws Exception {
        answers.addAll(List.of(answer(600, 1, 1), answer(605, 1, 1), answer(3, 1, 1), answer(8, 1, 1)));

        assertThat(measured()).containsEntry("restarts", 0.0);
        assertThat(measured()).containsEntry("restarts", 0.0);
        assertThat(measured()).containsEntry("restarts", 1.0);
        assertThat(measured()).containsEntry("restarts", 0.0);
    }

    @Test
    void noAnswerIsAMeasurementThatFailedAndWhatItPromisedIsKnownAllTheSame() {
        StatusMetrics silent = new StatusMetrics(
                () -> {
                    throw new NoAnswer("it did not answer within 5s");
                },
                StatusMetrics.usual());

        assertThatThrownBy(() -> silent.measure(Instant.EPOCH))
                .isInstanceOf(MeasurementFailed.class)
                .hasMessageContaining("did not answer");
        assertThat(silent.promised()).hasSize(3);
    }

    @Test
    void howManyPlayDecidesNothingUnlessSomebodySaysSo() {
        assertThat(StatusMetrics.usual().get(Subject.PLAYERS).importance()).isEqualTo(Importance.INFORMATIVE);
        assertThat(StatusMetrics.usual().get(Subject.RESTARTS).importance()).isEqualTo(Importance.CRITICAL);
        // Up to 100 ms one answer is as good as another.
        assertThat(StatusMetrics.usual().get(Subject.LATENCY).counted(3)).isEqualTo(100);
        assertThat(StatusMetrics.usual().get(Subject.LATENCY).counted(170)).isEqualTo(170);
    }
}
