package io.jenkins.plugins.aviary.ledger;

import java.util.List;
import java.util.function.Consumer;

/** The tables of a {@link SqlStore} as they are. */
final class SqlEvidence implements LedgerEvidence {
    private static final int CHUNK = 2000;

    private final SqlStore store;

    SqlEvidence(SqlStore store) {
        this.store = store;
    }

    @Override
    public void scan(long from, Consumer<StoredEvent> sink) {
        long next = from;
        List<StoredEvent> chunk = store.read(next, CHUNK);
        while (!chunk.isEmpty()) {
            chunk.forEach(sink);
            next = chunk.get(chunk.size() - 1).sequence() + 1;
            chunk = store.read(next, CHUNK);
        }
    }

    @Override
    public HashList leafIndex() {
        HashList leaves = new HashList();
        HashList more = store.leaves(0, CHUNK);
        while (more.size() > 0) {
            for (int i = 0; i < more.size(); i++) {
                leaves.add(more.get(i));
            }
            more = store.leaves(leaves.size(), CHUNK);
        }
        return leaves;
    }

    @Override
    public List<String> checkpoints() {
        return store.checkpoints();
    }
}
