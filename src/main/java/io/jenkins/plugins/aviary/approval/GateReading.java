package io.jenkins.plugins.aviary.approval;

import io.jenkins.plugins.aviary.ledger.EventQuery;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.Recorded;
import io.jenkins.plugins.aviary.model.Digest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Reads gates from a ledger that somebody else writes: it follows the events and writes none. */
public final class GateReading {
    private GateReading() {}

    /** All gates, in the order in which they were opened. */
    public static List<GateState> all(Ledger ledger) {
        return inOrder(book(ledger));
    }

    private static List<GateState> inOrder(GateBook book) {
        return book.all().stream()
                .sorted(Comparator.comparing(GateState::opened))
                .toList();
    }

    /** The gates about one release in one environment, in the order in which they were opened; only their events are read. */
    public static List<GateState> about(Ledger ledger, String environment, Digest release) {
        List<Recorded> events = new ArrayList<>(
                ledger.all(EventQuery.ALL.ofType("approval").in(environment).about(release.hex())));
        Collections.reverse(events);
        GateBook book = new GateBook();
        events.forEach(book::accept);
        return inOrder(book);
    }

    /**
     * One gate.
     *
     * @throws ApprovalRefused if there is none with that id
     */
    public static GateState of(Ledger ledger, String id) {
        return book(ledger).gate(id).orElseThrow(() -> new ApprovalRefused("There is no gate " + id));
    }

    private static GateBook book(Ledger ledger) {
        GateBook book = new GateBook();
        ledger.follow(book::accept);
        return book;
    }
}
