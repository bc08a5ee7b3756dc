package io.jenkins.plugins.aviary.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.model.CanonicalJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerificationTest {
    private static final int EVENTS = 40;
    private static final SigningKey KEY = SigningKey.generate("ci.example.org/aviary");
    private static final SigningKey THIEF = SigningKey.generate("thief");

    @TempDir
    Path folder;

    private Path export;

    @BeforeEach
    void aLedgerWithACheckpointEveryTenEvents() {
        export = folder.resolve("export");
        try (Ledger ledger = open(KEY)) {
            for (int i = 0; i < EVENTS; i++) {
                ledger.append(EventSamples.event(i));
                if (i % 10 == 9) {
                    ledger.checkpoint();
                }
            }
            ledger.export(export);
        }
    }

    private Ledger open(SigningKey key) {
        return Ledger.open(
                FileStore.open(folder, Clock.systemUTC(), Duration.ZERO),
                "ci.example.org/aviary",
                key,
                Clock.systemUTC());
    }

    private VerificationReport verifyFiles() {
        return Verification.of(new FileEvidence(folder), Set.of(KEY.verifier()));
    }

    private VerificationReport verifyExport() {
        return Verification.of(LedgerExport.open(export), Set.of(KEY.verifier()));
    }

    private static void rewrite(Path file, UnaryOperator<List<String>> change) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        Files.writeString(file, String.join("\n", change.apply(lines)) + "\n");
    }

    private void rewriteSegment(UnaryOperator<List<String>> change) throws IOException {
        rewrite(Segments.paths(folder.resolve("segments")).get(0), change);
    }

    private void rewriteEvents(UnaryOperator<List<String>> change) throws IOException {
        rewrite(export.resolve("events.jsonl"), change);
    }

    private static List<String> edited(List<String> lines, int at) {
        lines.set(at, lines.get(at).replace("production", "Production").replace("staging", "Staging"));
        return lines;
    }

    private static String withItsHash(String line) {
        byte[] body = line.substring(line.indexOf(' ') + 1).getBytes(StandardCharsets.UTF_8);
        String whole = new String(SegmentLine.write(true, MerkleHash.leaf(body), body), StandardCharsets.UTF_8);
        return whole.substring(0, whole.length() - 1);
    }

    @Test
    void findsNothingWrongWithAnIntactLedger() {
        for (VerificationReport report : List.of(verifyFiles(), verifyExport())) {
            assertThat(report.findings()).isEmpty();
            assertThat(report.intact()).isTrue();
            assertThat(report.events()).isEqualTo(EVENTS);
            assertThat(report.checkpoints()).isEqualTo(4);
            assertThat(report.vouched()).isEqualTo(EVENTS);
            assertThat(report.unsigned()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 9, 10, 23, 39})
    void namesTheRecordThatWasEdited(int at) throws IOException {
        rewriteSegment(lines -> edited(lines, at));
        rewriteEvents(lines -> edited(lines, at));
        for (VerificationReport report : List.of(verifyFiles(), verifyExport())) {
            assertThat(report.findings())
                    .containsExactly(new Finding(Finding.Kind.EDITED, at, at, "Record " + at + " was edited"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 17, 39})
    void namesTheRecordThatWasEditedTogetherWithItsHash(int at) throws IOException {
        rewriteSegment(lines -> {
            edited(lines, at).set(at, withItsHash(lines.get(at)));
            return lines;
        });
        assertThat(verifyFiles().findings())
                .extracting(Finding::kind, Finding::first)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(Finding.Kind.EDITED, (long) at));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 12, 38})
    void namesTheRecordsThatWereDeleted(int at) throws IOException {
        UnaryOperator<List<String>> deletion = lines -> {
            lines.subList(at, Math.min(at + 2, lines.size() - 1)).clear();
            return lines;
        };
        rewriteSegment(deletion);
        rewriteEvents(deletion);
        for (VerificationReport report : List.of(verifyFiles(), verifyExport())) {
            assertThat(report.findings()).singleElement().satisfies(finding -> {
                assertThat(finding.kind()).isEqualTo(Finding.Kind.DELETED);
                assertThat(finding.first()).isEqualTo(at);
                assertThat(finding.last()).isEqualTo(Math.min(at + 1, 38));
            });
        }
    }

    @Test
    void namesTheRecordsThatChangedTheirPlaces() throws IOException {
        UnaryOperator<List<String>> swap = lines -> {
            Collections.swap(lines, 14, 15);
            return lines;
        };
        rewriteSegment(swap);
        rewriteEvents(swap);
        for (VerificationReport report : List.of(verifyFiles(), verifyExport())) {
            assertThat(report.findings())
                    .containsExactly(
                            new Finding(Finding.Kind.REORDERED, 14, 15, "Records 14 to 15 changed their places"));
        }
    }

    @Test
    void tellsWhereARecordWasInserted() throws IOException {
        UnaryOperator<List<String>> insertion = lines -> {
            String more = lines.get(20).replace("\"number\":20", "\"number\":99");
            lines.add(20, more.startsWith("{") ? more : withItsHash(more));
            return lines;
        };
        rewriteSegment(insertion);
        rewriteEvents(insertion);
        for (VerificationReport report : List.of(verifyFiles(), verifyExport())) {
            assertThat(report.findings())
                    .extracting(Finding::kind, Finding::first)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(Finding.Kind.INSERTED, 20L));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tellsThatTheNewestRecordsAreMissing(boolean indexToo) throws IOException {
        UnaryOperator<List<String>> cut = lines -> lines.subList(0, 33);
        rewriteSegment(cut);
        rewriteEvents(cut);
        if (indexToo) {
            Files.delete(folder.resolve("tree"));
            Files.delete(export.resolve("leaf-hashes"));
        }
        for (VerificationReport report : List.of(verifyFiles(), verifyExport())) {
            assertThat(report.findings()).singleElement().satisfies(finding -> {
                assertThat(finding.kind()).isEqualTo(Finding.Kind.TRUNCATED);
                assertThat(finding.first()).isEqualTo(33);
                assertThat(finding.last()).isEqualTo(39);
            });
        }
    }

    @Test
    void tellsBetweenWhichCheckpointsRecordsWereChangedIfAllHashesWereToo() throws IOException {
        rewriteSegment(lines -> {
            edited(lines, 25).set(25, withItsHash(lines.get(25)));
            return lines;
        });
        Files.delete(folder.resolve("tree"));
        assertThat(verifyFiles().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.CHANGED);
            assertThat(finding.first()).isEqualTo(20);
            assertThat(finding.last()).isEqualTo(29);
        });
    }

    @Test
    void namesTheOtherKeyThatAppendedRecords() {
        try (Ledger ledger = open(THIEF)) {
            ledger.append(EventSamples.event(40));
            ledger.append(EventSamples.event(41));
        }
        assertThat(verifyFiles().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.FOREIGN_KEY);
            assertThat(finding.first()).isEqualTo(40);
            assertThat(finding.last()).isEqualTo(41);
            assertThat(finding.message()).contains("thief+");
        });
        assertThat(verifyFiles().vouched()).isEqualTo(40);
    }

    @Test
    void tellsThatEverythingWasSignedAnewByAnotherKey() throws IOException {
        SigningKey impostor = SigningKey.generate(KEY.verifier().name());
        for (SigningKey other : List.of(THIEF, impostor)) {
            rewriteSegment(lines -> {
                edited(lines, 3).set(3, withItsHash(lines.get(3)));
                return lines;
            });
            Files.deleteIfExists(folder.resolve("tree"));
            Files.delete(folder.resolve(CheckpointFile.NAME));
            open(other).close();
            assertThat(verifyFiles().findings())
                    .singleElement()
                    .extracting(Finding::kind)
                    .isEqualTo(Finding.Kind.RESIGNED);
            assertThat(verifyFiles().vouched()).isZero();
        }
    }

    @Test
    void tellsThatASignatureIsFalse() throws IOException {
        Path checkpoints = folder.resolve(CheckpointFile.NAME);
        String notes = Files.readString(checkpoints);
        int signature = notes.indexOf('\u2014') + 40;
        char other = notes.charAt(signature) == 'A' ? 'B' : 'A';
        Files.writeString(checkpoints, notes.substring(0, signature) + other + notes.substring(signature + 1));
        assertThat(verifyFiles().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.RESIGNED);
            assertThat(finding.last()).isEqualTo(9);
        });
    }

    @Test
    void tellsThatACheckpointCannotBeRead() throws IOException {
        Files.writeString(
                folder.resolve(CheckpointFile.NAME),
                Files.readString(folder.resolve(CheckpointFile.NAME)) + "nonsense\n");
        assertThat(verifyFiles().findings()).extracting(Finding::kind).containsExactly(Finding.Kind.CHECKPOINT_DAMAGED);
    }

    @Test
    void seesThatTheWholeLedgerWasPutBackToAnOlderStateIfACheckpointWasKeptElsewhere() throws IOException {
        String kept = CheckpointFile.read(folder.resolve(CheckpointFile.NAME)).get(3);
        rewriteSegment(lines -> lines.subList(0, 20));
        rewrite(folder.resolve(CheckpointFile.NAME), lines -> lines.subList(0, 2));
        Files.delete(folder.resolve("tree"));
        assertThat(verifyFiles().intact()).isTrue();
        assertThat(Verification.of(new FileEvidence(folder), Set.of(KEY.verifier()), List.of(kept))
                        .findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(Finding.Kind.TRUNCATED);
                    assertThat(finding.first()).isEqualTo(20);
                });
    }

    @Test
    void tellsThatNothingIsSigned() throws IOException {
        Files.delete(export.resolve(CheckpointFile.NAME));
        assertThat(verifyExport().findings()).extracting(Finding::kind).containsExactly(Finding.Kind.UNSIGNED);
    }

    @Test
    void tellsADamagedIndexFromADamagedRecord() throws IOException {
        byte[] tree = Files.readAllBytes(folder.resolve("tree"));
        tree[MerkleHash.LENGTH * (int) StoreIndex.hashesOf(5)] ^= 1;
        Files.write(folder.resolve("tree"), tree);
        assertThat(verifyFiles().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.INDEX_DAMAGED);
            assertThat(finding.first()).isEqualTo(5);
        });
    }

    @Test
    void namesRecordsThatAreNoEvents() throws IOException {
        try (LedgerStore store = FileStore.open(folder, Clock.systemUTC(), Duration.ZERO)) {
            store.append("{\"not\":\"an event\"}".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(verifyFiles().findings())
                .extracting(Finding::kind, Finding::first)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(Finding.Kind.MALFORMED, 40L));
    }

    @Test
    void verifiesOnlyWhatCameSinceAKnownCheckpoint() throws IOException {
        try (Ledger ledger = open(KEY)) {
            String known = ledger.checkpoint();
            assertThat(ledger.verifySince(known).intact()).isTrue();
            ledger.append(EventSamples.event(40));
            VerificationReport report = ledger.verifySince(known);
            assertThat(report.intact()).isTrue();
            assertThat(report.events()).isEqualTo(41);
            assertThat(report.unsigned()).isEqualTo(1);
            rewriteSegment(lines -> edited(lines, 40));
            assertThat(ledger.verifySince(known).findings())
                    .extracting(Finding::kind, Finding::first)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(Finding.Kind.EDITED, 40L));
        }
    }

    @Test
    void followsAChangeOfKeysForwardsAndBackwards() {
        SigningKey next = SigningKey.generate("ci.example.org/aviary2");
        try (Ledger ledger = open(KEY)) {
            ledger.rotateKey(next, EventSamples.ANNA);
            ledger.append(EventSamples.event(41));
        }
        for (SigningKey pinned : List.of(KEY, next)) {
            VerificationReport report = Verification.of(new FileEvidence(folder), Set.of(pinned.verifier()));
            assertThat(report.findings()).isEmpty();
            assertThat(report.vouched()).isEqualTo(42);
        }
        assertThat(Verification.of(new FileEvidence(folder), Set.of(THIEF.verifier()))
                        .intact())
                .isFalse();
    }

    @Test
    void doesNotLetARetiredKeySignOn() {
        try (Ledger ledger = open(KEY)) {
            ledger.rotateKey(SigningKey.generate("next"), EventSamples.ANNA);
        }
        try (Ledger ledger = open(KEY)) {
            ledger.append(EventSamples.event(41));
        }
        assertThat(verifyFiles().findings()).extracting(Finding::kind).containsExactly(Finding.Kind.RESIGNED);
        assertThat(verifyFiles().vouched()).isEqualTo(41);
    }

    @Test
    void doesNotFollowAChangeOfKeysThatTheOldKeyDidNotSign() {
        try (Ledger ledger = open(THIEF)) {
            ledger.append(new LedgerEvent(
                    KeyRotation.TYPE,
                    1,
                    EventSamples.START,
                    EventSamples.ANNA,
                    "",
                    "",
                    "",
                    KeyRotation.payload("x", THIEF, THIEF.verifier())
                            .put("from", KEY.verifier().text())));
        }
        assertThat(verifyFiles().findings()).extracting(Finding::kind).containsExactly(Finding.Kind.FOREIGN_KEY);
    }

    @Test
    void needsNoLedgerThatCanBeOpened() throws IOException {
        rewriteSegment(lines -> lines.subList(0, 33));
        assertThatThrownBy(() -> open(KEY)).isInstanceOf(LedgerFailure.class);
        assertThat(Verification.of(LedgerEvidence.in(folder), Set.of(KEY.verifier()))
                        .intact())
                .isFalse();
        assertThat(Verification.of(LedgerEvidence.in(export), Set.of(KEY.verifier()))
                        .intact())
                .isTrue();
        assertThatThrownBy(() -> LedgerEvidence.in(folder.resolve("torn"))).hasMessageContaining("no exported ledger");
    }

    @Test
    void readsAProofThatWasPrinted() {
        try (Ledger ledger = open(KEY)) {
            EventProof proof = ledger.prove(5);
            EventProof read = CanonicalJson.value(
                    CanonicalJson.parse(CanonicalJson.bytes(CanonicalJson.tree(proof))), EventProof.class);
            assertThat(read).isEqualTo(proof);
            assertThat(read.holds(Set.of(KEY.verifier()))).isTrue();
        }
    }
}
