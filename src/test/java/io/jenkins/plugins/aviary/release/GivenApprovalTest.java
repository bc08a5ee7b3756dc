package io.jenkins.plugins.aviary.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.approval.ApprovalGates;
import io.jenkins.plugins.aviary.approval.ApprovalPolicy;
import io.jenkins.plugins.aviary.approval.ApprovalRequest;
import io.jenkins.plugins.aviary.approval.ApprovalRule;
import io.jenkins.plugins.aviary.approval.LocalDelivery;
import io.jenkins.plugins.aviary.approval.Person;
import io.jenkins.plugins.aviary.approval.Principal;
import io.jenkins.plugins.aviary.approval.RequestComposer;
import io.jenkins.plugins.aviary.artifact.FolderArtifactStore;
import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.LocalLedger;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.operation.ExitCode;
import io.jenkins.plugins.aviary.operation.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GivenApprovalTest {
    private static final String YAML = """
            version: 1
            server: {dataPack: data-sample}
            hosts:
              here: {local: true}
            environments:
              production:
                policy:
                  approval: {rule: 1 of group:ops, breakGlass: ["user:eve"]}
                worlds:
                  one: {host: here, path: /srv/one}
            """;
    private static final Person ANNA = new Person("anna", "test", Set.of(), Set.of("ops"), Set.of());
    private static final Person BEN = new Person("ben", "test", Set.of(), Set.of("ops"), Set.of());
    private static final Person EVE = new Person("eve", "test", Set.of(), Set.of(), Set.of());
    private static final Person MALLORY = new Person("mallory", "test", Set.of(), Set.of(), Set.of());

    @TempDir
    Path folder;

    private LocalDelivery delivery;
    private Digest release;

    @BeforeEach
    void anArtifactIsThere() throws IOException {
        delivery = new LocalDelivery(folder, YAML);
        release = delivery.artifact("1.0", "-- nothing");
    }

    private static ApprovalPolicy policy(String rule, String... breakGlass) {
        return new ApprovalPolicy(
                ApprovalRule.parse(rule),
                true,
                true,
                false,
                Duration.ofDays(3),
                Duration.ZERO,
                Optional.empty(),
                List.of(breakGlass).stream().map(Principal::parse).toList());
    }

    private interface Deed {
        void at(ApprovalGates gates, Digest subject);
    }

    private void gate(String id, ApprovalPolicy policy, Deed deed) {
        try (Ledger ledger = LocalLedger.open(delivery.home(), delivery.clock())) {
            AviaryConfig config = AviaryConfig.read(folder.resolve("aviary.yml"), Map.of());
            ApprovalGates gates = new ApprovalGates(ledger, delivery.clock());
            ApprovalRequest request = new RequestComposer(config, FolderArtifactStore.inHome(delivery.home()), ledger)
                    .compose(id, id, "production", release, "", "carl", policy);
            gates.open(request, new Person("carl", "test", Set.of(), Set.of(), Set.of()));
            deed.at(gates, request.subject().hash());
        }
    }

    private void approved(String id) {
        gate(id, policy("1 of group:ops"), (gates, subject) -> gates.approve(id, ANNA, subject, ""));
    }

    private Outcome<PromoteRelease.Result> promote() {
        return new PromoteRelease("production", release.hex(), false).run(delivery.context());
    }

    @Test
    void anApprovalUnderWhatIsDemandedCounts() {
        approved("build #1");
        assertThat(promote().code()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void aDenialAfterAnApprovalRefusesAndTellsWhoAndWhen() {
        approved("build #1");
        delivery.pass(Duration.ofHours(1));
        gate(
                "build #2",
                policy("1 of group:ops"),
                (gates, subject) -> gates.deny("build #2", BEN, subject, "it eats houses"));
        assertThat(promote().summary()).contains("denied by ben at 2026-03-02T13:00:00Z: it eats houses");

        delivery.pass(Duration.ofHours(1));
        approved("build #3");
        assertThat(promote().code()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void anApprovalUnderAWeakerRuleDoesNotUndoADenial() {
        gate("build #1", policy("1 of group:ops"), (gates, subject) -> gates.deny("build #1", BEN, subject, "no"));
        delivery.pass(Duration.ofHours(1));
        gate(
                "feature #1",
                policy("user:mallory"),
                (gates, subject) -> gates.approve("feature #1", MALLORY, subject, ""));
        assertThat(promote().summary()).contains("denied by ben");
    }

    @Test
    void anApprovalUnderAWeakerRuleDoesNotCount() {
        gate(
                "feature #1",
                policy("user:mallory"),
                (gates, subject) -> gates.approve("feature #1", MALLORY, subject, ""));
        assertThat(promote().summary())
                .contains("weaker rule")
                .contains("1 of user:mallory, and 1 of group:ops is demanded");
    }

    @Test
    void anApprovalCountsForAsLongAsAGateMayWait() {
        approved("build #1");
        delivery.pass(Duration.ofDays(3));
        assertThat(promote().code()).isEqualTo(ExitCode.DONE);
        delivery.pass(Duration.ofMillis(1));
        assertThat(promote().summary()).contains("the approval of 2026-03-02T12:00:00Z counted for 3d");
    }

    @Test
    void brokenGlassCountsAndOpensTheFreezeInWhichItWasBroken() throws IOException {
        delivery.configure(YAML.replace(
                "      approval:",
                "      freeze: {evening: {when: 'daily 12:30 to 20:00', zone: UTC}}\n      approval:"));
        broken("build #1");
        assertThat(promote().code()).isEqualTo(ExitCode.DONE);

        delivery.pass(Duration.ofHours(1));
        assertThat(promote().summary())
                .doesNotContain("approval (")
                .contains("'evening' lasts until 2026-03-02T20:00:00Z");
        broken("build #2");
        assertThat(promote().code()).isEqualTo(ExitCode.DONE);
    }

    private void broken(String id) {
        gate(
                id,
                policy("1 of group:ops", "user:eve"),
                (gates, subject) -> gates.breakGlass(id, EVE, subject, "the world is on fire"));
    }

    @Test
    void glassThatThePresentPolicyLetsNobodyBreakDoesNotCount() {
        gate(
                "feature #1",
                policy("1 of group:ops", "user:mallory"),
                (gates, subject) -> gates.breakGlass("feature #1", MALLORY, subject, "I want it"));
        assertThat(promote().summary()).contains("by a rule that named others for that");
    }
}
