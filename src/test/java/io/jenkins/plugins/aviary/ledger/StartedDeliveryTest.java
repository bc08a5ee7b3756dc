package io.jenkins.plugins.aviary.ledger;

import static io.jenkins.plugins.aviary.ledger.EventSamples.START;
import static io.jenkins.plugins.aviary.ledger.EventSamples.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.operation.Event;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is added to the start of a delivery as it is recorded. */
class StartedDeliveryTest {
    private static final String OLD = "a".repeat(64);
    private static final String NEW = "c".repeat(64);

    @TempDir
    Path folder;

    private Ledger ledger;

    @BeforeEach
    void aLedger() {
        ledger = Ledger.inHome(folder, "test", Clock.systemUTC(), Duration.ZERO);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private void built(String release, String commit, String... history) {
        ObjectNode payload = JsonNodeFactory.instance.objectNode().put("commit", commit.repeat(40));
        for (String line : history) {
            payload.withArray("history").add(line);
        }
        ledger.append(new LedgerEvent("build.finished", 1, START, EventSamples.ANNA, "", "", release, payload));
    }

    private static String commit(String id, int minute, String parents) {
        return id.repeat(16) + " " + START.plusSeconds(60L * minute).getEpochSecond() + " " + parents + " -";
    }

    private static ObjectNode payload(String id) {
        return JsonNodeFactory.instance.objectNode().put("deployment", id).put("world", "antica");
    }

    private ObjectNode recorded(ObjectNode payload) {
        long place = new LedgerEvents(ledger, EventSamples.ANNA, "run", Clock.systemUTC())
                .append(Event.of("deployment.started", "production", NEW, payload))
                .sequence();
        return ledger.read(place, 1).get(0).event().payload();
    }

    private static List<String> times(ObjectNode payload) {
        return payload.path("commits").findValuesAsText("time");
    }

    private static String minute(int minute) {
        return START.plusSeconds(60L * minute).toString();
    }

    @Test
    void aDeliveryBringsTheCommitsThatWhatRanBeforeHasNot() {
        built(OLD, "1", commit("1", 1, "-"));
        built(NEW, "3", commit("3", 30, "1"), commit("2", 20, "2"), commit("1", 1, "-"));
        assertThat(times(recorded(payload("d1").put("fromDigest", OLD)))).containsExactly(minute(30), minute(20));
    }

    @Test
    void whereWhatRanBeforeIsUnknownItBringsTheCommitThatWasBuilt() {
        built(NEW, "3", commit("3", 30, "1"), commit("2", 20, "-"));
        assertThat(times(recorded(payload("d1").put("fromDigest", OLD)))).containsExactly(minute(30));
        assertThat(times(recorded(payload("d2")))).containsExactly(minute(30));
    }

    @Test
    void aReleaseOfTheSameCommitBringsNone() {
        built(OLD, "3", commit("3", 30, "-"));
        built(NEW, "3", commit("3", 30, "-"));
        assertThat(recorded(payload("d1").put("fromDigest", OLD)).has("commits"))
                .isFalse();
    }

    @Test
    void theDeliveryAfterABadOneIsUnplanned() {
        ledger.append(deployment("started", "d1", "production", "antica", START));
        ledger.append(deployment("rolledback", "d1", "production", "antica", START.plusSeconds(9)));
        assertThat(recorded(payload("d1")).has("unplanned")).as("its own retry").isFalse();
        assertThat(recorded(payload("d2")).path("unplanned").asBoolean()).isTrue();
        ledger.append(deployment("finished", "d2", "production", "antica", START.plusSeconds(20), "result", "success"));
        assertThat(recorded(payload("d3")).has("unplanned")).isFalse();
    }

    @Test
    void whatTheEventTellsItselfStays() {
        built(NEW, "3", commit("3", 30, "-"));
        ObjectNode told = payload("d1").put("unplanned", true);
        told.putArray("commits").addObject().put("id", "x").put("time", minute(7));
        assertThat(recorded(told)).isEqualTo(told);
    }

    @Test
    void goingBackBringsNothing() {
        built(NEW, "3", commit("3", 30, "-"));
        ObjectNode back = payload("d1").put("backwards", true);
        assertThat(recorded(back)).isEqualTo(back);
    }

    @Test
    void whatWasDeliveredFillsTheFigures() {
        built(OLD, "1", commit("1", 1, "-"));
        built(NEW, "2", commit("2", 20, "1"), commit("1", 1, "-"));
        ObjectNode started = recorded(payload("d1").put("fromDigest", OLD));
        Instant end = Instant.now().plusSeconds(60);
        ledger.append(new LedgerEvent(
                "deployment.finished",
                1,
                end,
                EventSamples.ANNA,
                "run",
                "production",
                NEW,
                payload("d1").put("result", "success")));
        assertThat(times(started)).containsExactly(minute(20));
        DoraFigures figures = DoraFigures.of(ledger.history(), "production", START, end.plusSeconds(1));
        assertThat(figures.leadTime()).isPresent();
        assertThat(figures.reworkRate()).hasValue(0);
    }
}
