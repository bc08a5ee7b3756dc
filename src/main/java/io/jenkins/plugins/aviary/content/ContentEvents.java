package io.jenkins.plugins.aviary.content;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.host.ReleaseOverlay.Change;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.Event;
import io.jenkins.plugins.aviary.operation.Events;

/** Reports what changed in running worlds, as {@code docs/reference/events.md} says. */
final class ContentEvents {
    private static final int MOST_FILES = 500;

    private final Events events;
    private final String reason;

    ContentEvents(Events events, String reason) {
        this.events = events;
        this.reason = reason;
    }

    void reloaded(WorldChange change) {
        record("content.reloaded", change, of(change).put("reason", reason));
    }

    void reverted(WorldChange change, String why, String left) {
        ObjectNode payload = of(change).put("reason", why);
        if (left != null) {
            payload.put("left", left);
        }
        record("content.reverted", change, payload);
    }

    private static ObjectNode of(WorldChange change) {
        ObjectNode payload = payload(change.hot().world())
                .put("via", change.via())
                .put("durationMillis", change.took().toMillis());
        ArrayNode reloads = payload.putArray("reloads");
        change.plan().reloads().forEach(reloads::add);
        ArrayNode files = payload.putArray("files");
        for (Change file : change.plan().changes().stream().limit(MOST_FILES).toList()) {
            ObjectNode one = files.addObject().put("path", file.path());
            file.before().ifPresent(digest -> one.put("from", digest.hex()));
            file.after().ifPresent(digest -> one.put("to", digest.hex()));
        }
        return payload;
    }

    static ObjectNode payload(World world) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("world", world.name())
                .put("host", world.host().name());
    }

    private void record(String type, WorldChange change, ObjectNode payload) {
        events.record(Event.of(
                type,
                change.hot().world().environment(),
                change.hot().release().digest().hex(),
                payload));
    }
}
