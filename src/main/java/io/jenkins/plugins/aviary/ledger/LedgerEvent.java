package io.jenkins.plugins.aviary.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.model.CanonicalJson;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One entry of the ledger. Its form is {@code docs/reference/ledger-event.schema.json}; its bytes are canonical JSON.
 *
 * @param type what happened, in lower-case words joined by dots, such as {@code deployment.started}
 * @param version the version of the payload's form, from 1
 * @param time when it was recorded, to the millisecond
 * @param actor who did it
 * @param run the build or process that it happened in, or empty
 * @param environment the environment it happened in, or empty
 * @param release the digest of the release it is about, or empty
 * @param payload what else is to be remembered, see {@code docs/reference/events.md}
 */
public record LedgerEvent(
        String type,
        int version,
        Instant time,
        Actor actor,
        String run,
        String environment,
        String release,
        ObjectNode payload) {
    /** How many bytes an event may have. */
    public static final int MAX_BYTES = 64 * 1024;

    /** How many objects and arrays may lie in each other, the event itself being the first. */
    public static final int MAX_DEPTH = 32;

    private static final int LONGEST_TYPE = 100;
    private static final int LONGEST_TEXT = 500;
    private static final Pattern TYPE = Pattern.compile("[a-z]+(\\.[a-z]+)*");
    private static final Set<String> KEYS =
            Set.of("type", "v", "time", "actor", "run", "environment", "release", "payload");

    /** Takes absent texts as empty, cuts the time to milliseconds, and refuses what has no form in the ledger. */
    public LedgerEvent {
        if (type == null || type.length() > LONGEST_TYPE || !TYPE.matcher(type).matches()) {
            throw new IllegalArgumentException("An event's type is lower-case words joined by dots, not: " + type);
        }
        if (version < 1) {
            throw new IllegalArgumentException("An event's version is at least 1, not " + version);
        }
        if (time == null || actor == null) {
            throw new IllegalArgumentException("The event " + type + " lacks its time or its actor");
        }
        time = time.truncatedTo(ChronoUnit.MILLIS);
        run = text("run", run);
        environment = text("environment", environment);
        release = text("release", release);
        payload = payload == null ? JsonNodeFactory.instance.objectNode() : payload.deepCopy();
    }

    private static String text(String what, String value) {
        if (value != null && value.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException("An event's " + what + " has at most " + LONGEST_TEXT + " characters");
        }
        return value == null ? "" : value;
    }

    /**
     * The event's canonical bytes.
     *
     * @throws IllegalArgumentException if it is too large, too deep or has values without a canonical form
     */
    public byte[] bytes() {
        byte[] bytes = CanonicalJson.bytes(json());
        requireSize(bytes.length);
        requireDepth(payload, 2);
        return bytes;
    }

    /** The event as JSON. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("type", type);
        json.put("v", version);
        json.put("time", time.toString());
        json.putObject("actor").put("name", actor.name()).put("authentication", actor.authentication());
        json.put("run", run);
        json.put("environment", environment);
        json.put("release", release);
        json.set("payload", payload);
        return json;
    }

    /**
     * Reads an event strictly: only canonical bytes of just these keys are one.
     *
     * @throws IllegalArgumentException with one line that tells what is wrong
     */
    public static LedgerEvent parse(byte[] bytes) {
        requireSize(bytes.length);
        JsonNode json = CanonicalJson.read(bytes);
        LedgerEvent event = of(json);
        // With just these keys and its time as it would be written, the event's bytes are those of its JSON.
        if (!Arrays.equals(CanonicalJson.bytes(json), bytes)
                || !event.time().toString().equals(json.path("time").textValue())) {
            throw new IllegalArgumentException("The event is not in canonical form");
        }
        return event;
    }

    /**
     * Reads an event whose bytes are known to be those that were appended, and so canonical: their hash is in the tree.
     *
     * @throws IllegalArgumentException with one line that tells what is wrong
     */
    static LedgerEvent known(byte[] bytes) {
        requireSize(bytes.length);
        return of(CanonicalJson.read(bytes));
    }

    private static LedgerEvent of(JsonNode json) {
        if (!json.isObject()) {
            throw new IllegalArgumentException("An event is a JSON object");
        }
        Iterator<String> names = json.fieldNames();
        while (names.hasNext()) {
            String name = names.next();
            if (!KEYS.contains(name)) {
                throw new IllegalArgumentException("An event has no key '" + name + "'");
            }
        }
        requireDepth(json, 1);
        return read(json);
    }

    private static LedgerEvent read(JsonNode json) {
        JsonNode actor = json.path("actor");
        if (!actor.isObject() || actor.size() != 2) {
            throw new IllegalArgumentException("An event's actor has a name and an authentication");
        }
        JsonNode payload = json.path("payload");
        if (!payload.isObject()) {
            throw new IllegalArgumentException("An event's payload is a JSON object");
        }
        if (!json.path("v").isInt()) {
            throw new IllegalArgumentException("An event's v is a whole number");
        }
        return new LedgerEvent(
                required(json, "type"),
                json.path("v").intValue(),
                instant(required(json, "time")),
                new Actor(required(actor, "name"), required(actor, "authentication")),
                required(json, "run"),
                required(json, "environment"),
                required(json, "release"),
                (ObjectNode) payload);
    }

    private static String required(JsonNode json, String key) {
        JsonNode value = json.path(key);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("An event's " + key + " is a text");
        }
        return value.textValue();
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("An event's time is like 2026-01-02T03:04:05.678Z", e);
        }
    }

    private static void requireSize(int bytes) {
        if (bytes > MAX_BYTES) {
            throw new IllegalArgumentException("An event has at most " + MAX_BYTES + " bytes, this one has " + bytes
                    + "; put large things into an" + " artifact and its digest into the event");
        }
    }

    private static void requireDepth(JsonNode json, int depth) {
        if (!json.isContainerNode()) {
            return;
        }
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("An event is nested at most " + MAX_DEPTH + " deep");
        }
        for (JsonNode child : json) {
            requireDepth(child, depth + 1);
        }
    }
}
