package io.jenkins.plugins.aviary.ledger;

import static io.jenkins.plugins.aviary.ledger.EventSamples.START;
import static io.jenkins.plugins.aviary.ledger.EventSamples.deployment;
import static io.jenkins.plugins.aviary.ledger.EventSamples.withCommits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.model.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DoraFiguresTest {
    private static final Instant END = START.plus(Duration.ofDays(10));

    @TempDir
    Path folder;

    private static Instant hour(double hour) {
        return START.plusMillis((long) (hour * 3_600_000));
    }

    private Ledger ledger(List<LedgerEvent> events) {
        Ledger ledger = Ledger.inHome(folder, "test", Clock.systemUTC(), Duration.ZERO);
        events.forEach(ledger::append);
        return ledger;
    }

    private static LedgerEvent unplanned(LedgerEvent event) {
        ObjectNode payload = event.payload().deepCopy();
        payload.put("unplanned", true);
        return new LedgerEvent(
                event.type(),
                event.version(),
                event.time(),
                event.actor(),
                event.run(),
                event.environment(),
                event.release(),
                payload);
    }

    @Test
    void followTheirWrittenDefinitions() {
        List<LedgerEvent> events = List.of(
                // Good, to two worlds, with commits 5 and 9 hours before it ended.
                withCommits(deployment("started", "d1", "production", "antica", hour(9)), List.of(hour(5), hour(1))),
                deployment("finished", "d1", "production", "antica", hour(9.5), "result", "success"),
                deployment("started", "d1", "production", "secura", hour(9.5)),
                deployment("finished", "d1", "production", "secura", hour(10), "result", "success"),
                // Rolled back: seen after one hour, mended half an hour later.
                deployment("started", "d2", "production", "antica", hour(20)),
                deployment("finished", "d2", "production", "antica", hour(21), "result", "success"),
                deployment("rolledback", "d2", "production", "antica", hour(22.5), "detectedAt", hour(22).toString()),
                // Failed, and mended by an unplanned deployment two hours later.
                deployment("started", "d3", "production", "antica", hour(30)),
                deployment("finished", "d3", "production", "antica", hour(31), "result", "failed"),
                unplanned(withCommits(
                        deployment("started", "d4", "production", "antica", hour(32)), List.of(hour(31.5)))),
                deployment("finished", "d4", "production", "antica", hour(33), "result", "success"),
                // Failed and never mended, elsewhere, unfinished, and later.
                deployment("started", "d5", "production", "antica", hour(40)),
                deployment("finished", "d5", "production", "antica", hour(41), "result", "failed"),
                deployment("started", "d6", "staging", "test", hour(42)),
                deployment("finished", "d6", "staging", "test", hour(43), "result", "failed"),
                deployment("started", "d7", "production", "antica", hour(44)));
        try (Ledger ledger = ledger(events)) {
            DoraFigures figures = DoraFigures.of(ledger.history(), "production", START, END);
            assertThat(figures.deployments()).isEqualTo(5);
            assertThat(figures.deploymentsPerDay()).isEqualTo(0.2);
            assertThat(figures.leadTime()).contains(Duration.ofHours(5));
            assertThat(figures.changeFailRate()).hasValue(0.6);
            assertThat(figures.recoveryTime()).contains(Duration.ofMinutes(75));
            assertThat(figures.reworkRate()).hasValue(0.2);
            assertThat(figures.unrecovered()).isEqualTo(1);
        }
    }

    @Test
    void areAbsentWhereNothingHappened() {
        DoraFigures figures = DoraFigures.of(new History(), "production", START, END);
        assertThat(figures.leadTime()).isEmpty();
        assertThat(figures.changeFailRate()).isEmpty();
        assertThat(figures.recoveryTime()).isEmpty();
        assertThat(figures.reworkRate()).isEmpty();
        assertThat(figures.deploymentsPerDay()).isZero();
    }

    private DoraFigures figures(LedgerEvent... events) {
        try (Ledger ledger = ledger(List.of(events))) {
            return DoraFigures.of(ledger.history(), "production", START, END);
        }
    }

    @Test
    void takeTheEarliestDetectionThatAnyEventTells() {
        DoraFigures figures = figures(
                deployment("started", "d1", "production", "antica", hour(1)),
                deployment("finished", "d1", "production", "antica", hour(2), "result", "failed"),
                deployment(
                        "rolledback",
                        "d1",
                        "production",
                        "antica",
                        hour(3),
                        "detectedAt",
                        hour(1.5).toString()));
        assertThat(figures.recoveryTime()).contains(Duration.ofMinutes(90));
    }

    @Test
    void countATryThatWasTriedAgainAsAFailureThatItRecoveredOf() {
        DoraFigures figures = figures(
                deployment("started", "", "production", "antica", hour(1)),
                deployment("finished", "", "production", "antica", hour(2), "result", "failed"),
                deployment("started", "", "production", "antica", hour(3)),
                deployment("finished", "", "production", "antica", hour(4), "result", "success"));
        assertThat(figures.deployments()).isEqualTo(1);
        assertThat(figures.changeFailRate()).hasValue(1);
        assertThat(figures.recoveryTime()).contains(Duration.ofHours(2));
        assertThat(figures.unrecovered()).isZero();
    }

    @Test
    void leaveOutATryThatWasKilledAndTriedAgain() {
        DoraFigures figures = figures(
                deployment("started", "d1", "production", "antica", hour(1)),
                deployment("started", "d1", "production", "antica", hour(3)),
                deployment("finished", "d1", "production", "antica", hour(4), "result", "success"));
        assertThat(figures.deployments()).isEqualTo(1);
        assertThat(figures.changeFailRate()).hasValue(0);
    }

    @Test
    void doNotTakeARollbackBackForWhatFinishesLater() {
        for (String result : List.of("success", "failed")) {
            List<LedgerEvent> events = List.of(
                    deployment("started", result, "production", "antica", hour(1)),
                    deployment("rolledback", result, "production", "antica", hour(2)),
                    deployment("finished", result, "production", "antica", hour(3), "result", result));
            History history = new History();
            for (int i = 0; i < events.size(); i++) {
                history.accept(new Recorded(i, Digest.of(events.get(i).bytes()), events.get(i)));
            }
            DoraFigures figures = DoraFigures.of(history, "production", START, END);
            assertThat(figures.changeFailRate()).hasValue(1);
            assertThat(figures.recoveryTime()).contains(Duration.ZERO);
        }
    }

    @Test
    void countGoingBackAsNoDeployment() {
        LedgerEvent back = deployment("started", "r1", "production", "antica", hour(3));
        ObjectNode payload = back.payload().put("backwards", true);
        DoraFigures figures = figures(
                deployment("started", "d1", "production", "antica", hour(1)),
                deployment("finished", "d1", "production", "antica", hour(2), "result", "success"),
                new LedgerEvent(
                        back.type(), 1, back.time(), back.actor(), back.run(), "production", "c".repeat(64), payload),
                deployment("rolledback", "d1", "production", "antica", hour(4), "detectedAt", hour(3).toString()));
        assertThat(figures.deployments()).isEqualTo(1);
        assertThat(figures.recoveryTime()).contains(Duration.ofHours(1));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void areReproducedByAnIndependentScript(long seed) throws Exception {
        assumeTrue(hasPython(), "python3 is not installed");
        try (Ledger ledger = ledger(new DoraSamples(seed).events())) {
            Path export = folder.resolve("export");
            ledger.export(export);
            DoraFigures ours = DoraFigures.of(ledger.history(), "production", START, END);
            JsonNode theirs = script(export);
            assertThat(ours.deployments())
                    .isEqualTo(theirs.path("deployments").asInt())
                    .isGreaterThan(40);
            assertThat(ours.unrecovered()).isEqualTo(theirs.path("unrecovered").asInt());
            Offset<Double> tiny = Offset.offset(1e-12);
            assertThat(ours.deploymentsPerDay())
                    .isCloseTo(theirs.path("deploymentsPerDay").asDouble(), tiny);
            assertThat(ours.changeFailRate().orElseThrow())
                    .isCloseTo(theirs.path("changeFailRate").asDouble(), tiny)
                    .isBetween(0.1, 0.9);
            assertThat(ours.reworkRate().orElseThrow())
                    .isCloseTo(theirs.path("reworkRate").asDouble(), tiny)
                    .isPositive();
            assertThat(ours.leadTime().orElseThrow().toMillis())
                    .isEqualTo(theirs.path("leadTimeMillis").asLong());
            assertThat(ours.recoveryTime().orElseThrow().toMillis())
                    .isEqualTo(theirs.path("recoveryTimeMillis").asLong());
        }
    }

    private static boolean hasPython() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static JsonNode script(Path export) throws IOException, InterruptedException {
        Process python = new ProcessBuilder(
                        "python3",
                        "src/test/resources/dora.py",
                        export.toString(),
                        "production",
                        START.toString(),
                        END.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String answer = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(python.waitFor()).isZero();
        return new ObjectMapper().readTree(answer);
    }
}
