package io.jenkins.plugins.aviary.release;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.ledger.LedgerEvent;
import io.jenkins.plugins.aviary.ledger.Recorded;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The queues of all environments, from the events of the ledger in their order: the same for everybody who reads it,
 * however many ask at once. To be given to {@link io.jenkins.plugins.aviary.ledger.Ledger#follow}. Safe for use by
 * several threads.
 */
public final class TurnBook implements Consumer<Recorded> {
    static final String REQUESTED = "environment.requested";
    static final String RELEASED = "environment.released";
    static final String FREED = "environment.freed";
    private static final int MOST_ENDED = 10_000;

    /** Guarded by this. */
    private final Map<String, List<Turn>> queues = new TreeMap<>();
    /** Why turns ended, by their ids; guarded by this. */
    private final Map<String, String> ended = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST_ENDED;
        }
    };

    /** The queues before any event. */
    public TurnBook() {
        // The events fill them.
    }

    @Override
    public synchronized void accept(Recorded recorded) {
        LedgerEvent event = recorded.event();
        String id = event.payload().path("turn").asText();
        if (event.type().equals(REQUESTED)) {
            request(turn(recorded, id), event.payload().path("supersede").asBoolean(false));
        } else if (event.type().equals(RELEASED)) {
            end(queue(event.environment()), id, event.payload().path("reason").asText());
        } else if (event.type().equals(FREED)) {
            String reason = event.payload().path("reason").asText();
            end(queue(event.environment()), id, "freed by " + event.actor().name() + " (" + reason + ")");
        }
    }

    private void request(Turn turn, boolean supersede) {
        List<Turn> queue = queue(turn.environment());
        if (ended.containsKey(turn.id())
                || queue.stream().anyMatch(one -> one.id().equals(turn.id()))) {
            return;
        }
        if (supersede) {
            List<Turn> waiting = List.copyOf(queue.subList(Math.min(1, queue.size()), queue.size()));
            waiting.forEach(one -> end(queue, one.id(), "superseded by " + turn.text()));
        }
        queue.add(turn);
    }

    private void end(List<Turn> queue, String id, String reason) {
        if (queue.removeIf(one -> one.id().equals(id))) {
            ended.put(id, reason);
        }
    }

    private List<Turn> queue(String environment) {
        return queues.computeIfAbsent(environment, unknown -> new ArrayList<>());
    }

    private static Turn turn(Recorded recorded, String id) {
        LedgerEvent event = recorded.event();
        ObjectNode payload = event.payload();
        return new Turn(
                recorded.sequence(),
                id,
                event.environment(),
                payload.path("keeper").asText(),
                event.run(),
                payload.path("step").asText(),
                event.actor().name(),
                event.time());
    }

    synchronized Standing standing(String id) {
        for (List<Turn> queue : queues.values()) {
            for (int place = 0; place < queue.size(); place++) {
                if (queue.get(place).id().equals(id)) {
                    Standing.State state = place == 0 ? Standing.State.HOLDS : Standing.State.WAITS;
                    return new Standing(state, queue.subList(0, place), "");
                }
            }
        }
        String reason = ended.get(id);
        return new Standing(
                reason == null ? Standing.State.UNKNOWN : Standing.State.ENDED,
                List.of(),
                reason == null ? "" : reason);
    }

    /** All turns that are not over, environment by environment, the one who is at it in front. */
    public synchronized List<Turn> waiting() {
        return queues.values().stream().flatMap(List::stream).toList();
    }
}
