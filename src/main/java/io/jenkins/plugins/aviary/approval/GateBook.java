package io.jenkins.plugins.aviary.approval;

import io.jenkins.plugins.aviary.ledger.LedgerEvent;
import io.jenkins.plugins.aviary.ledger.Recorded;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The state of all gates and delegations, computed from the events of the ledger in their order. It is written by
 * whoever follows the ledger, one event at a time, and read by any thread.
 */
final class GateBook {
    private static final Logger LOG = Logger.getLogger(GateBook.class.getName());

    private final Map<String, GateState> gates = new ConcurrentHashMap<>();
    private final List<Delegation> delegations = new CopyOnWriteArrayList<>();

    /** The links that a vote came by: each counts once. */
    private final Set<String> usedLinks = ConcurrentHashMap.newKeySet();

    /** Gates whose end is not yet written down as an event of its own. */
    private final Set<String> unannounced = ConcurrentHashMap.newKeySet();

    /** Gates whose end nobody was told of. */
    private final Set<String> untold = ConcurrentHashMap.newKeySet();

    /** Takes the next event of the ledger. */
    void accept(Recorded recorded) {
        LedgerEvent event = recorded.event();
        if (!event.type().startsWith(GateEvents.PREFIX)) {
            return;
        }
        try {
            take(recorded, event, GateEvents.gate(event));
        } catch (IllegalArgumentException e) {
            LOG.log(
                    Level.WARNING,
                    e,
                    () -> "Event " + recorded.sequence() + " of the ledger was left out: it is no " + event.type()
                            + " that this version of Aviary reads");
        }
    }

    private void take(Recorded recorded, LedgerEvent event, String id) {
        switch (event.type()) {
            case GateEvents.DELEGATED -> delegate(GateEvents.delegation(event));
            case GateEvents.UNDELEGATED ->
                delegations.removeIf(one -> one.isBetween(event.actor().name(), GateEvents.text(event, "to")));
            case GateEvents.SETTLED -> unannounced.remove(id);
            case GateEvents.REQUESTED -> {
                if (!gates.containsKey(id)) {
                    gates.put(id, GateState.begun(GateEvents.request(event), event.time()));
                }
            }
            default -> {
                String link = GateEvents.link(event);
                if (link.isEmpty() || usedLinks.add(link)) {
                    move(recorded, id);
                }
            }
        }
    }

    private void delegate(Delegation delegation) {
        delegations.removeIf(one -> one.isBetween(delegation.from(), delegation.to()));
        delegations.add(delegation);
    }

    private void move(Recorded recorded, String id) {
        GateState before = gates.get(id);
        if (before != null) {
            GateState after = before.after(recorded);
            gates.put(id, after);
            if (before.pending() && !after.pending()) {
                unannounced.add(id);
                untold.add(id);
            }
        }
    }

    Optional<GateState> gate(String id) {
        return Optional.ofNullable(gates.get(id));
    }

    boolean isUsed(String link) {
        return usedLinks.contains(link);
    }

    Collection<GateState> all() {
        return gates.values();
    }

    List<Delegation> delegations() {
        return delegations;
    }

    /** The gates whose end was never written down. */
    List<GateState> unannounced() {
        return unannounced.stream().map(gates::get).toList();
    }

    /** Forgets whom to tell. */
    void toldAll() {
        untold.clear();
    }

    /** Gives each gate whose end nobody was told of to the listener: whoever takes it out of the set, nobody else. */
    void tell(Consumer<GateState> listener) {
        for (String id : untold) {
            if (untold.remove(id)) {
                listener.accept(gates.get(id));
            }
        }
    }
}
