package io.jenkins.plugins.aviary.ledger;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/** Events for tests. */
final class EventSamples {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final Actor ANNA = new Actor("anna", "jenkins");

    private EventSamples() {}

    static LedgerEvent event(int number) {
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        payload.put("number", number);
        payload.put("world", "world-" + number % 7);
        return new LedgerEvent(
                "build.finished",
                1,
                START.plusSeconds(number),
                number % 2 == 0 ? ANNA : new Actor("ben", "os-user"),
                "canary/main#" + number,
                number % 3 == 0 ? "production" : "staging",
                "a".repeat(64),
                payload);
    }

    static LedgerEvent deployment(
            String what, String id, String environment, String world, Instant time, String... payload) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        fields.put("deployment", id).put("world", world);
        for (int i = 0; i < payload.length; i += 2) {
            fields.put(payload[i], payload[i + 1]);
        }
        return new LedgerEvent("deployment." + what, 1, time, ANNA, "run-" + id, environment, "b".repeat(64), fields);
    }

    static LedgerEvent withCommits(LedgerEvent event, List<Instant> commits) {
        ObjectNode payload = event.payload().deepCopy();
        commits.forEach(commit ->
                payload.withArray("commits").addObject().put("id", "c0ffee").put("time", commit.toString()));
        return new LedgerEvent(
                event.type(),
                event.version(),
                event.time(),
                event.actor(),
                event.run(),
                event.environment(),
                event.release(),
                payload);
    }
}
