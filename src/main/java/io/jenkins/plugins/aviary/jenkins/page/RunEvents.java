package io.jenkins.plugins.aviary.jenkins.page;

import io.jenkins.plugins.aviary.ledger.EventPage;
import io.jenkins.plugins.aviary.ledger.EventQuery;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.LedgerEvent;
import io.jenkins.plugins.aviary.ledger.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** What a run has recorded, as its pages show it. */
final class RunEvents {
    /** How far outside a run its events may lie: what is told of its end comes after it. */
    private static final Duration AROUND = Duration.ofMinutes(1);

    private static final int MOST_EVENTS = 200;
    private static final int MOST_PAGES = 10;
    private static final int SHORT_DIGEST = 12;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private RunEvents() {}

    /**
     * One event.
     *
     * @param when the second, in UTC
     * @param what its type
     * @param where environment and world, as far as it has them
     * @param release the first digits of the release's digest, or empty
     * @param digest all of them
     * @param result how what it tells of ended, or empty
     * @param number its number in the ledger
     */
    public record Line(
            String when, String what, String where, String release, String digest, String result, long number) {
        static Line of(Recorded recorded) {
            LedgerEvent event = recorded.event();
            String world = event.payload().path("world").asText("");
            String digest = event.release();
            return new Line(
                    TIME.format(event.time()),
                    event.type(),
                    world.isEmpty() ? event.environment() : event.environment() + "/" + world,
                    digest.substring(0, Math.min(SHORT_DIGEST, digest.length())),
                    digest,
                    event.payload().path("result").asText(""),
                    recorded.sequence());
        }
    }

    /** The newest of a run, newest first. */
    static List<Line> of(ShownRun run, Ledger ledger) {
        String name = run.name();
        Instant end = run.building() ? Instant.MAX : run.end().plus(AROUND);
        EventQuery query = EventQuery.ALL.within(run.begin().minus(AROUND), end);
        List<Line> found = new ArrayList<>();
        OptionalLong next = OptionalLong.of(Long.MAX_VALUE);
        for (int page = 0; page < MOST_PAGES && next.isPresent() && found.size() < MOST_EVENTS; page++) {
            EventPage events = ledger.query(query.page(next.getAsLong(), 500));
            events.events().stream()
                    .filter(one -> one.event().run().equals(name))
                    .map(Line::of)
                    .forEach(found::add);
            next = events.next();
        }
        return found;
    }

    /** What happened in one line, without what only began: {@code 1 build, 3 deliveries, 1 failed delivery}. */
    static String brief(List<Line> lines) {
        Map<Kind, Integer> counts = new LinkedHashMap<>();
        for (int i = lines.size() - 1; i >= 0; i--) {
            String type = lines.get(i).what();
            if (!isFrame(type)) {
                counts.merge(new Kind(type, lines.get(i).result().equals("failed")), 1, Integer::sum);
            }
        }
        return counts.entrySet().stream()
                .map(one -> EventName.counted(one.getKey().type(), one.getKey().failed(), one.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** Whether it only tells that something begins, or who has an environment to themselves. */
    private static boolean isFrame(String type) {
        return type.startsWith("pipeline.")
                || type.endsWith(".started")
                || type.equals("environment.requested")
                || type.equals("environment.released");
    }

    private record Kind(String type, boolean failed) {}
}
