package io.jenkins.plugins.aviary.dashboard;

import io.jenkins.plugins.aviary.ledger.LedgerEvent;
import io.jenkins.plugins.aviary.ledger.Recorded;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where in the ledger the events {@code rollout.*} of each rollout are. Safe for use by several threads. */
final class RolloutBook {
    private static final int MOST_ROLLOUTS = 50_000;
    private static final int MOST_EVENTS = 1000;

    /** By the rollout's id; guarded by this. */
    private final Map<String, List<Long>> places = new HashMap<>();

    synchronized void accept(Recorded recorded) {
        LedgerEvent event = recorded.event();
        if (!event.type().startsWith("rollout.")) {
            return;
        }
        String id = Payload.text(event.payload(), "deployment");
        String key = id.isEmpty() ? event.run() : id;
        if (places.size() < MOST_ROLLOUTS || places.containsKey(key)) {
            List<Long> known = places.computeIfAbsent(key, unknown -> new ArrayList<>());
            if (known.size() < MOST_EVENTS) {
                known.add(recorded.sequence());
            }
        }
    }

    /** The sequence numbers of a rollout's events, in their order. */
    synchronized List<Long> of(String id) {
        return List.copyOf(places.getOrDefault(id, List.of()));
    }
}
