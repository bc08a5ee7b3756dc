package io.jenkins.plugins.aviary.ledger;

import static io.jenkins.plugins.aviary.ledger.EventSamples.START;
import static io.jenkins.plugins.aviary.ledger.EventSamples.deployment;
import static io.jenkins.plugins.aviary.ledger.EventSamples.withCommits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void areReproducedByAnIndependentScript() throws Exception {
        assumeTrue(hasPython(), "python3 is not installed");
        try (Ledger ledger = ledger(randomEvents(new Random(7)))) {
            Path export = folder.resolve("export");
            ledger.export(export);
            DoraFigures ours = DoraFigures.of(ledger.history(), "production", START, END);
            JsonNode theirs = script(export);
            assertThat(ours.deployments())
                    .isEqualTo(theirs.path("deployments").asInt())
                    .isGreaterThan(100);
            assertThat(ours.unrecovered()).isEqualTo(theirs.path("unrecovered").asInt());
            Offset<Double> tiny = Offset.offset(1e-12);
            assertThat(ours.deploymentsPerDay())
                    .isCloseTo(theirs.path("deploymentsPerDay").asDouble(), tiny);
            assertThat(ours.changeFailRate().orElseThrow())
                    .isCloseTo(theirs.path("changeFailRate").asDouble(), tiny);
            assertThat(ours.reworkRate().orElseThrow())
                    .isCloseTo(theirs.path("reworkRate").asDouble(), tiny);
            assertThat(ours.leadTime().orElseThrow().toMillis())
                    .isEqualTo(theirs.path("leadTimeMillis").asLong());
            assertThat(ours.recoveryTime().orElseThrow().toMillis())
                    .isEqualTo(theirs.path("recoveryTimeMillis").asLong());
        }
    }

    private static List<LedgerEvent> randomEvents(Random random) {
        List<LedgerEvent> events = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            double at = i * 0.7;
            String id = "d" + i;
            String environment = random.nextInt(4) == 0 ? "staging" : "production";
            for (int world = 0; world <= random.nextInt(3); world++) {
                LedgerEvent started = withCommits(
                        deployment("started", id, environment, "w" + world, hour(at)),
                        List.of(hour(at - random.nextInt(48)), hour(at - random.nextInt(48) - 0.5)));
                events.add(random.nextInt(6) == 0 ? unplanned(started) : started);
                int fate = random.nextInt(10);
                if (fate < 8) {
                    boolean good = fate < 7;
                    events.add(deployment(
                            "finished",
                            id,
                            environment,
                            "w" + world,
                            hour(at + 0.1 * (world + 1)),
                            "result",
                            good ? "success" : "failed"));
                }
                if (fate == 6 || fate == 8) {
                    events.add(deployment(
                            "rolledback",
                            id,
                            environment,
                            "w" + world,
                            hour(at + 0.5),
                            "detectedAt",
                            hour(at + 0.35).toString()));
                }
            }
        }
        return events;
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
