package io.jenkins.plugins.aviary.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.model.CanonicalJson;
import io.jenkins.plugins.aviary.model.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
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
    static final TimelySigner.Pace ONLY_WHEN_ASKED =
            new TimelySigner.Pace(Duration.ofDays(1), Integer.MAX_VALUE, false);
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
        FileStore store = FileStore.open(folder, Clock.systemUTC(), Duration.ZERO);
        try {
            return Ledger.open(store, "ci.example.org/aviary", key, Clock.systemUTC(), ONLY_WHEN_ASKED);
        } catch (LedgerFailure e) {
            store.close();
            throw e;
        }
    }

    /** Appends past Aviary, which refuses a key that nobody handed over to. */
    private void appendAs(SigningKey key, LedgerEvent... events) {
        try (FileStore store = FileStore.open(folder, Clock.systemUTC(), Duration.ZERO)) {
            for (LedgerEvent event : events) {
                store.append(event.bytes());
            }
            sign(store, key);
        }
    }

    private static void sign(LedgerStore store, SigningKey key) {
        Digest root = new MerkleTree(store).root(store.size());
        store.keep(SignedNote.sign(new Checkpoint("ci.example.org/aviary", store.size(), root).text(), key)
                .note());
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
        assertThatThrownBy(() -> open(THIEF))
                .isInstanceOf(LedgerFailure.class)
                .hasMessageContaining("signed with the key " + KEY.verifier().signer())
                .hasMessageContaining("this writer has " + THIEF.verifier().signer())
                .hasMessageNotContaining("\n");
        appendAs(THIEF, EventSamples.event(40), EventSamples.event(41));
        assertThatThrownBy(() -> open(KEY)).isInstanceOf(LedgerFailure.class);
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
    void doesNotTrustAKeyThatNamesThePinnedOneAsItsSuccessor() throws IOException {
        Path forged = forgedByAKeyThatNamesThePinnedOneAsItsSuccessor();
        VerificationReport report = Verification.of(new FileEvidence(forged), Set.of(KEY.verifier()));
        assertThat(report.intact()).isFalse();
        assertThat(report.vouched()).isZero();
        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.RESIGNED);
            assertThat(finding.first()).isZero();
            assertThat(finding.last()).isEqualTo(19);
            assertThat(finding.message()).contains(THIEF.verifier().signer());
        });
    }

    @Test
    void saysOfAKeptCheckpointThatDoesNotFitThatNothingUpToItIsProvenToBeTheSame() throws IOException {
        String kept = CheckpointFile.read(folder.resolve(CheckpointFile.NAME)).get(1);
        String older = CheckpointFile.read(folder.resolve(CheckpointFile.NAME)).get(0);
        Path forged = forgedByAKeyThatNamesThePinnedOneAsItsSuccessor();
        try (FileStore store = FileStore.open(forged, Clock.systemUTC(), Duration.ZERO)) {
            sign(store, KEY);
        }
        assertThat(Verification.of(new FileEvidence(forged), Set.of(KEY.verifier()), List.of(kept))
                        .findings())
                .filteredOn(finding -> finding.kind() == Finding.Kind.CHANGED)
                .extracting(Finding::first, Finding::last)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(0L, 19L));
        rewriteSegment(lines -> {
            edited(lines, 15).set(15, withItsHash(lines.get(15)));
            return lines;
        });
        Files.delete(folder.resolve("tree"));
        Files.delete(folder.resolve(CheckpointFile.NAME));
        assertThat(Verification.of(new FileEvidence(folder), Set.of(KEY.verifier()), List.of(older, kept))
                        .findings())
                .extracting(Finding::kind, Finding::first, Finding::last)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(Finding.Kind.CHANGED, 10L, 19L));
    }

    private Path forgedByAKeyThatNamesThePinnedOneAsItsSuccessor() {
        Path forged = folder.resolve("forged");
        try (FileStore store = FileStore.open(forged, Clock.systemUTC(), Duration.ZERO)) {
            for (int i = 0; i < 20; i++) {
                store.append(EventSamples.event(1000 + i).bytes());
            }
            Checkpoint all = new Checkpoint("ci.example.org/aviary", 20, new MerkleTree(store).root(20));
            store.keep(SignedNote.sign(all.text(), THIEF).note());
            for (ObjectNode claim : List.of(
                    // What the thief can sign alone, and what they can put together with it.
                    KeyRotation.payload(all, THIEF, THIEF)
                            .put("to", KEY.verifier().text()),
                    firstForm(THIEF, KEY.verifier()),
                    KeyRotation.payload(all, THIEF, KEY).put("countersignature", ""))) {
                store.append(rotation(claim).bytes());
            }
        }
        return forged;
    }

    /** A change of keys as the first form of the event had it: the old key alone signs it. */
    private static ObjectNode firstForm(SigningKey from, VerifierKey to) {
        byte[] message = ("aviary key rotation\nx\n" + from.verifier().text() + "\n" + to.text() + "\n")
                .getBytes(StandardCharsets.UTF_8);
        return JsonNodeFactory.instance
                .objectNode()
                .put("origin", "x")
                .put("from", from.verifier().text())
                .put("to", to.text())
                .put("signature", Base64.getEncoder().encodeToString(from.sign(message)));
    }

    private static LedgerEvent rotation(ObjectNode payload) {
        return new LedgerEvent(KeyRotation.TYPE, 1, EventSamples.START, EventSamples.ANNA, "", "", "", payload);
    }

    @Test
    void followsAChangeOfKeysThatOnlyTheOldKeySignedForwardsOnly() {
        SigningKey next = SigningKey.generate("ci.example.org/aviary2");
        try (FileStore store = FileStore.open(folder, Clock.systemUTC(), Duration.ZERO)) {
            store.append(rotation(firstForm(KEY, next.verifier())).bytes());
            Checkpoint all = new Checkpoint("ci.example.org/aviary", 41, new MerkleTree(store).root(41));
            store.keep(SignedNote.sign(all.text(), next).note());
        }
        assertThat(verifyFiles().findings()).isEmpty();
        assertThat(verifyFiles().vouched()).isEqualTo(41);
        VerificationReport back = Verification.of(new FileEvidence(folder), Set.of(next.verifier()));
        assertThat(back.findings()).extracting(Finding::kind).containsOnly(Finding.Kind.RESIGNED);
        // The new key signed all of the records itself.
        assertThat(back.vouched()).isEqualTo(41);
    }

    @Test
    void trustsAnOldKeyOnlyForTheRecordsThatTheNewOneTookOver() throws IOException {
        SigningKey next = SigningKey.generate("ci.example.org/aviary2");
        try (Ledger ledger = open(KEY)) {
            ledger.rotateKey(next, EventSamples.ANNA);
        }
        // Whoever has the old key by now writes another history and ends it with the true change of keys.
        List<String> notes = CheckpointFile.read(folder.resolve(CheckpointFile.NAME));
        rewriteSegment(lines -> {
            edited(lines, 3).set(3, withItsHash(lines.get(3)));
            return lines;
        });
        Files.delete(folder.resolve("tree"));
        Files.delete(folder.resolve(CheckpointFile.NAME));
        try (FileStore store = FileStore.open(folder, Clock.systemUTC(), Duration.ZERO)) {
            Checkpoint forged = new Checkpoint("ci.example.org/aviary", 40, new MerkleTree(store).root(40));
            store.keep(SignedNote.sign(forged.text(), KEY).note());
            assertThat(store.size()).isEqualTo(41);
        }
        VerificationReport report = Verification.of(new FileEvidence(folder), Set.of(next.verifier()));
        assertThat(report.vouched()).isZero();
        assertThat(report.findings()).extracting(Finding::kind).containsExactly(Finding.Kind.RESIGNED);
        assertThat(notes).hasSize(5);
    }

    @Test
    void doesNotLetASuccessorRewriteWhatWasHandedOver() throws IOException {
        SigningKey next = SigningKey.generate("ci.example.org/aviary2");
        try (Ledger ledger = open(KEY)) {
            ledger.rotateKey(next, EventSamples.ANNA);
        }
        rewriteSegment(lines -> {
            edited(lines, 3).set(3, withItsHash(lines.get(3)));
            return lines;
        });
        Files.delete(folder.resolve("tree"));
        Files.delete(folder.resolve(CheckpointFile.NAME));
        try (FileStore store = FileStore.open(folder, Clock.systemUTC(), Duration.ZERO)) {
            sign(store, next);
        }
        assertThat(verifyFiles().intact()).isFalse();
        assertThat(verifyFiles().vouched()).isZero();
    }

    @Test
    void trustsTheProvenanceKeysBeforeItsOwnOnlyIfItsOwnFollowedThem() {
        SigningKey next = SigningKey.generate("ci.example.org/aviary2");
        try (Ledger ledger = open(KEY)) {
            ledger.append(rotation(firstForm(THIEF, KEY.verifier())));
            ledger.append(rotation(KeyRotation.payload(new Checkpoint("x", 41, ledger.root()), THIEF, THIEF)
                    .put("to", KEY.verifier().text())));
            assertThat(ledger.verifierKeys()).containsExactly(KEY.verifier());
            ledger.rotateKey(next, EventSamples.ANNA);
            assertThat(ledger.verifierKeys()).containsExactly(next.verifier(), KEY.verifier());
        }
    }

    @Test
    void namesTheRecordsThatAnotherKeyOfTheSameNameAppended() {
        SigningKey impostor = SigningKey.generate(KEY.verifier().name());
        try (FileStore store = FileStore.open(folder, Clock.systemUTC(), Duration.ZERO)) {
            for (int i = 40; i < 43; i++) {
                store.append(EventSamples.event(i).bytes());
                Checkpoint all = new Checkpoint("ci.example.org/aviary", i + 1, new MerkleTree(store).root(i + 1));
                store.keep(SignedNote.sign(all.text(), impostor).note());
            }
        }
        assertThat(verifyFiles().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.FOREIGN_KEY);
            assertThat(finding.first()).isEqualTo(40);
            assertThat(finding.last()).isEqualTo(42);
            assertThat(finding.message()).contains(impostor.verifier().signer(), "though it bears a trusted name");
        });
    }

    @Test
    void doesNotLetARetiredKeySignOn() {
        try (Ledger ledger = open(KEY)) {
            ledger.rotateKey(SigningKey.generate("next"), EventSamples.ANNA);
        }
        assertThatThrownBy(() -> open(KEY)).isInstanceOf(LedgerFailure.class);
        appendAs(KEY, EventSamples.event(41));
        assertThat(verifyFiles().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.RESIGNED);
            assertThat(finding.first()).isEqualTo(41);
            assertThat(finding.last()).isEqualTo(41);
        });
        assertThat(verifyFiles().vouched()).isEqualTo(41);
    }

    @Test
    void doesNotFollowAChangeOfKeysThatTheOldKeyDidNotSign() {
        appendAs(
                THIEF,
                rotation(KeyRotation.payload(new Checkpoint("x", 0, Digest.of(new byte[0])), THIEF, THIEF)
                        .put("from", KEY.verifier().text())));
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
