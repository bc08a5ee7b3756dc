package io.jenkins.plugins.aviary.jenkins.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.AbortException;
import hudson.model.Run;
import io.jenkins.plugins.aviary.jenkins.Installation;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.LedgerEvent;
import io.jenkins.plugins.aviary.ledger.LedgerEvents;
import io.jenkins.plugins.aviary.ledger.LedgerFailure;
import io.jenkins.plugins.aviary.ledger.Recorded;
import io.jenkins.plugins.aviary.operation.Event;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the events of an operation into the ledger, each once. How far an operation's events have been taken is kept with
 * the pipeline a moment after they are in the ledger; a controller that ends in that moment reads them again, and finds
 * them there.
 */
final class RecordedRun {
    private final LedgerEvents events;

    /** What came into the ledger from this run and is not yet matched. */
    private final List<LedgerEvent> known;

    /**
     * Events of a run.
     *
     * @param since how many events the ledger had when the last of them was known to be in it
     */
    RecordedRun(Run<?, ?> run, long since) {
        Installation installation = Installation.get();
        this.events = installation.events(run);
        this.known = known(installation.ledger(), Installation.name(run), since);
    }

    /**
     * How many events the ledger has, before a step begins.
     *
     * @throws AbortException if the ledger cannot be used: then the step must not begin
     */
    static long soFar(String step) throws AbortException {
        try {
            return Installation.get().ledger().size();
        } catch (LedgerFailure e) {
            throw new AbortException(step + ": " + e.getMessage());
        }
    }

    private static List<LedgerEvent> known(Ledger ledger, String run, long since) {
        List<LedgerEvent> known = new ArrayList<>();
        long at = since;
        while (true) {
            List<Recorded> portion = ledger.read(at, 200);
            if (portion.isEmpty()) {
                return known;
            }
            portion.stream()
                    .map(Recorded::event)
                    .filter(event -> event.run().equals(run))
                    .forEach(known::add);
            at += portion.size();
        }
    }

    void record(Event event) {
        for (int i = 0; i < known.size(); i++) {
            if (same(known.get(i), event)) {
                known.remove(i);
                return;
            }
        }
        events.record(event);
    }

    private static boolean same(LedgerEvent recorded, Event event) {
        return recorded.type().equals(event.type())
                && recorded.version() == event.version()
                && recorded.environment().equals(event.environment())
                && recorded.release().equals(event.release())
                && within(recorded.payload(), event.payload());
    }

    /** Whoever keeps the ledger can have added something to what the agent reported. */
    private static boolean within(ObjectNode recorded, ObjectNode reported) {
        return recorded.equals(reported)
                || reported.properties().stream()
                        .allMatch(field -> field.getValue().equals(recorded.get(field.getKey())));
    }
}
