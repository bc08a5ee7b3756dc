package io.jenkins.plugins.aviary.approval;

import io.jenkins.plugins.aviary.ledger.Recorded;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * All gates as somebody sees them who only reads the ledger, without voting and without being told of ends. To be given
 * to {@link io.jenkins.plugins.aviary.ledger.Ledger#follow}. Safe for use by several threads.
 */
public final class GateHistory implements Consumer<Recorded> {
    private final GateBook book = new GateBook();

    @Override
    public void accept(Recorded recorded) {
        book.accept(recorded);
    }

    /** All gates, those that wait and those that ended, the newest first. */
    public List<GateState> all() {
        return book.all().stream()
                .sorted(Comparator.comparing(GateState::opened)
                        .reversed()
                        .thenComparing(gate -> gate.request().gate()))
                .toList();
    }

    /** The gate with that id. */
    public Optional<GateState> find(String id) {
        return book.gate(id);
    }
}
