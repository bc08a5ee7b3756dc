package io.jenkins.plugins.aviary.ledger;

import java.util.List;
import java.util.OptionalLong;

/**
 * Some of the events that were asked for, newest first.
 *
 * @param events the events
 * @param next where the next page begins, for {@link EventQuery#before()}; empty if there is none
 */
public record EventPage(List<Recorded> events, OptionalLong next) {
    /** Copies the events. */
    public EventPage {
        events = List.copyOf(events);
    }
}
