package io.jenkins.plugins.aviary.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.aviary.ledger.LedgerEvent;
import io.jenkins.plugins.aviary.ledger.Recorded;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How each world was when it was last looked at, from the events {@code health.*}. Safe for use by several threads. */
final class HealthBook {
    private static final int MOST = 10_000;

    /** By environment and world; guarded by this. */
    private final Map<String, Health> last = new HashMap<>();

    /**
     * How a world was.
     *
     * @param at when it was looked at
     * @param state {@code healthy}, {@code degraded}, {@code down} or whatever the event said
     * @param players how many were online
     * @param release the digest of what it was seen to run, or empty
     * @param version the version of what it was seen to run, or empty
     * @param reason what is wrong, or empty
     */
    record Health(Instant at, String state, Optional<Double> players, String release, String version, String reason) {}

    /** Takes an event about one world, or about several in its list {@code worlds}. */
    synchronized void accept(Recorded recorded) {
        LedgerEvent event = recorded.event();
        if (!event.type().startsWith("health.")) {
            return;
        }
        if (event.payload().path("worlds").isArray()) {
            event.payload().path("worlds").forEach(world -> see(event, world));
        } else {
            see(event, event.payload());
        }
    }

    private void see(LedgerEvent event, JsonNode json) {
        String world = Payload.text(json, "world");
        String key = key(event.environment(), world);
        if (world.isEmpty() || last.size() >= MOST && !last.containsKey(key)) {
            return;
        }
        last.put(
                key,
                new Health(
                        event.time(),
                        Payload.text(json, "state", "status", "result"),
                        Payload.number(json, "players", "playersOnline"),
                        Payload.text(json, "runningDigest", "digest"),
                        Payload.text(json, "runningVersion", "version"),
                        Payload.text(json, "reason")));
    }

    synchronized Optional<Health> of(String environment, String world) {
        return Optional.ofNullable(last.get(key(environment, world)));
    }

    private static String key(String environment, String world) {
        return environment + "\n" + world;
    }
}
