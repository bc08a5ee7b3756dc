package io.jenkins.plugins.aviary.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.ledger.Actor;
import io.jenkins.plugins.aviary.ledger.LedgerEvent;
import io.jenkins.plugins.aviary.ledger.Recorded;
import io.jenkins.plugins.aviary.model.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the pages read out of single events, in the forms in which different programs write them. */
class BooksTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private long sequence;

    @Test
    void readsWhatTheBenchmarkGateCompared() throws Exception {
        TrendBook book = new TrendBook();
        book.accept(event("benchmark.compared", """
                {"suite": "map", "commit": "abc", "verdict": "worse",
                 "comparisons": [
                   {"benchmark": "load", "against": "parent", "unit": "ns", "median": 120.5, "change": 0.2, "verdict": "slower"},
                   {"benchmark": "load", "against": "anchor", "unit": "ns", "median": 120.5, "change": 0.1, "verdict": "same"},
                   {"benchmark": "save", "against": "parent", "unit": "ns", "median": 8, "change": -0.1, "verdict": "faster"},
                   {"benchmark": "walk", "against": "parent", "unit": "ns", "median": 4, "change": 0.3, "verdict": "too-few"}],
                 "medians": {"load": 120.5, "new": 7}}"""));

        List<TrendBook.Series> series = book.of(TrendBook.Kind.BENCHMARK);
        assertThat(series)
                .extracting(TrendBook.Series::name)
                .containsExactly("map/load", "map/new", "map/save", "map/walk");
        assertThat(series)
                .extracting(one -> one.points().get(0).mark())
                .containsExactly("regression", "", "improvement", "");
        assertThat(series.get(0).unit()).isEqualTo("ns");
        assertThat(series.get(0).points()).hasSize(1);
        assertThat(series.get(0).points().get(0).label()).isEqualTo("abc");
    }

    @Test
    void keepsTheNewestPointsOfASeriesOnly() throws Exception {
        TrendBook book = new TrendBook();
        for (int i = 0; i < 600; i++) {
            book.accept(event("backup.finished", "{\"world\": \"antica\", \"bytes\": " + i + "}"));
        }
        List<TrendBook.Point> points = book.of(TrendBook.Kind.BACKUP).get(0).points();
        assertThat(points).hasSize(500);
        assertThat(points.get(0).value()).isEqualTo(100);
    }

    @Test
    void takesNoNumberThatIsNone() throws Exception {
        TrendBook book = new TrendBook();
        book.accept(event("build.finished", "{\"preset\": \"p\", \"durationMillis\": \"soon\"}"));
        book.accept(event("benchmark.finished", "{\"series\": [{\"name\": \"a\"}, {\"value\": 1}, 7, null]}"));
        assertThat(book.of(TrendBook.Kind.BUILD)).isEmpty();
        assertThat(book.of(TrendBook.Kind.BENCHMARK)).isEmpty();
    }

    @Test
    void readsTheHealthOfOneWorldAndOfSeveral() throws Exception {
        HealthBook book = new HealthBook();
        book.accept(event("health.degraded", """
                {"state": "down", "worlds": [
                  {"world": "antica", "host": "game-1", "state": "down", "reason": "no answer"},
                  {"world": "belobra", "host": "game-1", "state": "degraded", "reason": "slow"}]}"""));
        assertThat(book.of("production", "antica").orElseThrow().reason()).isEqualTo("no answer");
        book.accept(event("health.checked", "{\"world\": \"antica\", \"state\": \"healthy\", \"players\": 12}"));
        assertThat(book.of("production", "antica").orElseThrow().state()).isEqualTo("healthy");
        assertThat(book.of("production", "belobra").orElseThrow().state()).isEqualTo("degraded");
        assertThat(book.of("staging", "antica")).isEmpty();
    }

    @Test
    void tellsTheStoryOfARolloutWhateverOrderItsEventsHave() throws Exception {
        List<Recorded> events = new ArrayList<>();
        events.add(event("rollout.stage", "{\"stage\": \"unplanned\", \"state\": \"running\"}"));
        events.add(event("rollout.started", """
                {"strategy": "canary", "state": "running", "stages": [{"stage": "1. one world", "percent": 10, "worlds": ["a"]}]}"""));
        events.add(event("rollout.judged", """
                {"stage": "1. one world", "metrics": [{"name": "tick", "verdict": "pass", "control": [1, null, 2], "experiment": []}]}"""));
        events.add(event("rollout.judged", """
                {"stage": "1. one world", "metrics": [{"name": "tick", "verdict": "fail", "control": [1], "experiment": [2]}]}"""));
        events.add(
                event("rollout.stage", "{\"stage\": \"1. one world\", \"state\": \"failed\", \"reason\": \"tick\"}"));
        events.add(event("rollout.finished", "{\"result\": \"rolled_back\", \"reason\": \"tick\"}"));

        RolloutStory story = RolloutStory.of(events);

        assertThat(story.strategy()).isEqualTo("canary");
        assertThat(story.state()).isEqualTo("rolled_back");
        RolloutStory.Stage stage = story.stages().stream()
                .filter(one -> one.name().startsWith("1."))
                .findFirst()
                .orElseThrow();
        assertThat(stage.state()).isEqualTo("failed");
        assertThat(stage.judgements()).isEqualTo(2);
        assertThat(stage.metrics()).hasSize(1);
        assertThat(stage.metrics().get(0).verdict()).isEqualTo("fail");
        assertThat(stage.ended()).isPresent();
    }

    private Recorded event(String type, String payload) throws JsonProcessingException {
        LedgerEvent event = new LedgerEvent(
                type, 1, NOW.plusSeconds(sequence), new Actor("anna", "test"), "run", "production", "", (ObjectNode)
                        new ObjectMapper().readTree(payload));
        return new Recorded(sequence++, Digest.of(type + sequence), event);
    }
}
