package io.jenkins.plugins.aviary.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.artifact.BuildAttestation;
import io.jenkins.plugins.aviary.ledger.Actor;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.LocalLedger;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.operation.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is sent to a world before it is known where the release comes from. */
@Tag("integration")
@Timeout(180)
class ProvenanceBeforeDeliveryTest {
    @TempDir
    Path folder;

    private RolloutFixture installation;
    private String attested;
    private String unknown;

    @BeforeEach
    void aProvenanceIsDemanded() throws Exception {
        installation = new RolloutFixture(folder, "alpha");
        installation.policy = "      provenance: {required: true}\n";
        installation.configured();
        attested = installation.release("1.0", Map.of());
        unknown = installation.release("1.1", Map.of());
        try (Ledger ledger = LocalLedger.open(installation.home(), Clock.systemUTC())) {
            new BuildAttestation(installation.home(), ledger, Clock.systemUTC())
                    .attest(
                            new Digest(attested),
                            new BuildAttestation.Build(
                                    "canary#7", new Actor("anna", "test"), Map.of(), "", Instant.EPOCH, Instant.EPOCH));
        }
    }

    @AfterEach
    void removed() {
        installation.close();
    }

    private DeployRelease deploy(String release) {
        return RolloutFixture.delivery(release);
    }

    private Path provenance(String release) {
        return installation.home().resolve("artifacts/provenance").resolve(release + ".json");
    }

    private void nothingWasSent() {
        assertThat(installation.world("alpha").resolve("releases"))
                .satisfiesAnyOf(
                        releases -> assertThat(releases).doesNotExist(),
                        releases -> assertThat(releases).isEmptyDirectory());
        assertThat(installation.events).isEmpty();
    }

    @Test
    void whatNobodyVouchesForIsNotDelivered() {
        assertThatThrownBy(() -> deploy(unknown).run(installation.context()))
                .isInstanceOf(DeliveryRefused.class)
                .hasMessageContaining("is missing, and production demands one");
        nothingWasSent();
    }

    @Test
    void anAlteredOrForeignProvenanceStopsTheDelivery() throws IOException {
        String good = Files.readString(provenance(attested));
        Files.writeString(provenance(attested), good.replace("\"sig\":\"", "\"sig\":\"AAAA"));
        assertThatThrownBy(() -> deploy(attested).run(installation.context())).hasMessageContaining("was altered");
        Files.writeString(provenance(unknown), good);
        assertThatThrownBy(() -> deploy(unknown).run(installation.context()))
                .hasMessageContaining("is about another artifact");
        nothingWasSent();
    }

    @Test
    void aStagedRolloutIsNotBegunWithoutIt() {
        CanaryRelease canary = new CanaryRelease(
                RolloutFixture.ENVIRONMENT,
                unknown,
                List.of(),
                List.of(),
                List.of(),
                null,
                null,
                null,
                "",
                null,
                false,
                Duration.ofSeconds(30),
                "");
        assertThatThrownBy(() -> canary.run(installation.context()))
                .isInstanceOf(DeliveryRefused.class)
                .hasMessageContaining("is missing, and production demands one");
        nothingWasSent();
    }

    @Test
    void aRollbackVerifiesItToo() throws Exception {
        assertThat(deploy(attested).run(installation.context()).code()).isEqualTo(ExitCode.DONE);
        installation.policy = "";
        installation.configured();
        assertThat(deploy(unknown).run(installation.context()).code()).isEqualTo(ExitCode.DONE);
        RollbackRelease back = new RollbackRelease(
                RolloutFixture.ENVIRONMENT, List.of(), "previous", true, false, Duration.ofSeconds(30), "");

        String good = Files.readString(provenance(attested));
        Files.writeString(provenance(attested), "{}");
        assertThatThrownBy(() -> back.run(installation.context())).hasMessageContaining("cannot be read");
        assertThat(installation.current("alpha")).isEqualTo("1.1");

        Files.writeString(provenance(attested), good);
        assertThat(back.run(installation.context()).code()).isEqualTo(ExitCode.DONE);
        assertThat(installation.current("alpha")).isEqualTo("1.0");
    }
}
