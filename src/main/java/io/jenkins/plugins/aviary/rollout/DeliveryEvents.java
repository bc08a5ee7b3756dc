package io.jenkins.plugins.aviary.rollout;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.host.InstalledRelease;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.Event;
import io.jenkins.plugins.aviary.operation.Events;
import java.time.Instant;
import java.util.Optional;

/** Reports what a rollout does to worlds, as {@code docs/reference/events.md} says. */
final class DeliveryEvents {
    private final Events events;
    private final DeliveryPlan plan;

    DeliveryEvents(Events events, DeliveryPlan plan) {
        this.events = events;
        this.plan = plan;
    }

    void started(World world, String version, Digest release, Optional<InstalledRelease> from) {
        ObjectNode payload =
                payload(world, plan.reason()).put("version", version).put("strategy", plan.strategy());
        if (plan.backwards()) {
            payload.put("backwards", true);
        }
        from.ifPresent(before -> payload.put("fromVersion", versionOf(before.name()))
                .put("fromDigest", before.digest().hex()));
        record("deployment.started", world, release, payload);
    }

    void finished(World world, Digest release, String reason, long millis, long downtimeMillis) {
        record(
                "deployment.finished",
                world,
                release,
                payload(world, reason)
                        .put("result", "success")
                        .put("durationMillis", millis)
                        .put("downtimeMillis", downtimeMillis));
    }

    /** It failed; what never ceased to run all the while, if anything. */
    void failed(World world, Digest release, String reason, long millis, Optional<InstalledRelease> untouched) {
        ObjectNode payload = payload(world, reason)
                .put("result", "failed")
                .put("durationMillis", millis)
                .put("downtimeMillis", 0);
        untouched.ifPresent(now -> payload.put("runningDigest", now.digest().hex()));
        record("deployment.finished", world, release, payload);
    }

    void rolledBack(
            World world, Digest release, InstalledRelease to, String reason, Instant detectedAt, long durationMillis) {
        record(
                "deployment.rolledback",
                world,
                release,
                payload(world, reason)
                        .put("toVersion", versionOf(to.name()))
                        .put("toDigest", to.digest().hex())
                        .put("detectedAt", detectedAt.toString())
                        .put("durationMillis", durationMillis));
    }

    /** A release that had run is left; the event belongs to the delivery by which it came, where that is known. */
    void wentBack(World world, Digest left, String deployment, InstalledRelease to, Instant begun, long millis) {
        ObjectNode payload = payload(world, plan.reason())
                .put("toVersion", versionOf(to.name()))
                .put("toDigest", to.digest().hex())
                .put("detectedAt", begun.toString())
                .put("durationMillis", millis);
        if (!deployment.isEmpty()) {
            payload.put("deployment", deployment);
        }
        record("deployment.rolledback", world, left, payload);
    }

    /** The version in a release's name. */
    static String versionOf(String name) {
        int dash = name.lastIndexOf('-');
        return dash < 0 ? name : name.substring(0, dash);
    }

    private ObjectNode payload(World world, String reason) {
        ObjectNode payload = JsonNodeFactory.instance
                .objectNode()
                .put("deployment", plan.deployment())
                .put("world", world.name())
                .put("host", world.host().name());
        if (!reason.isEmpty()) {
            payload.put("reason", reason);
        }
        return payload;
    }

    private void record(String type, World world, Digest release, ObjectNode payload) {
        events.record(Event.of(type, world.environment(), release.hex(), payload));
    }
}
