package io.jenkins.plugins.aviary.ledger;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Ledgers made by chance, with everything in them that {@code docs/reference/dora.md} names, and values that are none. */
final class DoraSamples {
    private static final List<String> WORLDS = List.of("antica", "secura", "");
    private static final List<String> NO_TIMES = List.of(
            "never",
            "",
            "2026-13-01T00:00:00Z",
            "2026-02-30T00:00:00Z",
            "2026-01-01T24:00:00Z",
            "2026-01-01T23:59:60Z",
            "2026-01-01T12:00:00+02:00",
            "0000-01-01T00:00:00Z",
            "+12026-01-01T00:00:00Z",
            "2026-01-01 00:00:00Z",
            "2026-01-01T00:00Z",
            "2026-01-01T00:00:00.1234567890Z",
            "2026-01-01T00:00:00Z\n",
            "٢٠٢٦-01-01T00:00:00Z");

    private final Random random;
    private final List<LedgerEvent> events = new ArrayList<>();

    DoraSamples(long seed) {
        this.random = new Random(seed);
    }

    List<LedgerEvent> events() {
        for (int i = 0; i < 120; i++) {
            deployment(i, random.nextInt(4) == 0 ? "staging" : "production", i * 110 + random.nextInt(60));
        }
        // Deployments overlap: their events come in the order of their times, and some clocks are wrong.
        events.sort(Comparator.comparing(event -> event.time().plusSeconds(random.nextInt(20) == 0 ? 1800 : 0)));
        return events;
    }

    private void deployment(int number, String environment, int minute) {
        String id = random.nextInt(5) == 0 ? "" : "d" + number;
        int worlds = 1 + random.nextInt(3);
        for (int w = 0; w < worlds; w++) {
            String world = WORLDS.get(w);
            int at = minute + w * 7;
            String release = release(number);
            for (int tries = 1 + random.nextInt(5) / 3; tries > 0; tries--) {
                at = oneTry(number, id, environment, world, release, at) + 1 + random.nextInt(30);
                release = random.nextInt(4) == 0 ? release(number + 1) : release;
            }
            if (random.nextInt(6) == 0) {
                ObjectNode back = payload(id, world).put("backwards", true);
                add("started", environment, release(number - 1), number, at, back);
                add("rolledback", environment, release, number, at + 3, ended(payload(id, world), at));
            }
        }
    }

    private int oneTry(int number, String id, String environment, String world, String release, int begun) {
        if (random.nextInt(15) > 0) {
            add("started", environment, release, number, begun, started(payload(id, world), begun));
        }
        int at = begun + 1 + random.nextInt(20);
        int fate = random.nextInt(14);
        if (fate < 11) {
            String result = fate < 8 ? "success" : fate < 10 ? "failed" : "no such result";
            add(
                    "finished",
                    environment,
                    release,
                    number,
                    at,
                    ended(payload(id, world).put("result", result), at));
        }
        if (fate == 7 || fate == 9 || fate == 11 || fate == 12) {
            add("rolledback", environment, release, number, at + 5, ended(payload(id, world), at + 5));
        }
        if (fate == 12) {
            String result = random.nextBoolean() ? "success" : "failed";
            add(
                    "finished",
                    environment,
                    release,
                    number,
                    at + 8,
                    payload(id, world).put("result", result));
        }
        return at + 8;
    }

    private static String release(int number) {
        return String.format(java.util.Locale.ROOT, "%064x", number + 1);
    }

    private static ObjectNode payload(String id, String world) {
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        if (!id.isEmpty()) {
            payload.put("deployment", id);
        }
        return world.isEmpty() ? payload : payload.put("world", world);
    }

    private ObjectNode started(ObjectNode payload, int minute) {
        switch (random.nextInt(8)) {
            case 0 -> payload.put("unplanned", true);
            case 1 -> payload.put("unplanned", "yes");
            case 2 -> payload.put("unplanned", 1);
            case 3 -> payload.put("backwards", "true");
            default -> payload.put("unplanned", false);
        }
        switch (random.nextInt(6)) {
            case 0 -> payload.put("commits", "not a list");
            case 1 -> payload.putObject("commits").putObject("a").put("time", time(minute));
            case 2 -> payload.putNull("commits");
            default -> {
                ArrayNode commits = payload.putArray("commits");
                for (int i = random.nextInt(4); i >= 0; i--) {
                    commits.addObject()
                            .put("time", random.nextInt(4) == 0 ? noTime() : time(minute - random.nextInt(3000)));
                }
                commits.add("none").add(7).addObject().put("time", 7);
            }
        }
        return payload;
    }

    private ObjectNode ended(ObjectNode payload, int minute) {
        switch (random.nextInt(6)) {
            case 0 -> payload.put("detectedAt", time(minute - random.nextInt(15)));
            case 1 -> payload.put("detectedAt", noTime());
            case 2 -> payload.put("detectedAt", 12);
            default -> {
                // None is told.
            }
        }
        switch (random.nextInt(8)) {
            case 0 -> payload.put("durationMillis", -5);
            case 1 -> payload.put("durationMillis", 1.5);
            case 2 -> payload.put("durationMillis", Long.MAX_VALUE / 1024);
            case 3 -> payload.put("durationMillis", 1e300);
            case 4 -> payload.put("durationMillis", true);
            case 5 -> payload.put("durationMillis", "60000");
            default -> payload.put("durationMillis", random.nextInt(600_000));
        }
        return payload;
    }

    private String noTime() {
        return NO_TIMES.get(random.nextInt(NO_TIMES.size()));
    }

    private String time(int minute) {
        return EventSamples.START
                .plusSeconds(60L * minute)
                .plusNanos(random.nextInt(3) * 123_456_789L)
                .toString();
    }

    private void add(String what, String environment, String release, int number, int minute, ObjectNode payload) {
        Instant time = EventSamples.START.plusSeconds(60L * minute).plusMillis(random.nextInt(1000));
        events.add(new LedgerEvent(
                "deployment." + what, 1, time, EventSamples.ANNA, "run-" + number, environment, release, payload));
    }
}
