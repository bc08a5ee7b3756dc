package io.jenkins.plugins.aviary.artifact;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.ledger.Actor;
import io.jenkins.plugins.aviary.ledger.Envelope;
import io.jenkins.plugins.aviary.ledger.EventQuery;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.LedgerEvent;
import io.jenkins.plugins.aviary.ledger.VerifierKey;
import io.jenkins.plugins.aviary.model.ArtifactManifest;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.model.ProvenanceDemand;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Vouches for artifacts that were built here: signs their provenance with the ledger's key, lays it beside them and
 * records its digest. Called by whoever has the ledger, never by a build: what a build says of itself is no proof.
 */
public final class BuildAttestation {
    /** The event that records a provenance. */
    public static final String EVENT = "artifact.attested";

    private final Path home;
    private final Ledger ledger;
    private final Clock clock;

    /** Attests with the key of a ledger, for the artifacts in a home. */
    public BuildAttestation(Path home, Ledger ledger, Clock clock) {
        this.home = home;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * What is known of a build by those who started it.
     *
     * @param run the build or process
     * @param actor who started it
     * @param parameters what was asked for; never a secret
     * @param repository where its sources are from, such as {@code git+https://example.org/canary}, or empty
     * @param started when it began
     * @param finished when it ended
     */
    public record Build(
            String run,
            Actor actor,
            Map<String, String> parameters,
            String repository,
            Instant started,
            Instant finished) {
        /** Copies the parameters. */
        public Build {
            parameters = Map.copyOf(parameters);
        }
    }

    /**
     * Vouches for an artifact, unless somebody trusted has done so before: two builds can make the same bytes.
     *
     * @return the digest of its provenance
     */
    public Digest attest(Digest artifact, Build build) throws IOException {
        ArtifactManifest manifest = FolderArtifactStore.inHome(home).manifest(artifact);
        ProvenanceStore store = ProvenanceStore.inHome(home);
        Digest provenance =
                known(store, artifact).orElseGet(() -> store.keep(artifact, signed(artifact, manifest, build)));
        boolean recorded =
                ledger
                        .query(EventQuery.ALL
                                .ofType(EVENT)
                                .about(artifact.hex())
                                .page(Long.MAX_VALUE, 1000))
                        .events()
                        .stream()
                        .anyMatch(one -> one.event()
                                .payload()
                                .path("provenance")
                                .asText()
                                .equals(provenance.hex()));
        if (!recorded) {
            ledger.append(new LedgerEvent(
                    EVENT,
                    1,
                    clock.instant(),
                    build.actor(),
                    build.run(),
                    "",
                    artifact.hex(),
                    payload(manifest, provenance)));
        }
        return provenance;
    }

    private Optional<Digest> known(ProvenanceStore store, Digest artifact) {
        try {
            ProvenanceCheck.inHome(home, "", ProvenanceDemand.DEFAULT)
                    .against(ledger)
                    .verify(artifact);
            return store.read(artifact).map(Digest::of);
        } catch (ProvenanceRefused e) {
            // What lies there does not hold; this build makes it good again.
            return Optional.empty();
        }
    }

    private Envelope signed(Digest artifact, ArtifactManifest manifest, Build build) {
        List<Provenance.Material> materials = manifest.commit().isEmpty()
                ? List.of()
                : List.of(new Provenance.Material(
                        build.repository().isEmpty() ? "git+file:///unknown" : build.repository(),
                        "gitCommit",
                        manifest.commit()));
        Provenance provenance = new Provenance(
                Map.of(manifest.name() + "@" + manifest.version(), artifact),
                Provenance.CANARY_BUILD,
                build.parameters(),
                materials,
                Provenance.builderOf(key()),
                build.run(),
                build.started(),
                build.finished());
        return ledger.sign(Provenance.MEDIA_TYPE, provenance.bytes());
    }

    private VerifierKey key() {
        return ledger.verifierKey().orElseThrow(() -> new IllegalStateException("a ledger that signs has a key"));
    }

    private ObjectNode payload(ArtifactManifest manifest, Digest provenance) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", manifest.name())
                .put("version", manifest.version())
                .put("provenance", provenance.hex())
                .put("builder", Provenance.builderOf(key()))
                .put("key", Envelope.keyId(key()));
    }
}
