package io.jenkins.plugins.aviary.artifact;

import io.jenkins.plugins.aviary.ledger.Envelope;
import io.jenkins.plugins.aviary.ledger.EventQuery;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.VerifierKey;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.model.ProvenanceDemand;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Holds artifacts against their provenance, before anything of them is sent to an environment. A provenance that is there
 * must hold; whether there must be one is for the environment to say.
 */
public final class ProvenanceCheck {
    /** Where the controller lays the keys on an agent that the agent is to trust. */
    public static final String TRUSTED_KEYS = "keys/trusted";

    private static final int MOST_KEYS = 100;

    private final ProvenanceStore store;
    private final List<VerifierKey> keys;
    private final String environment;
    private final ProvenanceDemand demand;
    private final Optional<Ledger> ledger;

    private ProvenanceCheck(
            ProvenanceStore store,
            List<VerifierKey> own,
            String environment,
            ProvenanceDemand demand,
            Optional<Ledger> ledger) {
        List<VerifierKey> all = new ArrayList<>(own);
        demand.keys().forEach(key -> all.add(VerifierKey.parse(key)));
        this.store = store;
        this.keys = List.copyOf(all);
        this.environment = environment;
        this.demand = demand;
        this.ledger = ledger;
    }

    /** A check where there is no ledger, by the public keys in Aviary's folder and in the environment's policy. */
    public static ProvenanceCheck inHome(Path home, String environment, ProvenanceDemand demand) {
        return new ProvenanceCheck(ProvenanceStore.inHome(home), keysIn(home), environment, demand, Optional.empty());
    }

    /** The same check, which also wants the provenance to be the one that the ledger knows. */
    public ProvenanceCheck against(Ledger record) {
        List<VerifierKey> own = new ArrayList<>(keys);
        own.addAll(record.verifierKeys());
        return new ProvenanceCheck(store, own, environment, demand, Optional.of(record));
    }

    /**
     * Holds one artifact against its provenance.
     *
     * @return what it says; nothing if there is none and none is demanded
     * @throws ProvenanceRefused if it is missing, altered, of another artifact, or signed by a key that is not trusted
     */
    public Optional<Provenance> verify(Digest artifact) {
        Optional<byte[]> envelope = store.read(artifact);
        Set<String> recorded = ledger.map(record -> recorded(record, artifact)).orElse(Set.of());
        if (envelope.isEmpty()) {
            if (!recorded.isEmpty()) {
                throw new ProvenanceRefused(
                        artifact, "is in the ledger but gone from the disk; restore it from a copy, or build again");
            }
            if (demand.required()) {
                throw new ProvenanceRefused(
                        artifact,
                        "is missing, and " + environment + " demands one (policy.provenance.required);"
                                + " build the artifact with canaryBuild");
            }
            return Optional.empty();
        }
        Provenance provenance = Provenance.verify(parsed(artifact, envelope.get()), artifact, keys);
        if (!recorded.isEmpty() && !recorded.contains(Digest.of(envelope.get()).hex())) {
            throw new ProvenanceRefused(
                    artifact, "is not the one that the ledger knows; restore that one from a copy, or build again");
        }
        return Optional.of(provenance);
    }

    private static Envelope parsed(Digest artifact, byte[] bytes) {
        try {
            return Envelope.parse(bytes);
        } catch (IllegalArgumentException e) {
            throw new ProvenanceRefused(artifact, "cannot be read: " + e.getMessage() + "; build the artifact again");
        }
    }

    private static Set<String> recorded(Ledger ledger, Digest artifact) {
        return ledger
                .query(EventQuery.ALL
                        .ofType(BuildAttestation.EVENT)
                        .about(artifact.hex())
                        .page(Long.MAX_VALUE, 1000))
                .events()
                .stream()
                .map(recorded -> recorded.event().payload().path("provenance").asText())
                .collect(Collectors.toSet());
    }

    /** The public keys of this installation and those that a controller laid here. */
    private static List<VerifierKey> keysIn(Path home) {
        List<VerifierKey> keys = new ArrayList<>();
        for (Path folder : List.of(home.resolve("ledger"), home.resolve("keys"), home.resolve(TRUSTED_KEYS))) {
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.pub")) {
                for (Path file : files) {
                    if (keys.size() < MOST_KEYS) {
                        keys.add(VerifierKey.parse(Files.readString(file)));
                    }
                }
            } catch (IOException | IllegalArgumentException e) {
                throw new OperationFailure("The public keys in " + folder + " cannot be read: " + e.getMessage(), e);
            }
        }
        return keys;
    }
}
