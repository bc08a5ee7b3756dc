package io.jenkins.plugins.aviary.approval;

import static io.jenkins.plugins.aviary.approval.ApprovalSamples.START;
import static io.jenkins.plugins.aviary.approval.ApprovalSamples.policy;
import static io.jenkins.plugins.aviary.approval.ApprovalSamples.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.ledger.Actor;
import io.jenkins.plugins.aviary.ledger.LedgerEvent;
import io.jenkins.plugins.aviary.ledger.Recorded;
import io.jenkins.plugins.aviary.model.Digest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class GateStateTest {
    private static final List<Person> PEOPLE = List.of(
            ApprovalSamples.ANNA, ApprovalSamples.BEN, ApprovalSamples.CARL, ApprovalSamples.DORA, ApprovalSamples.EVA);
    private static final List<ApprovalSubject> SUBJECTS =
            List.of(ApprovalSamples.SUBJECT, ApprovalSamples.subject("other"));

    /** Something that somebody does, possibly without the checks that come before it. */
    private record Deed(String type, int person, int subject, int hours) {}

    @Provide
    Arbitrary<List<Deed>> deeds() {
        return Combinators.combine(
                        Arbitraries.frequency(
                                net.jqwik.api.Tuple.of(6, "approve"),
                                net.jqwik.api.Tuple.of(1, "deny"),
                                net.jqwik.api.Tuple.of(1, "withdraw"),
                                net.jqwik.api.Tuple.of(2, "rebind"),
                                net.jqwik.api.Tuple.of(2, "escalate"),
                                net.jqwik.api.Tuple.of(1, "expire"),
                                net.jqwik.api.Tuple.of(1, "cancel"),
                                net.jqwik.api.Tuple.of(1, "break"),
                                net.jqwik.api.Tuple.of(1, "nonsense")),
                        Arbitraries.integers().between(0, PEOPLE.size() - 1),
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.integers().between(0, 2))
                .as(Deed::new)
                .list()
                .ofMaxSize(25);
    }

    @Property(tries = 3000)
    void endsAtMostOnceAndOnlyAsTheRuleSays(@ForAll("deeds") List<Deed> deeds) {
        GateState state = GateState.begun(request("gate", policy("1 of group:ops and 1 of group:dev")), START);
        Optional<Settlement> end = Optional.empty();
        Duration passed = Duration.ZERO;
        for (int i = 0; i < deeds.size(); i++) {
            Deed deed = deeds.get(i);
            passed = passed.plusHours(deed.hours());
            GateState before = state;
            state = state.after(recorded(i, deed, state, passed));
            if (end.isPresent()) {
                assertThat(state).isEqualTo(before);
            } else {
                end = state.settlement();
                check(before, state, deed, passed);
            }
        }
    }

    private static void check(GateState before, GateState after, Deed deed, Duration passed) {
        assertThat(after.votes())
                .extracting(Vote::voter)
                .doesNotHaveDuplicates()
                .doesNotContain("dora");
        if (after.pending()) {
            assertThat(after.missing()).isNotEmpty();
            assertThat(passed).isLessThan(Duration.ofHours(10));
            return;
        }
        Settlement end = after.settlement().orElseThrow();
        if (passed.compareTo(Duration.ofHours(10)) >= 0) {
            assertThat(end.outcome()).isEqualTo(Settlement.Outcome.EXPIRED);
            return;
        }
        switch (end.outcome()) {
            case APPROVED -> assertThat(after.missing()).isEmpty();
            case DENIED -> assertThat(deed.type()).isEqualTo("deny");
            case BROKEN_GLASS -> assertThat(deed.type()).isEqualTo("break");
            case CANCELLED -> assertThat(deed.type()).isEqualTo("cancel");
            case EXPIRED -> throw new AssertionError("expired after " + passed);
        }
        if (Set.of("approve", "deny", "break").contains(deed.type())) {
            assertThat(SUBJECTS.get(deed.subject()).hash()).isEqualTo(before.subject());
        }
    }

    private static Recorded recorded(int sequence, Deed deed, GateState state, Duration passed) {
        Person person = PEOPLE.get(deed.person());
        GateState seen = new GateState(
                state.request().about(SUBJECTS.get(deed.subject())),
                START,
                List.of(),
                List.of(),
                false,
                Optional.empty());
        ObjectNode payload = switch (deed.type()) {
            case "approve" -> GateEvents.voted(seen, true, "", "", countsAs(person, state));
            case "deny" -> GateEvents.voted(seen, false, "no", "", Set.of());
            case "rebind" -> GateEvents.rebound("gate", seen.request(), "");
            default -> GateEvents.about(seen).put("reason", "x");
        };
        String type = switch (deed.type()) {
            case "approve", "deny" -> GateEvents.VOTED;
            case "withdraw" -> GateEvents.WITHDRAWN;
            case "rebind" -> GateEvents.REBOUND;
            case "escalate" -> GateEvents.ESCALATED;
            case "expire" -> GateEvents.EXPIRED;
            case "cancel" -> GateEvents.CANCELLED;
            case "break" -> GateEvents.BROKEN_GLASS;
            default -> "approval.nonsense";
        };
        LedgerEvent event = new LedgerEvent(
                type, 1, START.plus(passed), new Actor(person.id(), "test"), "", "production", "", payload);
        return new Recorded(sequence, Digest.of(event.bytes()), event);
    }

    private static Set<Principal> countsAs(Person person, GateState state) {
        return Set.copyOf(state.rule().principals().stream()
                .filter(principal -> principal.includes(person))
                .toList());
    }
}
