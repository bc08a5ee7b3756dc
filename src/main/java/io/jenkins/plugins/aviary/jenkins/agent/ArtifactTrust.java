package io.jenkins.plugins.aviary.jenkins.agent;

import hudson.FilePath;
import hudson.model.Run;
import io.jenkins.plugins.aviary.artifact.BuildAttestation;
import io.jenkins.plugins.aviary.artifact.ProvenanceCheck;
import io.jenkins.plugins.aviary.artifact.ProvenanceStore;
import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.jenkins.Installation;
import io.jenkins.plugins.aviary.jenkins.configuration.AviaryConfiguration;
import io.jenkins.plugins.aviary.ledger.Deployment;
import io.jenkins.plugins.aviary.ledger.VerifierKey;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.model.ProvenanceDemand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where artifacts come from, as the controller vouches for it: it signs the provenance of what its builds made, with a
 * key that no agent ever sees, and verifies it before a delivery.
 */
final class ArtifactTrust {
    private static final String BUILD = "canaryBuild";
    private static final int LONGEST = 1000;
    private static final int MOST_EARLIER = 100;

    private ArtifactTrust() {}

    /** Vouches for an artifact that a build of this controller made and that is in its store by now. */
    static void attest(String step, EngineResult result, Map<String, Object> given, Run<?, ?> run) throws IOException {
        if (!step.equals(BUILD)
                || !ArtifactTransfer.known(Installation.get().artifacts(), new Digest(result.artifact()))) {
            return;
        }
        Map<String, String> asked = new TreeMap<>();
        given.forEach((name, value) -> asked.put(name, shortened(String.valueOf(value))));
        String repository =
                result.value() instanceof Map<?, ?> fields && fields.get("repository") instanceof String from
                        ? shortened(from)
                        : "";
        Installation installation = Installation.get();
        new BuildAttestation(installation.home(), installation.ledger(), installation.clock())
                .attest(
                        new Digest(result.artifact()),
                        new BuildAttestation.Build(
                                Installation.name(run),
                                Installation.actor(run),
                                asked,
                                repository,
                                Instant.ofEpochMilli(run.getStartTimeInMillis()),
                                installation.clock().instant()));
    }

    /**
     * Verifies the release that a step is to deliver, and sends the agent what it needs to verify it once more, and what
     * it may go back to: envelopes and public keys.
     *
     * @throws io.jenkins.plugins.aviary.artifact.ProvenanceRefused if it does not hold
     */
    static void toAgent(Map<String, ?> given, FilePath workspace) throws IOException, InterruptedException {
        if (!(given.get("environment") instanceof String environment)) {
            return;
        }
        Installation installation = Installation.get();
        ProvenanceDemand demand = demand(environment);
        Set<String> digests = new LinkedHashSet<>();
        if (given.get("release") instanceof String release && release.matches(ArtifactTransfer.DIGEST)) {
            ProvenanceCheck.inHome(installation.home(), environment, demand)
                    .against(installation.ledger())
                    .verify(new Digest(release));
            digests.add(release);
        }
        for (Deployment earlier : installation.ledger().history().newest(environment, "", 0, MOST_EARLIER)) {
            digests.add(earlier.release());
            digests.add(earlier.fromRelease());
        }
        HashMap<String, String> texts = new HashMap<>();
        ProvenanceStore store = ProvenanceStore.inHome(installation.home());
        for (String digest : digests) {
            if (digest.matches(ArtifactTransfer.DIGEST)) {
                store.read(new Digest(digest))
                        .ifPresent(envelope -> texts.put(
                                "artifacts/provenance/" + digest + ".json",
                                new String(envelope, StandardCharsets.UTF_8)));
            }
        }
        List<String> keys = new ArrayList<>(demand.keys());
        installation.ledger().verifierKeys().stream().map(VerifierKey::text).forEach(keys::add);
        for (int i = 0; i < keys.size(); i++) {
            texts.put(ProvenanceCheck.TRUSTED_KEYS + "/controller-" + i + ".pub", keys.get(i));
        }
        AgentFolder.home(workspace).act(new PlaceTexts(texts));
    }

    private static ProvenanceDemand demand(String environment) {
        Optional<AviaryConfig> shared = AviaryConfiguration.get().shared();
        return shared.filter(config -> config.environments().containsKey(environment))
                .map(config -> config.environment(environment).policy().provenance())
                .orElse(ProvenanceDemand.DEFAULT);
    }

    private static String shortened(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }
}
