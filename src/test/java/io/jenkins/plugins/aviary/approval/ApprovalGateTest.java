package io.jenkins.plugins.aviary.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.approval.ApprovalGate.WhenFrozen;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.LocalLedger;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.operation.ExitCode;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ApprovalGateTest {
    private static final String YAML = """
            version: 1
            server: {dataPack: data-sample}
            hosts:
              here: {local: true}
            environments:
              production:
                policy:
                  approval:
                    rule: 1 of group:ops
                    expiresAfter: 2h
                worlds:
                  one: {host: here, path: /srv/one}
            """;
    private static final Person ANNA = new Person("anna", "test", Set.of(), Set.of("ops", "chiefs"), Set.of());
    private static final Person BEN = new Person("ben", "test", Set.of(), Set.of("chiefs"), Set.of());

    @TempDir
    Path folder;

    private LocalDelivery delivery;
    private Digest release;

    @BeforeEach
    void anArtifactIsThere() throws IOException {
        delivery = new LocalDelivery(folder, YAML);
        release = delivery.artifact("1.0", "db.query('DROP TABLE `old`')");
    }

    private ApprovalGate gate(String approvers, WhenFrozen whenFrozen) {
        return new ApprovalGate("production", release.hex(), approvers, "", null, false, whenFrozen);
    }

    private CompletableFuture<Outcome<ApprovalGate.Result>> waiting(ApprovalGate gate) {
        CompletableFuture<Outcome<ApprovalGate.Result>> outcome = new CompletableFuture<>();
        new Thread(() -> {
                    try {
                        outcome.complete(gate.run(delivery.context()));
                    } catch (InterruptedException | RuntimeException e) {
                        outcome.completeExceptionally(e);
                    }
                })
                .start();
        return outcome;
    }

    /** Does something at the only gate that waits, as soon as it does. */
    private void vote(BiConsumer<ApprovalGates, GateState> deed) throws InterruptedException {
        while (true) {
            try (Ledger ledger = LocalLedger.open(delivery.home(), delivery.clock())) {
                ApprovalGates gates = new ApprovalGates(ledger, delivery.clock());
                Optional<GateState> pending = gates.pending().stream().findFirst();
                if (pending.isPresent()) {
                    deed.accept(gates, pending.get());
                    return;
                }
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private void approve(Person person) throws InterruptedException {
        vote((gates, gate) -> gates.approve(gate.request().gate(), person, gate.subject(), "good"));
    }

    @Test
    void opensOnceEnoughHaveAgreed() throws Exception {
        var outcome = waiting(gate("", WhenFrozen.WAIT));
        approve(ANNA);
        assertThat(outcome.get().code()).isEqualTo(ExitCode.DONE);
        assertThat(outcome.get().result().approvedBy()).containsExactly("anna");
    }

    @Test
    void showsTheRiskOfEveryNewMigration() throws Exception {
        var outcome = waiting(gate("", WhenFrozen.WAIT));
        approve(ANNA);
        outcome.get();
        assertThat(delivery.lines()).anyMatch(line -> line.contains("1.lua: drops a table"));
    }

    @Test
    void failsOnceSomebodyDenies() throws Exception {
        var outcome = waiting(gate("", WhenFrozen.WAIT));
        vote((gates, gate) -> gates.deny(gate.request().gate(), ANNA, gate.subject(), "not on a friday"));
        assertThat(outcome.get().code()).isEqualTo(ExitCode.FAILED);
        assertThat(outcome.get().summary()).contains("denied by anna: not on a friday");
    }

    @Test
    void aPipelineCanDemandMoreThanThePolicyButNotLess() throws Exception {
        var outcome = waiting(gate("2 of group:chiefs", WhenFrozen.WAIT));
        approve(ANNA);
        approve(BEN);
        vote((gates, gate) -> {
            assertThat(gate.votes()).hasSize(2);
            gates.approve(
                    gate.request().gate(),
                    new Person("carl", "test", Set.of(), Set.of("ops"), Set.of()),
                    gate.subject(),
                    "");
        });
        assertThat(outcome.get().result().approvedBy()).hasSize(3);
    }

    @Test
    void closesWhenNobodyDecidesInTime() throws Exception {
        var outcome = waiting(gate("", WhenFrozen.WAIT));
        vote((gates, gate) -> delivery.pass(Duration.ofHours(3)));
        assertThat(outcome.get().code()).isEqualTo(ExitCode.FAILED);
        assertThat(outcome.get().result().outcome()).isEqualTo("expired");
    }

    @Test
    void isPassedAgainUnchangedWithoutAsking() throws Exception {
        var first = waiting(gate("", WhenFrozen.WAIT));
        approve(ANNA);
        first.get();
        assertThat(gate("", WhenFrozen.WAIT).run(delivery.context()).code()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void asksAgainWhenTheConfigurationChangedSince() throws Exception {
        var first = waiting(gate("", WhenFrozen.WAIT));
        approve(ANNA);
        first.get();
        delivery.configure(YAML.replace("/srv/one}", "/srv/one, settings: {maxPlayers: \"900\"}}"));
        var second = waiting(gate("", WhenFrozen.WAIT));
        vote((gates, gate) -> assertThat(gate.votes()).isEmpty());
        assertThat(second).isNotDone();
        approve(ANNA);
        assertThat(second.get().code()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void asksAgainWhenMoreIsDemandedThanTheGateAsked() throws Exception {
        var first = waiting(gate("", WhenFrozen.WAIT));
        approve(ANNA);
        first.get();
        var second = waiting(
                new ApprovalGate("production", release.hex(), "1 of group:chiefs", "", null, true, WhenFrozen.WAIT));
        vote((gates, gate) -> {
            assertThat(gate.request().gate()).endsWith("#2");
            assertThat(gate.votes()).isEmpty();
            assertThat(gate.rule().text()).isEqualTo("1 of group:ops and 1 of group:chiefs");
        });
        assertThat(delivery.lines())
                .anyMatch(
                        line -> line.contains("#1 does not count here: who must agree changed from 1 of group:ops to"));
        approve(ANNA);
        approve(BEN);
        assertThat(second.get().result().approvedBy()).containsExactly("anna", "ben");
    }

    @Test
    void aDenialIsNotForgottenForAnOlderApproval() throws Exception {
        var first = waiting(gate("", WhenFrozen.WAIT));
        approve(ANNA);
        first.get();
        delivery.configure(YAML.replace("/srv/one}", "/srv/two}"));
        var second = waiting(gate("", WhenFrozen.WAIT));
        vote((gates, gate) -> gates.deny(gate.request().gate(), ANNA, gate.subject(), "no"));
        second.get();
        delivery.configure(YAML);
        var third = waiting(gate("", WhenFrozen.WAIT));
        vote((gates, gate) -> assertThat(gate.request().gate()).endsWith("#3"));
        assertThat(third).isNotDone();
        approve(ANNA);
        third.get();
    }

    @Test
    void voidsTheVotesWhenTheConfigurationChangesWhileItWaits() throws Exception {
        var outcome = waiting(gate("2 of group:chiefs", WhenFrozen.WAIT));
        approve(ANNA);
        Digest before = state().subject();
        delivery.configure(YAML.replace("/srv/one}", "/srv/elsewhere}"));
        awaitLine("What is asked for has changed");
        assertThat(state().subject()).isNotEqualTo(before);
        assertThat(state().votes()).isEmpty();
        assertThat(state().voided()).singleElement().asString().startsWith("1 votes are void: the config changed");
        assertThat(outcome).isNotDone();
        approve(ANNA);
        approve(BEN);
        approve(new Person("carl", "test", Set.of(), Set.of("ops"), Set.of()));
        assertThat(outcome.get().code()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void asksByTheNewRuleWhenItChangesWhileTheGateWaits() throws Exception {
        var outcome = waiting(gate("", WhenFrozen.WAIT));
        vote((gates, gate) -> {});
        delivery.configure(YAML.replace("1 of group:ops", "2 of (group:ops, group:chiefs)"));
        awaitLine("What is asked for has changed");
        assertThat(state().voided()).singleElement().asString().contains("who must agree changed from 1 of group:ops");
        approve(ANNA);
        assertThat(outcome).isNotDone();
        approve(BEN);
        assertThat(outcome.get().result().approvedBy()).containsExactly("anna", "ben");
    }

    /** The vote and the change come together: whoever waits has not seen the change when the gate opens. */
    @Test
    void whatChangedWithTheLastVoteIsAskedAnew() throws Exception {
        var outcome = waiting(gate("", WhenFrozen.WAIT));
        vote((gates, gate) -> {
            gates.approve(gate.request().gate(), ANNA, gate.subject(), "good");
            try {
                delivery.configure(YAML.replace("/srv/one}", "/srv/elsewhere}"));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        awaitLine("that does not count any more: the config changed");
        assertThat(outcome).isNotDone();
        approve(ANNA);
        assertThat(outcome.get().result().gate()).endsWith("#2");
    }

    @Test
    void anUnreadableFileHoldsUpNothingAndIsTold() throws Exception {
        var outcome = waiting(gate("2 of group:chiefs", WhenFrozen.WAIT));
        approve(ANNA);
        delivery.configure("version: 1\nenviron");
        awaitLine("is not known for now");
        assertThat(state().votes()).hasSize(1);
        delivery.configure(YAML);
        approve(BEN);
        approve(new Person("carl", "test", Set.of(), Set.of("ops"), Set.of()));
        assertThat(outcome.get().code()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void anEmergencyDoesNotWaitForTheEndOfAFreezeWindow() throws Exception {
        delivery.configure(YAML.replace(
                        "    worlds:",
                        "      freeze:\n        event: {when: 'mon 10:00 to mon 18:00', zone: UTC}\n    worlds:")
                .replace("expiresAfter: 2h", "expiresAfter: 2h\n        breakGlass: [group:chiefs]"));
        var outcome = waiting(gate("", WhenFrozen.FAIL));
        vote((gates, gate) -> gates.breakGlass(gate.request().gate(), BEN, gate.subject(), "players lose items"));
        assertThat(outcome.get().code()).isEqualTo(ExitCode.DONE);
        assertThat(outcome.get().result().outcome()).isEqualTo("broken-glass");
        assertThat(delivery.lines()).anyMatch(line -> line.contains("holds back no emergency"));
    }

    private GateState state() {
        try (Ledger ledger = LocalLedger.open(delivery.home(), delivery.clock())) {
            return GateReading.all(ledger).get(0);
        }
    }

    private void awaitLine(String text) throws InterruptedException {
        while (delivery.lines().stream().noneMatch(line -> line.contains(text))) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    @Test
    void aCancelledRunClosesItsGate() throws Exception {
        Thread[] waiter = new Thread[1];
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        waiter[0] = new Thread(() -> {
            try {
                gate("", WhenFrozen.WAIT).run(delivery.context());
                ended.complete(false);
            } catch (InterruptedException e) {
                ended.complete(true);
            }
        });
        waiter[0].start();
        vote((gates, gate) -> {});
        waiter[0].interrupt();
        assertThat(ended.get()).isTrue();
        try (Ledger ledger = Ledger.inHomeForReading(delivery.home(), delivery.clock())) {
            assertThat(GateReading.all(ledger))
                    .singleElement()
                    .satisfies(
                            gate -> assertThat(gate.settlement().orElseThrow().outcome())
                                    .isEqualTo(Settlement.Outcome.CANCELLED));
        }
    }

    @Test
    void failsInAFreezeWindowIfAskedTo() throws Exception {
        delivery.configure(YAML.replace(
                "    worlds:",
                "      freeze:\n        event: {when: 'mon 10:00 to mon 18:00', zone: UTC}\n    worlds:"));
        var outcome = waiting(gate("", WhenFrozen.FAIL));
        approve(ANNA);
        assertThat(outcome.get().code()).isEqualTo(ExitCode.FAILED);
        assertThat(outcome.get().summary()).contains("frozen (event) until 2026-03-02T18:00:00Z");
    }

    @Test
    void waitsForTheEndOfAFreezeWindow() throws Exception {
        delivery.configure(YAML.replace(
                "    worlds:",
                "      freeze:\n        event: {when: 'mon 10:00 to mon 18:00', zone: UTC}\n    worlds:"));
        var outcome = waiting(gate("", WhenFrozen.WAIT));
        approve(ANNA);
        while (delivery.lines().stream().noneMatch(line -> line.contains("frozen (event)"))) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(outcome).isNotDone();
        delivery.pass(Duration.ofHours(6));
        assertThat(outcome.get().code()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void nobodyToAskIsAMistakeInThePipeline() throws IOException {
        delivery.configure(YAML.replaceAll("(?s)    policy:.*?    worlds:", "    worlds:"));
        assertThatThrownBy(() -> gate("", WhenFrozen.WAIT).run(delivery.context()))
                .isInstanceOf(InvalidParameter.class)
                .hasMessageContaining("give 'approvers' such as '2 of group:ops'");
    }

    @Test
    void aRuleThatCannotBeReadNamesItsPlace() throws IOException {
        delivery.configure(YAML.replace("1 of group:ops", "two of ops"));
        assertThatThrownBy(() -> gate("", WhenFrozen.WAIT).run(delivery.context()))
                .isInstanceOf(InvalidParameter.class)
                .hasMessageContaining("environments.production.policy.approval");
    }
}
