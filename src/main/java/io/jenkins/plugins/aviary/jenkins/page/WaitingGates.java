package io.jenkins.plugins.aviary.jenkins.page;

import io.jenkins.plugins.aviary.approval.Delegation;
import io.jenkins.plugins.aviary.approval.GateState;
import io.jenkins.plugins.aviary.approval.Person;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What of the gates that wait one person sees, and where they may vote, for themselves or for others. Who they are, what
 * they may do and where a gate is, is asked once for each place and not for each gate: a thousand gates are of few jobs.
 */
final class WaitingGates {
    private final Site site;
    private final Map<String, View> views = new HashMap<>();

    WaitingGates(Site site) {
        this.site = site;
    }

    /** What the person is at one place. */
    private record View(Place place, boolean visible, Optional<Person> voter, Map<String, Optional<Person>> absent) {}

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
                                        .computeIfAbsent(
                                                one.from(), id -> view.place().known(id))
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
            Place place = site.place(gate.request());
            Optional<Person> voter = place.may(Right.APPROVE) ? Optional.of(place.visitor()) : Optional.empty();
            return new View(place, GatePages.visible(site, place), voter, new HashMap<>());
        });
    }
}
