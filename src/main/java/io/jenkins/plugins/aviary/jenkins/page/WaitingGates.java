package io.jenkins.plugins.aviary.jenkins.page;

import hudson.security.AccessControlled;
import io.jenkins.plugins.aviary.approval.ApprovalRequest;
import io.jenkins.plugins.aviary.approval.Delegation;
import io.jenkins.plugins.aviary.approval.GateState;
import io.jenkins.plugins.aviary.approval.Person;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What of the gates that wait one person sees, and where they may vote, for themselves or for others. Who they are, what
 * they may do and where a gate is, is asked once for each place and not for each gate: a thousand gates are of few jobs.
 */
final class WaitingGates {
    private final Function<ApprovalRequest, AccessControlled> places;
    private final Predicate<AccessControlled> visible;
    private final Function<AccessControlled, Optional<Person>> voter;
    private final Absentees absentees;

    private final Map<String, View> views = new HashMap<>();

    /** Finds those who have let somebody vote for them. */
    @FunctionalInterface
    interface Absentees {
        /** The person of that id as they would be at a place, if there is one. */
        Optional<Person> person(String id, AccessControlled place);
    }

    /** What the person is at one place. */
    private record View(
            AccessControlled place, boolean visible, Optional<Person> voter, Map<String, Optional<Person>> absent) {}

    /**
     * A view of gates.
     *
     * @param places where a gate is
     * @param visible whether the person may see gates there
     * @param voter the person, if they may vote there at all
     * @param absentees finds those for whom they may vote
     */
    WaitingGates(
            Function<ApprovalRequest, AccessControlled> places,
            Predicate<AccessControlled> visible,
            Function<AccessControlled, Optional<Person>> voter,
            Absentees absentees) {
        this.places = places;
        this.visible = visible;
        this.voter = voter;
        this.absentees = absentees;
    }

    /** Those of the gates that the person may see, those that wait for them first. */
    List<WaitingGate> of(List<GateState> pending, List<Delegation> delegations, Instant now) {
        return pending.stream()
                .filter(gate -> view(gate).visible())
                .map(gate -> waiting(gate, delegations, now))
                .sorted()
                .toList();
    }

    private WaitingGate waiting(GateState gate, List<Delegation> delegations, Instant now) {
        View view = view(gate);
        return new WaitingGate(
                gate,
                view.voter().filter(gate::awaits).isPresent(),
                view.place(),
                view.voter()
                        .map(person -> delegations.stream()
                                .filter(one -> person.is(one.to()))
                                .flatMap(one -> view
                                        .absent()
                                        .computeIfAbsent(one.from(), id -> absentees.person(id, view.place()))
                                        .filter(absent -> gate.awaits(person, absent, one, now))
                                        .stream())
                                .map(Person::id)
                                .distinct()
                                .sorted()
                                .toList())
                        .orElse(List.of()));
    }

    private View view(GateState gate) {
        String run = gate.request().run();
        int hash = run.lastIndexOf('#');
        return views.computeIfAbsent(hash < 0 ? "" : run.substring(0, hash), job -> {
            AccessControlled place = places.apply(gate.request());
            return new View(place, visible.test(place), voter.apply(place), new HashMap<>());
        });
    }
}
