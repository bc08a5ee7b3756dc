package io.jenkins.plugins.aviary.jenkins.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.approval.ApprovalPolicy;
import io.jenkins.plugins.aviary.approval.ApprovalRule;
import io.jenkins.plugins.aviary.approval.Delegation;
import io.jenkins.plugins.aviary.approval.Person;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WaitingGatesTest {
    private static final Person ANNA = new Person("anna", "test", Set.of(), Set.of("ops"), Set.of());
    private static final Person BEN = new Person("ben", "test", Set.of(), Set.of("dev"), Set.of());

    @TempDir
    Path home;

    private SampleSite site;

    @BeforeEach
    void start() {
        site = new SampleSite(home);
        site.people.putAll(Map.of("anna", ANNA, "ben", BEN));
        site.addJob("one").rights.add(Right.APPROVE);
        site.addJob("two").rights.add(Right.APPROVE);
        site.addJob("secret");
    }

    @AfterEach
    void stop() {
        site.close();
    }

    private void open(String job, int number, String rule) {
        site.open(job + "#" + number + "/3", job + "#" + number, ApprovalPolicy.of(ApprovalRule.parse(rule)));
    }

    private void delegate(Person from, Person to) {
        site.gates.delegate(
                from,
                new Delegation(
                        from.id(),
                        to.id(),
                        site.clock.instant(),
                        site.clock.instant().plusSeconds(60)));
    }

    private List<WaitingGate> seenBy(Person person) {
        site.visitor = person.id();
        return new WaitingGates(site).of(site.gates.pending(), site.gates.delegations(), site.clock.instant());
    }

    @Test
    void asksWhoSomebodyIsOnceForEachJobAndNotForEachGate() {
        for (int i = 0; i < 200; i++) {
            open(i % 2 == 0 ? "one" : "two", i, "group:ops");
        }
        delegate(BEN, ANNA);
        List<WaitingGate> waiting = seenBy(ANNA);
        assertThat(waiting).hasSize(200).allMatch(WaitingGate::isMine);
        // Two jobs: where each is, whether it is seen, whether and as whom one votes there, and who let them.
        assertThat(site.asked).hasValue(10);
    }

    @Test
    void showsThoseFirstThatWaitForThePersonAndNoneThatTheyMayNotSee() {
        open("one", 1, "group:ops");
        open("secret", 2, "group:dev");
        open("two", 3, "group:dev");
        List<WaitingGate> waiting = seenBy(BEN);
        assertThat(waiting).extracting(WaitingGate::getId).containsExactly("two#3/3", "one#1/3");
        assertThat(waiting).extracting(WaitingGate::isMine).containsExactly(true, false);
    }

    @Test
    void offersToVoteForThoseWhoHaveLetThePersonAndMayThemselves() {
        open("one", 1, "group:ops");
        delegate(ANNA, BEN);
        assertThat(seenBy(BEN)).singleElement().satisfies(gate -> {
            assertThat(gate.isMine()).isFalse();
            assertThat(gate.getAbsent()).containsExactly("anna");
        });
        site.clock.move(Duration.ofSeconds(60));
        assertThat(seenBy(BEN))
                .singleElement()
                .satisfies(gate -> assertThat(gate.getAbsent()).isEmpty());
    }
}
