package io.jenkins.plugins.aviary.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.operation.Event;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
    private static final Clock CLOCK = Clock.fixed(EventSamples.START, ZoneOffset.UTC);

    @TempDir
    Path home;

    private Ledger open() {
        return Ledger.inHome(home, "ci.example.org/aviary", CLOCK, Duration.ZERO);
    }

    @Test
    void givesAReceiptThatProvesTheEvent() {
        try (Ledger ledger = open()) {
            for (int i = 0; i < 40; i++) {
                Receipt receipt = ledger.append(EventSamples.event(i));
                assertThat(receipt.sequence()).isEqualTo(i);
                assertThat(receipt.holds()).isTrue();
                assertThat(receipt.leafHash())
                        .isEqualTo(Digest.ofHash(
                                MerkleHash.leaf(EventSamples.event(i).bytes())));
            }
        }
    }

    @Test
    void provesAnyEventToWhoeverHasTheVerifierKey() {
        try (Ledger ledger = open()) {
            for (int i = 0; i < 21; i++) {
                ledger.append(EventSamples.event(i));
            }
            Set<VerifierKey> keys = Set.of(ledger.verifierKey().orElseThrow());
            EventProof proof = ledger.prove(13);
            assertThat(proof.holds(keys)).isTrue();
            assertThat(proof.holds(Set.of(SigningKey.generate("other").verifier())))
                    .isFalse();
            assertThat(new EventProof(proof.event().replace("ben", "eve"), proof.proof(), proof.checkpoint())
                            .holds(keys))
                    .isFalse();
            assertThatThrownBy(() -> ledger.prove(21)).hasMessageContaining("the newest is 20");
        }
    }

    @Test
    void provesThatItGrewOnlyAtItsEnd() {
        try (Ledger ledger = open()) {
            List<Digest> roots = new ArrayList<>(List.of(ledger.root()));
            for (int i = 0; i < 20; i++) {
                ledger.append(EventSamples.event(i));
                roots.add(ledger.root());
            }
            assertThat(ledger.consistency(7, 20).proves(roots.get(7), roots.get(20)))
                    .isTrue();
        }
    }

    @Test
    void signsOneCheckpointForEachState() {
        try (Ledger ledger = open()) {
            ledger.append(EventSamples.event(0));
            String note = ledger.checkpoint();
            assertThat(ledger.checkpoint()).isEqualTo(note);
            assertThat(note).startsWith("ci.example.org/aviary\n1\n").contains("\n\n\u2014 ci.example.org/aviary ");
            ledger.append(EventSamples.event(1));
            assertThat(ledger.checkpoint()).isNotEqualTo(note);
        }
    }

    @Test
    void answersWhoDidWhatNewestFirstAndPageByPage() {
        try (Ledger ledger = open()) {
            for (int i = 0; i < 60; i++) {
                ledger.append(EventSamples.event(i));
            }
            EventQuery benInProduction =
                    EventQuery.ALL.by("ben").in("production").page(Long.MAX_VALUE, 4);
            EventPage first = ledger.query(benInProduction);
            assertThat(first.events()).extracting(Recorded::sequence).containsExactly(57L, 51L, 45L, 39L);
            EventPage second = ledger.query(benInProduction.page(first.next().orElseThrow(), 100));
            assertThat(second.events()).extracting(Recorded::sequence).containsExactly(33L, 27L, 21L, 15L, 9L, 3L);
            assertThat(second.next()).isEmpty();
            assertThat(ledger.query(EventQuery.ALL.ofType("build")).events()).hasSize(50);
            assertThat(ledger.query(EventQuery.ALL.ofType("buil")).events()).isEmpty();
            assertThat(ledger.query(EventQuery.ALL.about("f".repeat(64))).events())
                    .isEmpty();
            assertThat(ledger.query(EventQuery.ALL.within(
                                    EventSamples.START.plusSeconds(10), EventSamples.START.plusSeconds(12)))
                            .events())
                    .extracting(Recorded::sequence)
                    .containsExactly(11L, 10L);
            ledger.append(EventSamples.event(63));
            assertThat(ledger.query(benInProduction).events().get(0).sequence()).isEqualTo(60);
        }
    }

    @Test
    void signsAThousandEventsWithoutBeingAskedTo() throws Exception {
        FileStore files = FileStore.open(home.resolve("ledger"), CLOCK, Duration.ZERO);
        WatchedStore store = new WatchedStore(files);
        SigningKey key = SigningKey.generate("test");
        TimelySigner.Pace pace = new TimelySigner.Pace(Duration.ofDays(1), TimelySigner.Pace.USUAL.events(), true);
        try (Ledger ledger = Ledger.open(store, "test", key, CLOCK, pace)) {
            assertThat(TimelySigner.Pace.USUAL).isEqualTo(new TimelySigner.Pace(Duration.ofSeconds(5), 1000, true));
            ledger.append(EventSamples.event(0));
            assertThat(store.kept.poll(1, TimeUnit.MINUTES))
                    .as("the first is signed at once")
                    .startsWith("test\n1\n");
            IntStream.rangeClosed(1, 1000).parallel().forEach(i -> ledger.append(EventSamples.event(i)));
            assertThat(store.kept.poll(1, TimeUnit.MINUTES)).isNotNull();
            assertThat(Verification.of(files.evidence(), Set.of(key.verifier())))
                    .satisfies(report -> {
                        assertThat(report.findings()).isEmpty();
                        assertThat(report.vouched()).isGreaterThan(990);
                    });
        }
    }

    @Test
    void signsOneEventInTimeWithoutBeingAskedTo() throws Exception {
        FileStore files = FileStore.open(home.resolve("ledger"), CLOCK, Duration.ZERO);
        WatchedStore store = new WatchedStore(files);
        store.failures.set(2);
        SigningKey key = SigningKey.generate("test");
        TimelySigner.Pace pace = new TimelySigner.Pace(Duration.ofMillis(5), 1000, false);
        try (Ledger ledger = Ledger.open(store, "test", key, CLOCK, pace)) {
            ledger.append(EventSamples.event(0));
            assertThat(store.kept.poll(1, TimeUnit.MINUTES))
                    .as("also after it failed")
                    .startsWith("test\n1\n");
            ledger.append(EventSamples.event(1));
            assertThat(store.kept.poll(1, TimeUnit.MINUTES)).startsWith("test\n2\n");
            assertThat(store.failures.get()).isNegative();
        }
    }

    @Test
    void namesTheRecordsThatNobodySignedBeforeItSignsThem() {
        try (Ledger ledger = open()) {
            ledger.append(EventSamples.event(0));
        }
        try (FileStore store = FileStore.open(home.resolve("ledger"), CLOCK, Duration.ZERO)) {
            store.append(EventSamples.event(1).bytes());
            store.append(EventSamples.event(2).bytes());
        }
        SigningKey key = SigningKey.load(home.resolve("ledger/signing.key"));
        LedgerEvidence evidence = LedgerEvidence.in(home.resolve("ledger"));
        VerificationReport before = Verification.of(evidence, Set.of(key.verifier()));
        assertThat(before.findings()).isEmpty();
        assertThat(before.unsigned()).isEqualTo(2);
        assertThat(before.warnings()).singleElement().asString().contains("records 1 to 2 are not signed");
        try (Ledger ledger = Ledger.open(
                FileStore.open(home.resolve("ledger"), CLOCK, Duration.ZERO),
                "ci.example.org/aviary",
                key,
                CLOCK,
                VerificationTest.ONLY_WHEN_ASKED)) {
            assertThat(ledger.size()).isEqualTo(4);
            LedgerEvent told = ledger.read(3, 1).get(0).event();
            assertThat(told.type()).isEqualTo("ledger.recovered");
            assertThat(told.payload().path("first").asLong()).isEqualTo(1);
            assertThat(told.payload().path("last").asLong()).isEqualTo(2);
            VerificationReport open = ledger.verify();
            assertThat(open.unsigned()).isEqualTo(3);
            assertThat(open.warnings()).as("somebody writes it").isEmpty();
        }
        VerificationReport after = Verification.of(evidence, Set.of(key.verifier()));
        assertThat(after.findings()).isEmpty();
        assertThat(after.unsigned()).isZero();
        assertThat(after.warnings()).isEmpty();
        try (Ledger ledger = open()) {
            assertThat(ledger.size()).isEqualTo(4);
        }
    }

    /** A store that tells when a checkpoint is kept, after it failed to keep some. */
    private static final class WatchedStore implements LedgerStore {
        private final LedgerStore store;
        private final BlockingQueue<String> kept = new LinkedBlockingQueue<>();
        private final AtomicInteger failures = new AtomicInteger();

        private WatchedStore(LedgerStore store) {
            this.store = store;
        }

        @Override
        public void keep(String note) {
            if (failures.getAndDecrement() > 0) {
                throw new LedgerFailure("No space left on device");
            }
            store.keep(note);
            kept.add(note);
        }

        @Override
        public long append(List<byte[]> events) {
            return store.append(events);
        }

        @Override
        public long size() {
            return store.size();
        }

        @Override
        public List<StoredEvent> read(long from, int limit) {
            return store.read(from, limit);
        }

        @Override
        public byte[] node(int level, long index) {
            return store.node(level, index);
        }

        @Override
        public Optional<String> newestCheckpoint() {
            return store.newestCheckpoint();
        }

        @Override
        public List<String> checkpoints() {
            return store.checkpoints();
        }

        @Override
        public LedgerEvidence evidence() {
            return store.evidence();
        }

        @Override
        public void close() {
            store.close();
        }
    }

    @Test
    void findsEventsWithinTimesThatMillisecondsCannotCount() {
        try (Ledger ledger = open()) {
            ledger.append(EventSamples.event(0));
            Instant early = Instant.parse("-999999999-01-01T00:00:00Z");
            Instant late = Instant.parse("+999999999-12-31T23:59:59Z");
            assertThat(ledger.query(EventQuery.ALL.within(early, late)).events())
                    .hasSize(1);
            assertThat(ledger.query(EventQuery.ALL.within(late, Instant.MAX)).events())
                    .isEmpty();
        }
    }

    @Test
    void isReadByAnotherProcessWhileItIsWritten() {
        try (Ledger ledger = open()) {
            ledger.append(EventSamples.event(0));
            ledger.checkpoint();
            try (Ledger reader = Ledger.inHomeForReading(home, CLOCK)) {
                ledger.append(EventSamples.event(1));
                assertThat(reader.query(EventQuery.ALL).events()).hasSize(2);
                assertThat(reader.prove(0).holds(Set.of(ledger.verifierKey().orElseThrow())))
                        .isTrue();
            }
        }
    }

    @Test
    void keepsItsKeyAndItsEventsWhenOpenedAgain() {
        VerifierKey key;
        try (Ledger ledger = open()) {
            ledger.append(EventSamples.event(0));
            key = ledger.verifierKey().orElseThrow();
        }
        try (Ledger ledger = open()) {
            assertThat(ledger.verifierKey()).contains(key);
            assertThat(ledger.read(0, 10)).extracting(Recorded::event).containsExactly(EventSamples.event(0));
        }
    }

    @Test
    void addsTimeActorAndRunToWhatAnOperationReports() {
        try (Ledger ledger = open()) {
            LedgerEvents events = new LedgerEvents(ledger, EventSamples.ANNA, "canary/main#7", CLOCK);
            events.record(Event.of(
                    "backup.finished",
                    "production",
                    "",
                    JsonNodeFactory.instance.objectNode().put("bytes", 12)));
            LedgerEvent recorded = ledger.read(0, 1).get(0).event();
            assertThat(recorded.time()).isEqualTo(EventSamples.START);
            assertThat(recorded.actor()).isEqualTo(EventSamples.ANNA);
            assertThat(recorded.run()).isEqualTo("canary/main#7");
            assertThat(recorded.payload().path("bytes").asInt()).isEqualTo(12);
            assertThatThrownBy(() -> events.record(Event.of(
                            "x", "", "", JsonNodeFactory.instance.objectNode().put("much", "x".repeat(70_000)))))
                    .isInstanceOf(LedgerFailure.class)
                    .hasMessageContaining("at most 65536 bytes");
        }
    }

    @Test
    void letsNoOperationVoteOrChangeKeys() {
        try (Ledger ledger = open()) {
            LedgerEvents events = new LedgerEvents(ledger, EventSamples.ANNA, "canary/main#7", CLOCK);
            for (String type : List.of("approval.voted", "approval.settled", "key.rotated", "ledger.recovered")) {
                assertThatThrownBy(() -> events.record(Event.of(type, "", "", null)))
                        .isInstanceOf(LedgerFailure.class)
                        .hasMessageContaining("cannot report");
            }
            assertThat(ledger.size()).isZero();
        }
    }
}
