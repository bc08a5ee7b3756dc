package io.jenkins.plugins.aviary.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.aviary.ledger.Envelope;
import io.jenkins.plugins.aviary.ledger.SigningKey;
import io.jenkins.plugins.aviary.model.CanonicalJson;
import io.jenkins.plugins.aviary.model.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProvenanceTest {
    private static final SigningKey KEY = SigningKey.generate("ci.example.org");
    private static final Digest ARTIFACT = Digest.of("canary");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static Provenance by(SigningKey builder) {
        return new Provenance(
                Map.of("canary", ARTIFACT),
                Provenance.CANARY_BUILD,
                Map.of("preset", "linux-release"),
                List.of(new Provenance.Material(
                        "git+https://example.org/canary@refs/heads/main", "gitCommit", "c".repeat(40))),
                Provenance.builderOf(builder.verifier()),
                "canary/main#7",
                START,
                START.plusSeconds(90));
    }

    private static Envelope signed(SigningKey key) {
        return Envelope.sign(Provenance.MEDIA_TYPE, by(KEY).bytes(), key);
    }

    private static Provenance verify(Envelope envelope) {
        return Provenance.verify(envelope, ARTIFACT, List.of(KEY.verifier()));
    }

    @Test
    void isReadBackFromItsEnvelope() {
        Envelope read = Envelope.parse(CanonicalJson.bytes(signed(KEY).json()));
        assertThat(verify(read)).isEqualTo(by(KEY));
    }

    @Test
    void hasTheFormOfAnInTotoStatementWithSlsaProvenance() {
        JsonNode statement = by(KEY).statement();
        assertThat(statement.path("_type").asText()).isEqualTo("https://in-toto.io/Statement/v1");
        assertThat(statement.path("predicateType").asText()).isEqualTo("https://slsa.dev/provenance/v1");
        assertThat(statement.at("/subject/0/digest/sha256").asText()).isEqualTo(ARTIFACT.hex());
        assertThat(statement
                        .at("/predicate/buildDefinition/resolvedDependencies/0/digest/gitCommit")
                        .asText())
                .hasSize(40);
        assertThat(statement.at("/predicate/runDetails/builder/id").asText()).isEqualTo("urn:aviary:ci.example.org");
        assertThat(statement.at("/predicate/runDetails/metadata/finishedOn").asText())
                .isEqualTo("2026-01-01T00:01:30Z");
    }

    @Test
    void isRefusedIfItIsSignedByAnotherKey() {
        assertThatThrownBy(() -> verify(signed(SigningKey.generate("ci.elsewhere.org"))))
                .isInstanceOf(ProvenanceRefused.class)
                .hasMessageContaining("is signed by ci.elsewhere.org+")
                .hasMessageContaining("does not trust");
    }

    @Test
    void isRefusedIfItIsSignedByAnotherKeyOfTheSameName() {
        assertThatThrownBy(() -> verify(signed(SigningKey.generate("ci.example.org"))))
                .hasMessageContaining("does not trust");
    }

    @Test
    void isRefusedIfItWasAlteredAfterItWasSigned() {
        Envelope envelope = signed(KEY);
        byte[] changed = new String(envelope.payload(), StandardCharsets.UTF_8)
                .replace("linux-release", "linux-debug00")
                .getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> verify(new Envelope(envelope.payloadType(), changed, envelope.signatures())))
                .hasMessageContaining("was altered");
        assertThatThrownBy(() -> verify(new Envelope("text/plain", envelope.payload(), envelope.signatures())))
                .hasMessageContaining("was altered");
    }

    @Test
    void isRefusedIfItIsAboutAnotherArtifact() {
        assertThatThrownBy(() -> Provenance.verify(signed(KEY), Digest.of("other"), List.of(KEY.verifier())))
                .hasMessageContaining("is about another artifact");
    }

    @Test
    void isRefusedIfATrustedKeyVouchesForTheBuildsOfAnother() {
        SigningKey other = SigningKey.generate("ci.elsewhere.org");
        assertThatThrownBy(() -> Provenance.verify(signed(other), ARTIFACT, List.of(KEY.verifier(), other.verifier())))
                .hasMessageContaining("names another builder");
    }

    @Test
    void isRefusedIfItIsNoProvenanceAtAll() {
        Envelope note = Envelope.sign(Provenance.MEDIA_TYPE, "{}".getBytes(StandardCharsets.UTF_8), KEY);
        assertThatThrownBy(() -> verify(note)).hasMessageContaining("_type");
        Envelope text = Envelope.sign("text/plain", by(KEY).bytes(), KEY);
        assertThatThrownBy(() -> verify(text)).hasMessageContaining("it is no application/vnd.in-toto+json");
    }
}
