package io.jenkins.plugins.aviary.release;

import static io.jenkins.plugins.aviary.approval.LocalDelivery.payload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.approval.LocalDelivery;
import io.jenkins.plugins.aviary.artifact.FolderArtifactStore;
import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryDemandTest {
    private static final String YAML = """
            version: 1
            server: {dataPack: data-sample}
            hosts:
              here: {local: true}
            environments:
              staging:
                policy: {maxUnavailable: 2, keepReleases: 3, readyWithin: 1m, stopWithin: 1m}
                worlds:
                  test: {host: here, path: /srv/test}
              production:
                policy:
                  after: [staging]
                  evidence: [tests]
                  backupWithin: 6h
                  approval: {rule: 1 of group:ops}
                  freeze: {evening: {when: 'daily 11:00 to 20:00', zone: UTC}}
                worlds:
                  one:
                    host: here
                    path: /srv/one
                    database: {name: one, user: one}
            """;

    @TempDir
    Path folder;

    private LocalDelivery delivery;
    private Digest release;

    @BeforeEach
    void anArtifactIsThere() throws IOException {
        delivery = new LocalDelivery(folder, YAML);
        release = delivery.artifact("1.0", "-- nothing");
        delivery.happened("other.thing", "", release, payload());
    }

    private Optional<String> refusal(String step, String environment, String... more) {
        Map<String, String> parameters = new LinkedHashMap<>(Map.of("environment", environment));
        parameters.put(step.equals("rollbackRelease") ? "to" : "release", release.hex());
        for (int i = 0; i < more.length; i += 2) {
            parameters.put(more[i], more[i + 1]);
        }
        AviaryConfig config = AviaryConfig.read(folder.resolve("aviary.yml"), Map.of());
        try (Ledger ledger = Ledger.inHomeForReading(delivery.home(), delivery.clock())) {
            return DeliveryDemand.of(step, parameters)
                    .flatMap(demand -> demand.refusal(
                            config,
                            FolderArtifactStore.inHome(delivery.home()),
                            delivery.home(),
                            ledger,
                            delivery.clock().instant()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"deployRelease", "canaryRelease"})
    void aDeliveryIsRefusedWithEverythingThatItLacks(String step) {
        assertThat(refusal(step, "production"))
                .hasValueSatisfying(why -> assertThat(why)
                        .startsWith("1.0 may not go to production yet, and nothing was touched: ")
                        .contains(
                                "ran in staging (",
                                "tests (",
                                "backup within 6h (",
                                "approval (nobody was asked",
                                "no freeze ('evening' lasts until 2026-03-02T20:00:00Z"));
    }

    @Test
    void anEnvironmentThatOnlyLaysDownNumbersGetsWhatItGot() {
        assertThat(refusal("deployRelease", "staging")).isEmpty();
    }

    @Test
    void goingBackIsNeverHeldUp() {
        assertThat(refusal("rollbackRelease", "production", "to", "previous")).isEmpty();
        assertThat(refusal("rollbackRelease", "production", "to", "0.9")).isEmpty();
        delivery.happened(
                "deployment.finished",
                "production",
                release,
                payload().put("deployment", "d1").put("world", "one").put("result", "success"));
        assertThat(refusal("rollbackRelease", "production")).isEmpty();
    }

    @Test
    void goingBackToWhatNeverRanThereIsADelivery() {
        assertThat(refusal("rollbackRelease", "production")).isPresent();
    }

    @Test
    void aRolloutThatBeganGoesOn() {
        assertThat(refusal("canaryRelease", "production", "resume", "1.0-abc.1"))
                .isPresent();
        delivery.happened("rollout.started", "production", release, payload().put("deployment", "1.0-abc.1"));
        assertThat(refusal("canaryRelease", "production", "resume", "1.0-abc.1"))
                .isEmpty();
        assertThat(refusal("canaryRelease", "production", "resume", "1.0-abc.2"))
                .isPresent();
        assertThat(refusal("deployRelease", "production", "resume", "1.0-abc.1"))
                .isPresent();
    }

    @Test
    void aFreezeThatEndsLetsItThrough() throws IOException {
        delivery.configure(YAML.replaceAll("(?m)^ +(after|evidence|backupWithin|approval):.*\n", ""));
        assertThat(refusal("deployRelease", "production")).isPresent();
        delivery.pass(Duration.ofHours(8));
        assertThat(refusal("deployRelease", "production")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rule: two of ops", "rule: '1 of group:ops', escalation: nobody, escalateAfter: 1h"})
    void aRuleThatCannotBeReadRefusesADeliveryToAnyEnvironment(String rule) throws IOException {
        delivery.configure(YAML.replace("rule: 1 of group:ops", rule));
        assertThatThrownBy(() -> refusal("deployRelease", "staging"))
                .isInstanceOf(InvalidParameter.class)
                .hasMessageContaining("environments.production.policy.approval");
    }

    @Test
    void aFreezeThatCannotBeReadRefusesADelivery() throws IOException {
        delivery.configure(YAML.replace("daily 11:00 to 20:00", "now and then"));
        assertThatThrownBy(() -> refusal("deployRelease", "staging"))
                .isInstanceOf(InvalidParameter.class)
                .hasMessageContaining("environments.production.policy.freeze.evening");
    }

    @Test
    void whatIsNoDigestIsLeftToTheStepToRefuse() {
        assertThat(DeliveryDemand.of("deployRelease", Map.of("environment", "production", "release", "1.0")))
                .isEmpty();
        assertThat(DeliveryDemand.of("canaryBuild", Map.of("release", release.hex())))
                .isEmpty();
    }
}
