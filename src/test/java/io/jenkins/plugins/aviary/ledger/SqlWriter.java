package io.jenkins.plugins.aviary.ledger;

import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** A process that appends to a shared ledger and prints what was acknowledged. */
final class SqlWriter {
    private static final TimelySigner.Pace BUSY = new TimelySigner.Pace(Duration.ofMillis(20), 10, true);

    private SqlWriter() {}

    /**
     * Arguments: the database's URL, the number of the first event, how many; and, for a writer that signs, its key's file
     * and its name.
     */
    public static void main(String[] args) {
        int first = Integer.parseInt(args[1]);
        int end = first + Integer.parseInt(args[2]);
        try (LedgerStore store = SqlStore.open(TestDatabase.dataSource(args[0]))) {
            if (args.length == 3) {
                for (int i = first; i < end; i++) {
                    byte[] event = EventSamples.event(i).bytes();
                    System.out.println(store.append(event) + " " + Digest.ofHash(MerkleHash.leaf(event)));
                }
                return;
            }
            SigningKey key = SigningKey.load(Path.of(args[3]));
            try (Ledger ledger = Ledger.open(store, args[4], key, Clock.systemUTC(), BUSY)) {
                for (int i = first; i < end; i++) {
                    Receipt receipt = ledger.append(EventSamples.event(i));
                    System.out.println(
                            receipt.sequence() + " " + receipt.leafHash().hex());
                }
            }
        }
    }
}
