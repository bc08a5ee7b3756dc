package io.jenkins.plugins.aviary.release;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.aviary.ledger.EventPage;
import io.jenkins.plugins.aviary.ledger.EventQuery;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.LedgerEvent;
import io.jenkins.plugins.aviary.ledger.Recorded;
import io.jenkins.plugins.aviary.model.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How long a release ran in a world and was not known to be down. Only what is known counts: any other delivery to the
 * world ends its stay from the moment it began, however that one ended, until an event tells that this release runs again;
 * and from a look that found the world down until the next that did not, nothing is counted.
 */
final class SoakTime {
    private static final int PAGE = 1000;

    private final String world;
    private final String release;

    private boolean runs;
    private boolean down;
    private Optional<Instant> since = Optional.empty();
    private Duration ran = Duration.ZERO;

    private SoakTime(String world, String release) {
        this.world = world;
        this.release = release;
    }

    /** The time until now, over all times that it ran there. */
    static Duration of(Ledger ledger, String environment, String world, Digest release, Instant now) {
        SoakTime time = new SoakTime(world, release.hex());
        EventQuery deliveries =
                EventQuery.ALL.ofType("deployment").in(environment).at(world);
        List<Recorded> own = ledger.all(deliveries.about(release.hex()));
        if (own.isEmpty()) {
            return Duration.ZERO;
        }
        long from = own.get(own.size() - 1).sequence();
        List<Recorded> events = new ArrayList<>(since(ledger, deliveries, from));
        events.addAll(since(ledger, EventQuery.ALL.ofType("health.checked").in(environment), from));
        events.sort(Comparator.comparingLong(Recorded::sequence));
        events.forEach(recorded -> time.accept(recorded.event()));
        time.count(now);
        return time.ran;
    }

    /** The events from a place in the ledger on, newest first. */
    private static List<Recorded> since(Ledger ledger, EventQuery query, long from) {
        List<Recorded> found = new ArrayList<>();
        EventQuery next = query.page(Long.MAX_VALUE, PAGE);
        while (true) {
            EventPage page = ledger.query(next);
            page.events().stream().filter(one -> one.sequence() >= from).forEach(found::add);
            if (page.next().isEmpty() || page.next().getAsLong() <= from) {
                return found;
            }
            next = query.page(page.next().getAsLong(), PAGE);
        }
    }

    private void accept(LedgerEvent event) {
        count(event.time());
        switch (event.type()) {
            case "deployment.started" -> runs = false;
            case "deployment.finished" ->
                left(text(event, "result").equals("success") ? event.release() : text(event, "runningDigest"));
            case "deployment.rolledback" -> left(text(event, "toDigest"));
            case "health.checked" -> look(event);
            default -> {
                // Other events of deliveries tell nothing of what runs.
            }
        }
        since = runs && !down ? Optional.of(event.time()) : Optional.empty();
    }

    /** A delivery has ended, and this is what it left running; nothing if nobody knows. */
    private void left(String running) {
        runs = running.equals(release);
        down = !runs && down;
    }

    /** Time that goes backwards, after a clock was set, counts as none. */
    private void count(Instant until) {
        since.filter(until::isAfter).ifPresent(begun -> ran = ran.plus(Duration.between(begun, until)));
        since = Optional.empty();
    }

    private void look(LedgerEvent event) {
        look(event.payload());
        event.payload().path("worlds").forEach(this::look);
    }

    private void look(JsonNode seen) {
        if (seen.path("world").asText().equals(world)) {
            down = seen.path("state").asText().equals("down");
        }
    }

    private static String text(LedgerEvent event, String key) {
        return event.payload().path(key).asText("");
    }
}
