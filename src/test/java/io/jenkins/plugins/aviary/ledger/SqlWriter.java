package io.jenkins.plugins.aviary.ledger;

import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.testing.TestDatabase;

/** A process that appends to a shared ledger and prints what was acknowledged. */
final class SqlWriter {
    private SqlWriter() {}

    /** Arguments: the database's URL, the number of the first event, how many. */
    public static void main(String[] args) {
        int first = Integer.parseInt(args[1]);
        try (LedgerStore store = SqlStore.open(TestDatabase.dataSource(args[0]))) {
            for (int i = first; i < first + Integer.parseInt(args[2]); i++) {
                byte[] event = EventSamples.event(i).bytes();
                System.out.println(store.append(event) + " " + Digest.ofHash(MerkleHash.leaf(event)));
            }
        }
    }
}
