package io.jenkins.plugins.aviary.approval;

import io.jenkins.plugins.aviary.ledger.Ledger;
import java.util.List;

/** Reads gates from a ledger that somebody else writes: it follows the events and writes none. */
public final class GateReading {
    private GateReading() {}

    /** All gates, in the order in which they were opened. */
    public static List<GateState> all(Ledger ledger) {
        return book(ledger).all().stream()
                .sorted(java.util.Comparator.comparing(GateState::opened))
                .toList();
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
