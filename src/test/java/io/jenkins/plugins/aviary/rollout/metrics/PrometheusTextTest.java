package io.jenkins.plugins.aviary.rollout.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.jenkins.plugins.aviary.rollout.judge.Direction;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PrometheusTextTest {
    private static final Instant START = Instant.parse("2026-05-04T10:00:00Z");

    @Test
    void readsWhatExportersWrite() {
        Exposition exposition = Exposition.parse("""
                # HELP task_latency Latency of "tasks"
                # TYPE task_latency histogram
                task_latency_bucket{task="a\\"b\\\\c\\nd",le="+Inf"} 3 1714816800000
                players 12
                loss{a="1", b="2",} NaN # {trace_id="x"} 0.5
                up 1e3
                this is no sample
                broken{a="1 7
                # EOF
                """);
        assertThat(exposition.samples()).hasSize(4);
        assertThat(exposition.samples().get(0).labels()).containsEntry("task", "a\"b\\c\nd");
        assertThat(exposition.samples().get(2).value()).isNaN();
        assertThat(exposition.samples().get(3).value()).isEqualTo(1000);
        assertThat(exposition.types()).containsEntry("task_latency", "histogram");
        assertThat(exposition.unreadable()).isEqualTo(2);
    }

    @Test
    void quantilesAreThoseOfPrometheus() {
        Histogram histogram = new Histogram(
                new TreeMap<>(Map.of(10.0, 50.0, 20.0, 90.0, Double.POSITIVE_INFINITY, 100.0)), 1200, 100);
        assertThat(histogram.quantile(0.5)).isEqualTo(10);
        assertThat(histogram.quantile(0.25)).isEqualTo(5);
        assertThat(histogram.quantile(0.7)).isCloseTo(15, within(1e-12));
        assertThat(histogram.quantile(0.99)).isEqualTo(20);
        assertThat(histogram.mean()).isEqualTo(12);
    }

    @Test
    void measuresWhatHappenedSinceTheLastScrapeForEachTask() throws Exception {
        PrometheusText source = source(
                List.of(
                        rule("task_latency", MetricRule.Statistic.MEAN, 0, Direction.INCREASE),
                        rule("task_latency", MetricRule.Statistic.QUANTILE, 0.5, Direction.INCREASE)),
                histogram("save", 100, 100, 5000) + histogram("rare", 1, 1, 10),
                histogram("save", 120, 140, 5600) + histogram("rare", 2, 2, 20));
        assertThat(source.measure(START)).isEmpty();
        assertThat(source.measure(START.plusSeconds(30)))
                .containsExactly(
                        measured("task_latency_microseconds{task=\"save\"} mean", Direction.INCREASE, 15),
                        measured("task_latency_microseconds{task=\"save\"} p50", Direction.INCREASE, 10));
    }

    @Test
    void aServerThatWasStartedAgainCountsFromZero() throws Exception {
        PrometheusText source = source(
                List.of(
                        rule("player_death", MetricRule.Statistic.RATE, 0, Direction.INCREASE),
                        rule("task_latency", MetricRule.Statistic.MEAN, 0, Direction.INCREASE)),
                "player_death_total{name=\"A\"} 100\nplayer_death_total{name=\"B\"} 5\n"
                        + histogram("save", 90, 100, 5000),
                "player_death_total{name=\"A\"} 6\nplayer_death_total{name=\"C\"} 3\n"
                        + histogram("save", 20, 20, 240));
        source.measure(START);
        assertThat(source.measure(START.plusSeconds(30)))
                .containsExactly(
                        measured("player_death_total per second", Direction.INCREASE, 0.3),
                        measured("task_latency_microseconds{task=\"save\"} mean", Direction.INCREASE, 12));
    }

    @Test
    void whatCannotBeMeasuredIsMissingAndRemembered() throws Exception {
        PrometheusText text = source(
                List.of(rule("players", MetricRule.Statistic.VALUE, 0, Direction.DECREASE)),
                "players 12\n",
                "<html>not found</html>");
        WorldMetrics world = new WorldMetrics("Antica", List.of(text), Clock.fixed(START, ZoneOffset.UTC));
        Metric players = Metric.of("players", Direction.DECREASE, Importance.NORMAL);
        assertThat(world.measure().values()).containsExactly(Map.entry(players, 12.0));
        Measured failed = world.measure();
        assertThat(failed.values()).isEmpty();
        assertThat(failed.errors())
                .hasSize(1)
                .first()
                .asString()
                .contains("Antica")
                .contains("no sample");
        assertThatThrownBy(() -> rule("", MetricRule.Statistic.VALUE, 0, Direction.EITHER))
                .hasMessageContaining("beginning");
    }

    private static String histogram(String task, int upToTen, int count, double sum) {
        String name = "task_latency_microseconds";
        return "# TYPE " + name + " histogram\n" + name + "_bucket{otel_scope_name=\"stats\",task=\"" + task
                + "\",le=\"10\"} " + upToTen + "\n" + name + "_bucket{otel_scope_name=\"stats\",task=\"" + task
                + "\",le=\"+Inf\"} " + count + "\n" + name + "_sum{otel_scope_name=\"stats\",task=\"" + task + "\"} "
                + sum + "\n" + name + "_count{otel_scope_name=\"stats\",task=\"" + task + "\"} " + count + "\n";
    }

    private static MetricRule rule(
            String prefix, MetricRule.Statistic statistic, double quantile, Direction direction) {
        return new MetricRule(prefix, statistic, quantile, direction, Importance.NORMAL, 0, true);
    }

    private static Measurement measured(String metric, Direction direction, double value) {
        return new Measurement(Metric.of(metric, direction, Importance.NORMAL), value);
    }

    private static PrometheusText source(List<MetricRule> rules, String... scrapes) {
        Deque<String> texts = new ArrayDeque<>(List.of(scrapes));
        return new PrometheusText(texts::removeFirst, rules);
    }
}
