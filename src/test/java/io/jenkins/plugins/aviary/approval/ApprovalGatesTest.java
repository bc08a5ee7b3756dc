package io.jenkins.plugins.aviary.approval;

import static io.jenkins.plugins.aviary.approval.ApprovalSamples.ANNA;
import static io.jenkins.plugins.aviary.approval.ApprovalSamples.BEN;
import static io.jenkins.plugins.aviary.approval.ApprovalSamples.CARL;
import static io.jenkins.plugins.aviary.approval.ApprovalSamples.DORA;
import static io.jenkins.plugins.aviary.approval.ApprovalSamples.EVA;
import static io.jenkins.plugins.aviary.approval.ApprovalSamples.SUBJECT;
import static io.jenkins.plugins.aviary.approval.ApprovalSamples.policy;
import static io.jenkins.plugins.aviary.approval.ApprovalSamples.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.ledger.EventQuery;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.Recorded;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.testing.MovableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApprovalGatesTest {
    private static final Digest SEEN = SUBJECT.hash();
    private static final String GATE = "canary/main#7:approve";

    @TempDir
    Path home;

    private final MovableClock clock = new MovableClock(ApprovalSamples.START);
    private final List<GateState> told = Collections.synchronizedList(new ArrayList<>());
    private Ledger ledger;
    private ApprovalGates gates;

    @BeforeEach
    void start() {
        ledger = Ledger.inHome(home, "test", clock, Duration.ZERO);
        gates = new ApprovalGates(ledger, clock);
        gates.onSettled(told::add);
    }

    @AfterEach
    void stop() {
        ledger.close();
    }

    private void restart() {
        stop();
        start();
    }

    private void open(String rule) {
        gates.open(request(GATE, policy(rule)), DORA);
    }

    private GateState gate() {
        return gates.find(GATE).orElseThrow();
    }

    private List<Recorded> events(String type) {
        return ledger.query(EventQuery.ALL.ofType(type)).events();
    }

    @Test
    void opensWhenEnoughPersonsHaveAgreed() {
        open("2 of group:ops");
        assertThat(gates.approve(GATE, ANNA, SEEN, "").pending()).isTrue();
        assertThat(gate().missing()).extracting(ApprovalRule::text).containsExactly("1 of group:ops");
        assertThat(gates.approve(GATE, BEN, SEEN, "looks good").settlement())
                .get()
                .satisfies(end -> {
                    assertThat(end.outcome()).isEqualTo(Settlement.Outcome.APPROVED);
                    assertThat(end.outcome().open()).isTrue();
                    assertThat(end.reason()).isEqualTo("anna, ben agreed");
                });
        assertThat(told).containsExactly(gate());
        assertThat(events("approval.settled")).hasSize(1);
    }

    @Test
    void countsAPersonOnce() {
        open("2 of group:ops");
        gates.approve(GATE, ANNA, SEEN, "");
        assertThatThrownBy(() -> gates.approve(GATE, ANNA, SEEN, "again"))
                .isInstanceOf(ApprovalRefused.class)
                .hasMessageContaining("already approved");
        assertThat(gate().votes()).hasSize(1);
    }

    @Test
    void letsNobodyVoteWhoIsNotInTheRule() {
        open("2 of group:ops");
        assertThatThrownBy(() -> gates.approve(GATE, EVA, SEEN, ""))
                .hasMessage("eva may not vote here; the rule is: 2 of group:ops");
        assertThatThrownBy(() -> gates.deny(GATE, EVA, SEEN, "no")).hasMessageContaining("may not vote");
        assertThatThrownBy(() -> gates.approve("elsewhere", ANNA, SEEN, "")).hasMessageContaining("no gate");
    }

    @Test
    void keepsWhoAsksAndWhoWroteItFromApproving() {
        open("2 of (group:ops, group:dev)");
        assertThatThrownBy(() -> gates.approve(GATE, DORA, SEEN, "")).hasMessageContaining("asked for this");
        Person fritz = ApprovalSamples.person("Fritz", "group:dev");
        Person alias = new Person("f", "test", Set.of("FRITZ@example.org"), Set.of("dev"), Set.of());
        for (Person author : List.of(fritz, alias)) {
            assertThatThrownBy(() -> gates.approve(GATE, author, SEEN, "")).hasMessageContaining("wrote a commit");
        }
    }

    @Test
    void closesWhenSomebodySaysNoAndWhy() {
        open("2 of group:ops");
        assertThatThrownBy(() -> gates.deny(GATE, ANNA, SEEN, " ")).hasMessageContaining("needs a reason");
        gates.approve(GATE, BEN, SEEN, "");
        assertThat(gates.deny(GATE, ANNA, SEEN, "raid tonight").settlement())
                .get()
                .satisfies(end -> {
                    assertThat(end.outcome()).isEqualTo(Settlement.Outcome.DENIED);
                    assertThat(end.by()).isEqualTo("anna");
                    assertThat(end.reason()).isEqualTo("raid tonight");
                });
        assertThatThrownBy(() -> gates.approve(GATE, CARL, SEEN, ""))
                .hasMessageContaining("is closed: anna, denied, raid tonight");
    }

    @Test
    void voidsTheVotesWhenWhatIsAskedForChanges() {
        open("2 of group:ops");
        gates.approve(GATE, ANNA, SEEN, "");
        ApprovalSubject other = ApprovalSamples.subject("canary 2.1");
        GateState changed = gates.rebind(GATE, gate().request().about(other), "built again");
        assertThat(changed.votes()).isEmpty();
        assertThat(changed.voided()).singleElement().asString().contains("1 votes are void: the artifact changed from");
        assertThatThrownBy(() -> gates.approve(GATE, BEN, SEEN, "")).hasMessageContaining("look again");
        gates.approve(GATE, BEN, other.hash(), "");
        assertThat(gates.approve(GATE, ANNA, other.hash(), "").pending()).isFalse();
    }

    @Test
    void bindsEachPartOfWhatIsApproved() {
        Digest x = Digest.of("x");
        assertThat(List.of(
                        SUBJECT.hash(),
                        new ApprovalSubject("staging", SUBJECT.artifact(), SUBJECT.config(), SUBJECT.migrations())
                                .hash(),
                        new ApprovalSubject("production", x, SUBJECT.config(), SUBJECT.migrations()).hash(),
                        new ApprovalSubject("production", SUBJECT.artifact(), x, SUBJECT.migrations()).hash(),
                        new ApprovalSubject("production", SUBJECT.artifact(), SUBJECT.config(), x).hash()))
                .doesNotHaveDuplicates();
    }

    @Test
    void expires() {
        open("2 of group:ops");
        clock.move(Duration.ofHours(10).minusSeconds(1));
        gates.tick();
        assertThat(gate().pending()).isTrue();
        clock.move(Duration.ofSeconds(1));
        assertThatThrownBy(() -> gates.approve(GATE, ANNA, SEEN, "")).hasMessageContaining("expired");
        gates.tick();
        assertThat(gate().settlement().orElseThrow().outcome()).isEqualTo(Settlement.Outcome.EXPIRED);
        assertThat(told).hasSize(1);
    }

    @Test
    void asksOthersAfterATime() {
        open("2 of group:ops");
        assertThatThrownBy(() -> gates.approve(GATE, EVA, SEEN, "")).hasMessageContaining("may not vote");
        assertThat(gates.awaiting(EVA)).isEmpty();
        clock.move(Duration.ofHours(2));
        gates.tick();
        gates.tick();
        assertThat(events("approval.escalated")).hasSize(1);
        assertThat(gates.awaiting(EVA)).hasSize(1);
        assertThat(gates.approve(GATE, EVA, SEEN, "").pending()).isFalse();
    }

    @Test
    void letsSomebodyVoteForAnother() {
        open("2 of group:ops");
        Person gina = ApprovalSamples.person("gina");
        assertThatThrownBy(() -> gates.approveFor(GATE, gina, ANNA, SEEN, "")).hasMessageContaining("not delegated");
        gates.delegate(
                ANNA,
                new Delegation("anna", "gina", clock.instant(), clock.instant().plusSeconds(60)));
        assertThatThrownBy(() -> gates.delegate(
                        BEN,
                        new Delegation(
                                "anna", "ben", clock.instant(), clock.instant().plusSeconds(60))))
                .hasMessageContaining("only their own");
        gates.approveFor(GATE, gina, ANNA, SEEN, "anna is away");
        assertThat(gate().votes()).singleElement().satisfies(vote -> {
            assertThat(vote.voter()).isEqualTo("gina");
            assertThat(vote.behalfOf()).isEqualTo("anna");
        });
        assertThatThrownBy(() -> gates.approve(GATE, ANNA, SEEN, "")).hasMessageContaining("already approved for anna");
        clock.move(Duration.ofSeconds(60));
        assertThat(gates.delegations()).isEmpty();
        assertThatThrownBy(() -> gates.approveFor(GATE, gina, ANNA, SEEN, "")).hasMessageContaining("not delegated");
    }

    @Test
    void aDelegationEndsWhenItsGiverSaysSo() {
        open("2 of group:ops");
        Person gina = ApprovalSamples.person("gina");
        gates.delegate(
                ANNA,
                new Delegation("anna", "gina", clock.instant(), clock.instant().plusSeconds(60)));
        gates.undelegate(BEN, "gina");
        assertThat(gates.delegations()).hasSize(1);
        gates.undelegate(ANNA, "gina");
        assertThat(gates.delegations()).isEmpty();
        assertThatThrownBy(() -> gates.approveFor(GATE, gina, ANNA, SEEN, "")).hasMessageContaining("not delegated");
        restart();
        assertThat(gates.delegations()).isEmpty();
    }

    /** Who is known here by the name in the commits alone is excluded also when only their id comes. */
    @Test
    void anAuthorCannotBeVotedForThroughADelegation() {
        open("2 of group:ops");
        String author = gate().request().authors().get(0);
        Person hugo = ApprovalSamples.person("hugo", "group:ops");
        Person gina = ApprovalSamples.person("gina");
        gates.delegate(
                hugo,
                new Delegation("hugo", "gina", clock.instant(), clock.instant().plusSeconds(60), Set.of(author)));
        assertThatThrownBy(() -> gates.approveFor(GATE, gina, hugo, SEEN, ""))
                .hasMessageContaining("hugo wrote a commit");
    }

    @Test
    void aDelegationIsNotHandedOn() {
        open("2 of group:ops");
        gates.delegate(
                ANNA,
                new Delegation("anna", "ben", clock.instant(), clock.instant().plusSeconds(60)));
        gates.delegate(
                BEN,
                new Delegation("ben", "gina", clock.instant(), clock.instant().plusSeconds(60)));
        assertThatThrownBy(() -> gates.approveFor(GATE, ApprovalSamples.person("gina"), ANNA, SEEN, ""))
                .hasMessageContaining("not delegated");
    }

    @Test
    void whatExpiredStaysExpiredWhenTheClockGoesBack() {
        open("2 of group:ops");
        clock.move(Duration.between(clock.instant(), gate().expires()));
        gates.tick();
        clock.move(Duration.ofDays(-30));
        assertThatThrownBy(() -> gates.approve(GATE, ANNA, SEEN, "")).hasMessageContaining("is closed");
    }

    @Test
    void doesNotLetWhoAsksVoteThroughAnother() {
        open("2 of (group:ops, group:dev)");
        gates.delegate(
                DORA,
                new Delegation("dora", "ben", clock.instant(), clock.instant().plusSeconds(60)));
        assertThatThrownBy(() -> gates.approveFor(GATE, BEN, DORA, SEEN, ""))
                .hasMessageContaining("dora asked for this");
    }

    @Test
    void isBrokenOnlyByWhoMayAndWithAReason() {
        open("2 of group:ops");
        assertThatThrownBy(() -> gates.breakGlass(GATE, BEN, SEEN, "fire"))
                .hasMessage("ben may not break the glass here; only role:breaker may");
        assertThatThrownBy(() -> gates.breakGlass(GATE, ANNA, SEEN, "")).hasMessageContaining("needs a reason");
        assertThat(gates.breakGlass(GATE, ANNA, SEEN, "players lose items")
                        .settlement()
                        .orElseThrow()
                        .outcome())
                .isEqualTo(Settlement.Outcome.BROKEN_GLASS);
        assertThat(events("approval.brokenglass")).singleElement().satisfies(recorded -> {
            assertThat(recorded.event().actor().name()).isEqualTo("anna");
            assertThat(recorded.event().payload().path("reason").asText()).isEqualTo("players lose items");
        });
    }

    @Test
    void demandsACommentWhereThePolicyDoes() {
        ApprovalPolicy usual = policy("group:ops");
        ApprovalPolicy strict = new ApprovalPolicy(
                usual.rule(),
                true,
                true,
                true,
                usual.expiresAfter(),
                usual.escalateAfter(),
                usual.escalation(),
                List.of());
        gates.open(request(GATE, strict), DORA);
        assertThatThrownBy(() -> gates.approve(GATE, ANNA, SEEN, " ")).hasMessageContaining("needs a comment");
        assertThatThrownBy(() -> gates.breakGlass(GATE, ANNA, SEEN, "x")).hasMessageContaining("nobody may");
        assertThat(gates.approve(GATE, ANNA, SEEN, "read it").pending()).isFalse();
    }

    @Test
    void anApprovalDoesNotCountWhereMoreIsDemandedThanItWasGivenUnder() {
        open("1 of group:ops");
        assertThat(gate().shortOf(policy("1 of group:ops"))).contains("it is not open");
        gates.approve(GATE, ANNA, SEEN, "");
        assertThat(gate().shortOf(policy("1 of group:ops"))).isEmpty();
        assertThat(gate().shortOf(policy("3 of group:ops")))
                .contains(
                        "it was given under a weaker policy: it asked 1 of group:ops, and 3 of group:ops is demanded");
    }

    @Test
    void aBrokenGlassDoesNotCountWhereFewerMayBreakIt() {
        open("2 of group:ops");
        gates.breakGlass(GATE, ANNA, SEEN, "fire");
        assertThat(gate().shortOf(policy("3 of group:ops"))).isEmpty();
        assertThat(gate().shortOf(ApprovalPolicy.of(ApprovalRule.parse("2 of group:ops"))))
                .get()
                .asString()
                .contains("could be broken by others");
    }

    @Test
    void countsAPersonOnceUnderTwoSpellings() {
        open("2 of group:ops");
        gates.approve(GATE, ANNA, SEEN, "");
        Person capital = ApprovalSamples.person("Anna", "group:ops");
        assertThatThrownBy(() -> gates.approve(GATE, capital, SEEN, "")).hasMessageContaining("already approved");
        assertThat(gate().pending()).isTrue();
    }

    @Test
    void knowsAPersonBySpellingOnlyWhereTheirPlaceTellsThemApart() {
        open("user:Anna");
        assertThatThrownBy(() -> gates.approve(GATE, ANNA, SEEN, "")).hasMessageContaining("may not vote");
        Person anna = new Person("anna", "jenkins", Set.of(), Set.of(), Set.of(), true);
        assertThat(gates.approve(GATE, anna, SEEN, "").pending()).isFalse();
    }

    @Test
    void whoVotedBeforeTheGateAsksOthersCountsAmongThem() {
        ApprovalPolicy usual = policy("3 of group:ops");
        gates.open(
                request(
                        GATE,
                        new ApprovalPolicy(
                                usual.rule(),
                                true,
                                true,
                                false,
                                usual.expiresAfter(),
                                usual.escalateAfter(),
                                Optional.of(ApprovalRule.parse("group:dev")),
                                List.of())),
                DORA);
        gates.approve(GATE, CARL, SEEN, "");
        assertThat(gate().pending()).isTrue();
        clock.move(Duration.ofHours(2));
        gates.tick();
        assertThat(gate().settlement().orElseThrow().reason()).isEqualTo("carl agreed");
    }

    @Test
    void aVoteLapsesWhoseVoterMayNotVoteAnyMore() {
        open("2 of group:ops");
        gates.approve(GATE, ANNA, SEEN, "");
        Person dismissed = ApprovalSamples.person("anna", "group:guests");
        gates.askAgain((id, gate) -> id.equals("anna") ? Optional.of(dismissed) : Optional.empty());
        assertThat(gates.approve(GATE, BEN, SEEN, "").votes())
                .extracting(Vote::voter)
                .containsExactly("ben");
        assertThat(events("approval.withdrawn")).singleElement().satisfies(recorded -> {
            assertThat(recorded.event().actor().name()).isEqualTo("aviary");
            assertThat(recorded.event().payload().path("voter").asText()).isEqualTo("anna");
            assertThat(recorded.event().payload().path("reason").asText()).isEqualTo("anna may not vote here any more");
        });
        gates.askAgain((id, gate) -> Optional.of(BEN));
        assertThat(gates.approve(GATE, CARL, SEEN, "").pending()).isFalse();
    }

    @Test
    void lapsedVotesDoNotCountWhenTheGateAsksOthers() {
        open("2 of group:ops");
        gates.approve(GATE, ApprovalSamples.person("anna", "group:ops", "group:chiefs"), SEEN, "");
        gates.askAgain((id, gate) -> Optional.empty());
        clock.move(Duration.ofHours(2));
        gates.tick();
        assertThat(gate().pending()).isTrue();
        assertThat(gate().votes()).isEmpty();
    }

    @Test
    void tellsOfVotesAfterWhichTheGateStillWaits() {
        List<GateState> voted = new ArrayList<>();
        gates.onVoted(voted::add);
        open("2 of group:ops");
        gates.approve(GATE, ANNA, SEEN, "");
        gates.approve(GATE, BEN, SEEN, "");
        assertThat(voted)
                .singleElement()
                .satisfies(gate -> assertThat(gate.votes()).hasSize(1));
    }

    @Test
    void whatIsDemandedCanChangeWhileTheGateWaits() {
        open("2 of group:ops");
        gates.approve(GATE, ANNA, SEEN, "");
        assertThat(gates.rebind(GATE, request(GATE, policy("2 of group:ops")), "nothing changed")
                        .votes())
                .hasSize(1);
        GateState changed = gates.rebind(GATE, request(GATE, policy("1 of group:dev")), "the rule changed");
        assertThat(changed.votes()).isEmpty();
        assertThat(changed.rule().text()).isEqualTo("1 of group:dev");
        assertThat(changed.voided())
                .containsExactly("1 votes are void: who must agree changed from 2 of group:ops to 1 of group:dev");
        restart();
        assertThat(gate()).isEqualTo(changed);
    }

    @Test
    void aDelegationCanBeForSomeEnvironments() {
        open("2 of group:ops");
        Person gina = ApprovalSamples.person("gina");
        gates.delegate(
                ANNA,
                new Delegation(
                        "anna", "gina", clock.instant(), clock.instant().plusSeconds(60), Set.of(), Set.of("staging")));
        assertThatThrownBy(() -> gates.approveFor(GATE, gina, ANNA, SEEN, ""))
                .hasMessage("anna has not delegated their votes to gina for production for now");
        gates.delegate(
                ANNA,
                new Delegation(
                        "anna",
                        "gina",
                        clock.instant(),
                        clock.instant().plusSeconds(60),
                        Set.of(),
                        Set.of("staging", "production")));
        restart();
        assertThat(gates.approveFor(GATE, gina, ANNA, SEEN, "").votes()).hasSize(1);
    }

    @Test
    void describesAllThatAVoterShouldRead() {
        ApprovalRequest plain = request(GATE, policy("2 of group:ops"));
        gates.open(
                new ApprovalRequest(
                        GATE,
                        plain.run(),
                        plain.subject(),
                        plain.version(),
                        plain.runs(),
                        plain.message(),
                        plain.requester(),
                        plain.authors(),
                        plain.migrations(),
                        plain.evidence(),
                        plain.policy(),
                        List.of(new ReleaseDifference(
                                List.of("one"),
                                "1.9",
                                "2.0",
                                "",
                                "",
                                -1,
                                List.of(),
                                true,
                                1,
                                0,
                                0,
                                2_500_000,
                                List.of("+ a")))),
                DORA);
        gates.approve(GATE, ANNA, SEEN, "looks good");
        restart();
        assertThat(GateDescription.headline(gate()))
                .startsWith("dora asks 2 of group:ops to approve 2.0 (")
                .endsWith(") for production, where 1.9 runs now");
        assertThat(GateDescription.lines(gate()))
                .containsExactly(
                        "message: the weekly release",
                        "authors: Fritz, fritz@example.org",
                        "difference: 1.9 → 2.0 in one",
                        "difference: 1 files added, 0 changed, 0 removed, 2.5 MB: + a",
                        "migration 59.lua: low",
                        "evidence tests: 1200 passed",
                        "agreed: anna as group:ops at 2026-03-01T12:00:00Z: looks good");
    }

    @Test
    void letsAVoteBeTakenBackWhileItWaits() {
        open("2 of group:ops");
        gates.approve(GATE, ANNA, SEEN, "");
        assertThat(gates.withdraw(GATE, ANNA).votes()).isEmpty();
        assertThatThrownBy(() -> gates.withdraw(GATE, ANNA)).hasMessageContaining("no vote");
        gates.approve(GATE, BEN, SEEN, "");
        assertThat(gates.approve(GATE, ANNA, SEEN, "after all").pending()).isFalse();
    }

    @Test
    void survivesARestart() {
        open("2 of group:ops");
        gates.approve(GATE, ANNA, SEEN, "");
        GateState before = gate();
        restart();
        assertThat(gate()).isEqualTo(before);
        assertThat(gates.open(request(GATE, policy("2 of group:ops")), DORA)).isEqualTo(before);
        assertThat(gates.approve(GATE, BEN, SEEN, "").pending()).isFalse();
        restart();
        assertThat(gate().settlement().orElseThrow().outcome()).isEqualTo(Settlement.Outcome.APPROVED);
        assertThat(told).hasSize(1);
        assertThat(events("approval.settled")).hasSize(1);
        assertThat(gates.open(request(GATE, policy("2 of group:ops")), DORA).pending())
                .isFalse();
    }

    @Test
    void asksAgainIfTheRunComesBackWithSomethingElse() {
        open("2 of group:ops");
        gates.approve(GATE, ANNA, SEEN, "");
        restart();
        ApprovalRequest other = request(GATE, policy("2 of group:ops")).about(ApprovalSamples.subject("canary 2.1"));
        assertThat(gates.open(other, DORA).votes()).isEmpty();
    }

    @Test
    void listsWhatWaitsForAPersonAcrossAllRuns() {
        for (int i = 0; i < 5; i++) {
            gates.open(request("gate" + i, policy(i % 2 == 0 ? "group:ops" : "group:dev")), DORA);
        }
        assertThat(gates.awaiting(BEN))
                .extracting(gate -> gate.request().gate())
                .containsExactly("gate0", "gate2", "gate4");
        assertThat(gates.awaiting(CARL)).hasSize(5);
        assertThat(gates.awaiting(DORA)).isEmpty();
        gates.cancel("gate2", "the run was stopped");
        assertThat(gates.awaiting(BEN))
                .extracting(gate -> gate.request().gate())
                .containsExactly("gate0", "gate4");
        assertThat(gates.pending()).hasSize(4);
    }

    @Test
    void endsOnceHoweverManyDecideAtOnce() throws Exception {
        for (int round = 0; round < 25; round++) {
            String id = "round" + round;
            gates.open(request(id, policy("1 of group:ops")), DORA);
            List<Runnable> deeds = List.of(
                    () -> gates.approve(id, ANNA, SEEN, ""),
                    () -> gates.approve(id, BEN, SEEN, ""),
                    () -> gates.deny(id, CARL, SEEN, "no"),
                    () -> gates.breakGlass(id, ANNA, SEEN, "fire"),
                    () -> gates.cancel(id, "stopped"));
            CyclicBarrier together = new CyclicBarrier(deeds.size());
            List<Thread> threads = new ArrayList<>();
            for (Runnable deed : deeds) {
                threads.add(new Thread(() -> {
                    try {
                        together.await();
                        deed.run();
                    } catch (ApprovalRefused e) {
                        assertThat(e).hasMessageContaining("closed");
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            GateState end = gates.find(id).orElseThrow();
            assertThat(end.pending()).isFalse();
            assertThat(told.stream().filter(gate -> gate.request().gate().equals(id)))
                    .containsExactly(end);
            assertThat(events("approval.settled").stream()
                            .filter(event -> event.event()
                                    .payload()
                                    .path("gate")
                                    .asText()
                                    .equals(id)))
                    .hasSize(1);
        }
    }
}
