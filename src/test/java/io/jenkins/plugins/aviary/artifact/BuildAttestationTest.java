package io.jenkins.plugins.aviary.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.ledger.Actor;
import io.jenkins.plugins.aviary.ledger.EventQuery;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.LedgerEvents;
import io.jenkins.plugins.aviary.ledger.LedgerFailure;
import io.jenkins.plugins.aviary.ledger.LocalLedger;
import io.jenkins.plugins.aviary.model.ArtifactFile;
import io.jenkins.plugins.aviary.model.ArtifactManifest;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.model.ProvenanceDemand;
import io.jenkins.plugins.aviary.operation.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildAttestationTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-02T12:00:00Z"), ZoneOffset.UTC);
    private static final Actor ACTOR = new Actor("anna", "test");
    private static final ProvenanceDemand REQUIRED = new ProvenanceDemand(true, List.of());

    @TempDir
    Path folder;

    private Path home;
    private Digest artifact;

    @BeforeEach
    void anArtifactIsBuilt() throws IOException {
        home = folder.resolve("home");
        artifact = artifact(home, "1.0");
    }

    private Digest artifact(Path where, String version) throws IOException {
        Path binary = Files.writeString(folder.resolve("canary"), "binary " + version);
        ArtifactFile file = new ArtifactFile("canary", true, Files.size(binary), Digest.of(binary));
        return FolderArtifactStore.inHome(where)
                .put(
                        new ArtifactManifest("canary", version, "c".repeat(40), Map.of(), List.of(file)),
                        Map.of(file.digest(), binary));
    }

    private static Digest attest(Path where, Digest what) throws IOException {
        try (Ledger ledger = LocalLedger.open(where, CLOCK)) {
            return new BuildAttestation(where, ledger, CLOCK)
                    .attest(
                            what,
                            new BuildAttestation.Build(
                                    "canary#7",
                                    ACTOR,
                                    Map.of("preset", "linux-release"),
                                    "git+https://example.org/canary",
                                    CLOCK.instant().minusSeconds(90),
                                    CLOCK.instant()));
        }
    }

    private Optional<Provenance> verify(ProvenanceDemand demand) {
        return ProvenanceCheck.inHome(home, "production", demand).verify(artifact);
    }

    private Optional<Provenance> verifyAgainstTheLedger() {
        try (Ledger ledger = Ledger.inHomeForReading(home, CLOCK)) {
            return ProvenanceCheck.inHome(home, "production", ProvenanceDemand.DEFAULT)
                    .against(ledger)
                    .verify(artifact);
        }
    }

    private Path file(Digest of) {
        return home.resolve("artifacts/provenance").resolve(of.hex() + ".json");
    }

    @Test
    void whatWasBuiltHereIsVouchedForAndItsDigestIsInTheLedger() throws IOException {
        Digest provenance = attest(home, artifact);

        Provenance found = verify(REQUIRED).orElseThrow();
        assertThat(found.run()).isEqualTo("canary#7");
        assertThat(found.parameters()).containsEntry("preset", "linux-release");
        assertThat(found.materials())
                .containsExactly(
                        new Provenance.Material("git+https://example.org/canary", "gitCommit", "c".repeat(40)));
        assertThat(verifyAgainstTheLedger()).contains(found);
        try (Ledger ledger = Ledger.inHomeForReading(home, CLOCK)) {
            var events = ledger.query(EventQuery.ALL.ofType("artifact.attested").about(artifact.hex()))
                    .events();
            assertThat(events).hasSize(1);
            assertThat(events.get(0).event().payload().path("provenance").asText())
                    .isEqualTo(provenance.hex());
            assertThat(Digest.of(file(artifact))).isEqualTo(provenance);
        }
    }

    @Test
    void aSecondBuildOfTheSameBytesChangesNothing() throws IOException {
        Digest first = attest(home, artifact);
        assertThat(attest(home, artifact)).isEqualTo(first);
        try (Ledger ledger = Ledger.inHomeForReading(home, CLOCK)) {
            assertThat(ledger.size()).isEqualTo(1);
        }
    }

    @Test
    void aMissingProvenanceIsRefusedWhereOneIsDemanded() {
        assertThat(verify(ProvenanceDemand.DEFAULT)).isEmpty();
        assertThatThrownBy(() -> verify(REQUIRED))
                .isInstanceOf(ProvenanceRefused.class)
                .hasMessageContaining("is missing, and production demands one (policy.provenance.required)");
    }

    @Test
    void aProvenanceThatWasTakenAwayIsMissedByTheLedger() throws IOException {
        attest(home, artifact);
        Files.delete(file(artifact));
        assertThatThrownBy(this::verifyAgainstTheLedger)
                .hasMessageContaining("is in the ledger but gone from the disk");
    }

    @Test
    void anAlteredProvenanceIsRefusedEverywhereAndMendedByTheNextBuild() throws IOException {
        attest(home, artifact);
        String good = Files.readString(file(artifact));
        char flipped = good.charAt(30) == 'A' ? 'B' : 'A';
        Files.writeString(file(artifact), good.substring(0, 30) + flipped + good.substring(31));
        assertThatThrownBy(() -> verify(ProvenanceDemand.DEFAULT)).hasMessageContaining("was altered");
        Files.writeString(file(artifact), "{\"payload\": \"AA==\"}");
        assertThatThrownBy(() -> verify(ProvenanceDemand.DEFAULT)).hasMessageContaining("cannot be read");
        Files.writeString(file(artifact), "no json");
        assertThatThrownBy(() -> verify(ProvenanceDemand.DEFAULT)).hasMessageContaining("cannot be read");
        Files.write(file(artifact), new byte[ProvenanceStore.LARGEST + 1]);
        assertThatThrownBy(() -> verify(ProvenanceDemand.DEFAULT)).hasMessageContaining("more than");

        attest(home, artifact);
        assertThat(verify(REQUIRED)).isPresent();
    }

    @Test
    void aProvenanceByAnotherKeyIsRefusedUnlessThePolicyTrustsIt() throws IOException {
        Path elsewhere = folder.resolve("elsewhere");
        attest(elsewhere, artifact(elsewhere, "1.0"));
        attest(home, artifact(home, "0.9"));
        Files.createDirectories(file(artifact).getParent());
        Files.copy(elsewhere.resolve("artifacts/provenance").resolve(artifact.hex() + ".json"), file(artifact));

        assertThatThrownBy(() -> verify(ProvenanceDemand.DEFAULT)).hasMessageContaining("does not trust");
        String key = Files.readString(elsewhere.resolve("ledger/signing.pub")).strip();
        assertThat(verify(new ProvenanceDemand(true, List.of(key)))).isPresent();
    }

    @Test
    void theProvenanceOfAnotherArtifactIsRefused() throws IOException {
        attest(home, artifact);
        Digest other = artifact(home, "6.6");
        attest(home, other);
        Files.copy(file(other), file(artifact), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> verify(ProvenanceDemand.DEFAULT)).hasMessageContaining("is about another artifact");
    }

    @Test
    void anotherGoodProvenanceThanTheRecordedOneIsRefused() throws IOException {
        attest(home, artifact);
        byte[] recorded = Files.readAllBytes(file(artifact));
        Files.delete(file(artifact));
        Provenance claim = Provenance.parse(
                io.jenkins.plugins.aviary.ledger.Envelope.parse(recorded).payload());
        try (Ledger ledger = LocalLedger.open(home, CLOCK)) {
            Provenance other = new Provenance(
                    claim.subjects(),
                    claim.buildType(),
                    Map.of("preset", "other"),
                    claim.materials(),
                    claim.builder(),
                    claim.run(),
                    claim.started(),
                    claim.finished());
            ProvenanceStore.inHome(home).keep(artifact, ledger.sign(Provenance.MEDIA_TYPE, other.bytes()));
        }
        assertThat(verify(REQUIRED)).isPresent();
        assertThatThrownBy(this::verifyAgainstTheLedger).hasMessageContaining("is not the one that the ledger knows");
    }

    @Test
    void noOperationCanReportThatAnArtifactWasAttested() {
        try (Ledger ledger = LocalLedger.open(home, CLOCK)) {
            LedgerEvents events = new LedgerEvents(ledger, ACTOR, "run", CLOCK);
            assertThatThrownBy(() -> events.record(Event.of("artifact.attested", "", artifact.hex(), null)))
                    .isInstanceOf(LedgerFailure.class);
        }
    }
}
