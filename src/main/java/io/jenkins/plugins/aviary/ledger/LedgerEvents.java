package io.jenkins.plugins.aviary.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.operation.Event;
import io.jenkins.plugins.aviary.operation.Events;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Puts what operations report into the ledger, with the time, actor and run that they cannot claim themselves; and with what
 * only the ledger knows of a delivery that begins.
 */
public final class LedgerEvents implements Events {
    private static final List<String> RESERVED = List.of("approval.", "key.", "artifact.", "environment.", "ledger.");

    private final Ledger ledger;
    private final Actor actor;
    private final String run;
    private final Clock clock;

    /** Events of one run, all by one actor. */
    public LedgerEvents(Ledger ledger, Actor actor, String run, Clock clock) {
        this.ledger = Objects.requireNonNull(ledger, "ledger");
        this.actor = Objects.requireNonNull(actor, "actor");
        this.run = Objects.requireNonNull(run, "run");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    @Override
    public void record(Event event) {
        append(event);
    }

    /**
     * Remembers an event and returns the receipt for it.
     *
     * @throws LedgerFailure if no operation may report such an event: votes, provenance, turns and changes of keys come from
     *     the controller alone, or whatever runs on an agent could approve itself
     */
    public Receipt append(Event event) {
        if (RESERVED.stream().anyMatch(prefix -> event.type().startsWith(prefix))) {
            throw new LedgerFailure("An operation cannot report the event " + event.type());
        }
        try {
            return ledger.append(new LedgerEvent(
                    event.type(),
                    event.version(),
                    Instant.now(clock),
                    actor,
                    run,
                    event.environment(),
                    event.release(),
                    completed(event)));
        } catch (IllegalArgumentException e) {
            throw new LedgerFailure("The event " + event.type() + " cannot be recorded: " + e.getMessage(), e);
        }
    }

    private ObjectNode completed(Event event) {
        return event.type().equals(StartedDelivery.TYPE)
                ? new StartedDelivery(ledger).completed(event.environment(), event.release(), run, event.payload())
                : event.payload();
    }
}
