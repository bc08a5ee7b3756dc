package io.jenkins.plugins.aviary.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.aviary.model.CanonicalJson;
import io.jenkins.plugins.aviary.model.Digest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProvenanceTest {
    private static final SigningKey KEY = SigningKey.generate("ci.example.org");
    private static final Digest ARTIFACT = Digest.of("canary");
    private static final String BUILDER = "https://ci.example.org/aviary";
    private static final Provenance PROVENANCE = new Provenance(
            Map.of("canary", ARTIFACT),
            "https://plugins.jenkins.io/aviary/canaryBuild/v1",
            Map.of("preset", "linux-release"),
            List.of(new Provenance.Material(
                    "git+https://example.org/canary@refs/heads/main", "gitCommit", "c".repeat(40))),
            BUILDER,
            "canary/main#7",
            EventSamples.START,
            EventSamples.START.plusSeconds(90));

    private static Provenance verify(Envelope envelope) {
        return Provenance.verify(envelope, ARTIFACT, BUILDER, Set.of(KEY.verifier()));
    }

    @Test
    void isReadBackFromItsEnvelope() {
        Envelope envelope = PROVENANCE.sign(KEY);
        Envelope read = Envelope.parse(CanonicalJson.bytes(envelope.json()));
        assertThat(verify(read)).isEqualTo(PROVENANCE);
    }

    @Test
    void hasTheFormOfAnInTotoStatementWithSlsaProvenance() {
        JsonNode statement = PROVENANCE.statement();
        assertThat(statement.path("_type").asText()).isEqualTo("https://in-toto.io/Statement/v1");
        assertThat(statement.path("predicateType").asText()).isEqualTo("https://slsa.dev/provenance/v1");
        assertThat(statement.at("/subject/0/digest/sha256").asText()).isEqualTo(ARTIFACT.hex());
        assertThat(statement
                        .at("/predicate/buildDefinition/resolvedDependencies/0/digest/gitCommit")
                        .asText())
                .hasSize(40);
        assertThat(statement.at("/predicate/runDetails/builder/id").asText()).isEqualTo(BUILDER);
        assertThat(statement.at("/predicate/runDetails/metadata/finishedOn").asText())
                .isEqualTo("2026-01-01T00:01:30Z");
    }

    /** The example of the DSSE specification. */
    @Test
    void signsWhatDsseSaysIsToBeSigned() {
        assertThat(new String(
                        Envelope.preAuthentication(
                                "http://example.com/HelloWorld", "hello world".getBytes(StandardCharsets.UTF_8)),
                        StandardCharsets.UTF_8))
                .isEqualTo("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
    }

    @Test
    void isRefusedIfNobodyTrustedSignedIt() {
        Envelope foreign = PROVENANCE.sign(SigningKey.generate("ci.example.org"));
        assertThatThrownBy(() -> verify(foreign))
                .isInstanceOf(LedgerFailure.class)
                .hasMessageContaining("not signed");
    }

    @Test
    void isRefusedIfItWasChangedAfterItWasSigned() {
        Envelope envelope = PROVENANCE.sign(KEY);
        byte[] changed = new String(envelope.payload(), StandardCharsets.UTF_8)
                .replace("linux-release", "linux-debug00")
                .getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> verify(new Envelope(envelope.payloadType(), changed, envelope.signatures())))
                .hasMessageContaining("not signed");
        assertThatThrownBy(() -> verify(new Envelope("text/plain", envelope.payload(), envelope.signatures())))
                .hasMessageContaining("not signed");
    }

    @Test
    void isRefusedIfItIsAboutSomethingElseOrByAnotherBuilder() {
        Envelope envelope = PROVENANCE.sign(KEY);
        Set<VerifierKey> keys = Set.of(KEY.verifier());
        assertThatThrownBy(() -> Provenance.verify(envelope, Digest.of("other"), BUILDER, keys))
                .hasMessageContaining("is not about");
        assertThatThrownBy(() -> Provenance.verify(envelope, ARTIFACT, "https://elsewhere", keys))
                .hasMessageContaining("was built by");
    }

    @Test
    void isRefusedIfItIsNoProvenanceAtAll() {
        Envelope note = Envelope.sign(Provenance.MEDIA_TYPE, "{}".getBytes(StandardCharsets.UTF_8), KEY);
        assertThatThrownBy(() -> verify(note)).hasMessageContaining("_type");
        assertThatThrownBy(() -> Envelope.parse("{}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
