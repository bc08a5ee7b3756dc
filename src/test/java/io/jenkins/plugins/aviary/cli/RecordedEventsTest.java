package io.jenkins.plugins.aviary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.operation.Event;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedEventsTest {
    private static final Event EVENT = Event.of("build.finished", "staging", "", null);

    @TempDir
    Path workspace;

    private LocalRun run() {
        return LocalRun.in(
                workspace,
                Map.of(),
                new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8),
                false);
    }

    private long recorded() {
        try (Ledger ledger = Ledger.inHomeForReading(workspace.resolve(".aviary"), run().clock())) {
            return ledger.read(0, 100).stream()
                    .filter(event -> event.event().type().equals("build.finished"))
                    .count();
        }
    }

    @Test
    void anEventIsInTheLedgerOnceItIsAcknowledged() {
        try (RecordedEvents events = RecordedEvents.open(run(), "canary-build")) {
            events.record(EVENT);
            assertThat(recorded()).isEqualTo(1);
        }
    }

    @Test
    void theLedgerIsFreeForOthersBetweenTwoEvents() {
        try (RecordedEvents events = RecordedEvents.open(run(), "canary-build")) {
            events.record(EVENT);
            Ledger.inHome(workspace.resolve(".aviary"), "other", run().clock(), Duration.ZERO)
                    .close();
            events.record(EVENT);
            assertThat(recorded()).isEqualTo(2);
        }
    }

    @Test
    void aCancelledRunStillRemembersWhatItUndoes() {
        try (RecordedEvents events = RecordedEvents.open(run(), "deploy-release")) {
            Thread.currentThread().interrupt();
            events.record(EVENT);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(recorded()).isEqualTo(1);
        }
    }

    @Test
    void theLedgerTellsWhoDidItInWhichRun() {
        try (RecordedEvents events = RecordedEvents.open(run(), "canary-build")) {
            events.record(EVENT);
        }
        try (Ledger ledger = Ledger.inHomeForReading(workspace.resolve(".aviary"), run().clock())) {
            var event = ledger.read(0, 1).get(0).event();
            assertThat(event.actor().name()).isEqualTo(System.getProperty("user.name"));
            assertThat(event.actor().authentication()).isEqualTo("operating-system");
            assertThat(event.run()).startsWith("canary-build ");
        }
    }
}
