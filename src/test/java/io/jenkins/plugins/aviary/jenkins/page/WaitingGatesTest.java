package io.jenkins.plugins.aviary.jenkins.page;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.security.ACL;
import hudson.security.AccessControlled;
import io.jenkins.plugins.aviary.approval.ApprovalGates;
import io.jenkins.plugins.aviary.approval.ApprovalPolicy;
import io.jenkins.plugins.aviary.approval.ApprovalRequest;
import io.jenkins.plugins.aviary.approval.ApprovalRule;
import io.jenkins.plugins.aviary.approval.ApprovalSubject;
import io.jenkins.plugins.aviary.approval.Delegation;
import io.jenkins.plugins.aviary.approval.Person;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.testing.MovableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WaitingGatesTest {
    private static final Person ANNA = new Person("anna", "test", Set.of(), Set.of("ops"), Set.of());
    private static final Person BEN = new Person("ben", "test", Set.of(), Set.of("dev"), Set.of());

    /** A job. */
    private record Job(String name) implements AccessControlled {
        @Override
        public ACL getACL() {
            throw new UnsupportedOperationException(name);
        }
    }

    @TempDir
    Path home;

    private final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final AtomicInteger asked = new AtomicInteger();
    private Ledger ledger;
    private ApprovalGates gates;

    @BeforeEach
    void start() {
        ledger = Ledger.inHome(home, "test", clock, Duration.ZERO);
        gates = new ApprovalGates(ledger, clock);
    }

    @AfterEach
    void stop() {
        ledger.close();
    }

    private void open(String job, int number, String rule) {
        gates.open(
                new ApprovalRequest(
                        job + "#" + number + "/3",
                        job + "#" + number,
                        new ApprovalSubject(
                                "production", Digest.of("a"), Digest.of("config"), Digest.of("no migrations")),
                        "2.0",
                        "",
                        "",
                        "dora",
                        List.of(),
                        List.of(),
                        List.of(),
                        ApprovalPolicy.of(ApprovalRule.parse(rule)),
                        List.of()),
                new Person("dora", "test", Set.of(), Set.of(), Set.of()));
    }

    private WaitingGates seenBy(Person person) {
        Map<String, Person> known = Map.of("anna", ANNA, "ben", BEN);
        return new WaitingGates(
                request -> {
                    asked.incrementAndGet();
                    return new Job(request.run().substring(0, request.run().indexOf('#')));
                },
                place -> {
                    asked.incrementAndGet();
                    return !((Job) place).name().equals("secret");
                },
                place -> {
                    asked.incrementAndGet();
                    return Optional.of(person);
                },
                (id, place) -> {
                    asked.incrementAndGet();
                    return Optional.ofNullable(known.get(id));
                });
    }

    @Test
    void asksWhoSomebodyIsOnceForEachJobAndNotForEachGate() {
        for (int i = 0; i < 200; i++) {
            open(i % 2 == 0 ? "one" : "two", i, "group:ops");
        }
        gates.delegate(
                BEN,
                new Delegation("ben", "anna", clock.instant(), clock.instant().plusSeconds(60)));
        List<WaitingGate> waiting = seenBy(ANNA).of(gates.pending(), gates.delegations(), clock.instant());
        assertThat(waiting).hasSize(200).allMatch(WaitingGate::isMine);
        // Two jobs: where each is, whether it is seen, who the person is there, and who it is that let them vote.
        assertThat(asked).hasValue(8);
    }

    @Test
    void showsThoseFirstThatWaitForThePersonAndNoneThatTheyMayNotSee() {
        open("one", 1, "group:ops");
        open("secret", 2, "group:dev");
        open("two", 3, "group:dev");
        List<WaitingGate> waiting = seenBy(BEN).of(gates.pending(), List.of(), clock.instant());
        assertThat(waiting).extracting(WaitingGate::getId).containsExactly("two#3/3", "one#1/3");
        assertThat(waiting).extracting(WaitingGate::isMine).containsExactly(true, false);
    }

    @Test
    void offersToVoteForThoseWhoHaveLetThePersonAndMayThemselves() {
        open("one", 1, "group:ops");
        gates.delegate(
                ANNA,
                new Delegation("anna", "ben", clock.instant(), clock.instant().plusSeconds(60)));
        assertThat(seenBy(BEN).of(gates.pending(), gates.delegations(), clock.instant()))
                .singleElement()
                .satisfies(gate -> {
                    assertThat(gate.isMine()).isFalse();
                    assertThat(gate.getAbsent()).containsExactly("anna");
                });
        clock.move(Duration.ofSeconds(60));
        assertThat(seenBy(BEN).of(gates.pending(), gates.delegations(), clock.instant()))
                .singleElement()
                .satisfies(gate -> assertThat(gate.getAbsent()).isEmpty());
    }
}
