package io.jenkins.plugins.aviary.ledger;

import java.time.Instant;

/**
 * Which events somebody wants to see, newest first. An empty text means any.
 *
 * @param type an event type such as {@code deployment.started}, or its beginning such as {@code deployment}
 * @param environment the environment
 * @param release the digest of the release
 * @param actor the actor's name
 * @param world the world that the payload names
 * @param from not before this
 * @param to before this
 * @param before only events with a lower sequence number: the {@link EventPage#next()} of the page before
 * @param limit how many at most, 1 to 1000
 */
public record EventQuery(
        String type,
        String environment,
        String release,
        String actor,
        String world,
        Instant from,
        Instant to,
        long before,
        int limit) {
    /** All events. */
    public static final EventQuery ALL =
            new EventQuery("", "", "", "", "", Instant.MIN, Instant.MAX, Long.MAX_VALUE, 50);

    /** How many events a page has at most. */
    static final int MOST = 1000;

    /** Refuses a limit that is out of range. */
    public EventQuery {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("A page has 1 to " + MOST + " events, not " + limit);
        }
    }

    /** The same, of this type or of the types that begin with it. */
    public EventQuery ofType(String wanted) {
        return new EventQuery(wanted, environment, release, actor, world, from, to, before, limit);
    }

    /** The same, in this environment. */
    public EventQuery in(String wanted) {
        return new EventQuery(type, wanted, release, actor, world, from, to, before, limit);
    }

    /** The same, about this release. */
    public EventQuery about(String wanted) {
        return new EventQuery(type, environment, wanted, actor, world, from, to, before, limit);
    }

    /** The same, by this actor. */
    public EventQuery by(String wanted) {
        return new EventQuery(type, environment, release, wanted, world, from, to, before, limit);
    }

    /** The same, about this world. */
    public EventQuery at(String wanted) {
        return new EventQuery(type, environment, release, actor, wanted, from, to, before, limit);
    }

    /** The same, within this time. */
    public EventQuery within(Instant notBefore, Instant until) {
        return new EventQuery(type, environment, release, actor, world, notBefore, until, before, limit);
    }

    /** The same, one page of so many. */
    public EventQuery page(long olderThan, int most) {
        return new EventQuery(type, environment, release, actor, world, from, to, olderThan, most);
    }
}
