package io.jenkins.plugins.aviary.dashboard;

import io.jenkins.plugins.aviary.ledger.LedgerEvent;
import io.jenkins.plugins.aviary.ledger.Recorded;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What there is to filter by: the names that occur in the events, up to a bound. Safe for use by several threads. */
final class Facets {
    private static final int MOST = 1000;

    /** All guarded by this. */
    private final Set<String> types = new TreeSet<>();

    private final Set<String> actors = new TreeSet<>();
    private final Set<String> environments = new TreeSet<>();
    private final Set<String> worlds = new TreeSet<>();

    /**
     * The names, in their order.
     *
     * @param types the types of events
     * @param actors who did something
     * @param environments where
     * @param worlds in which worlds
     */
    record View(List<String> types, List<String> actors, List<String> environments, List<String> worlds) {}

    synchronized void accept(Recorded recorded) {
        LedgerEvent event = recorded.event();
        add(types, event.type());
        add(actors, event.actor().name());
        add(environments, event.environment());
        add(worlds, Payload.text(event.payload(), "world"));
    }

    private static void add(Set<String> names, String name) {
        if (!name.isEmpty() && names.size() < MOST) {
            names.add(name);
        }
    }

    synchronized View view() {
        return new View(List.copyOf(types), List.copyOf(actors), List.copyOf(environments), List.copyOf(worlds));
    }
}
