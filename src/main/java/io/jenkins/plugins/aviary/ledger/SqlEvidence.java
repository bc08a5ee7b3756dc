package io.jenkins.plugins.aviary.ledger;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
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
        boolean more = true;
        while (more) {
            int before = leaves.size();
            addLeaves(leaves);
            more = leaves.size() > before;
        }
        return leaves;
    }

    private void addLeaves(HashList leaves) {
        long from = StoreIndex.hashesOf(leaves.size());
        long to = StoreIndex.hashesOf(leaves.size() + CHUNK);
        store.with("read", connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT place, hash FROM aviary_ledger_tree WHERE place >= ? AND place < ? ORDER BY place")) {
                query.setLong(1, from);
                query.setLong(2, to);
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        long place = rows.getLong(1);
                        if (place > StoreIndex.hashesOf(leaves.size())) {
                            return false;
                        }
                        if (place == StoreIndex.hashesOf(leaves.size())) {
                            leaves.add(rows.getBytes(2));
                        }
                    }
                }
            }
            return true;
        });
    }

    @Override
    public List<String> checkpoints() {
        return store.checkpoints();
    }
}
