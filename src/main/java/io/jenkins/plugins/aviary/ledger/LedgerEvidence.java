package io.jenkins.plugins.aviary.ledger;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** The raw material of a verification: what lies there, in whatever state, read in order and never repaired. */
public interface LedgerEvidence {
    /**
     * The ledger in a folder, whether it is the one that is written or an export. It need not be whole enough to be
     * opened.
     *
     * @throws LedgerFailure if there is none
     */
    static LedgerEvidence in(Path folder) {
        return FileEvidence.isLedger(folder) ? new FileEvidence(folder) : LedgerExport.open(folder);
    }

    /** Whether there is a ledger that is, or was, written in a folder: a record, or a checkpoint of records that are gone. */
    static boolean isIn(Path folder) {
        return FileEvidence.isLedger(folder);
    }

    /**
     * Gives all records from a sequence number on, in the order in which they lie there. A record that cannot be read
     * at all is given with an empty body.
     */
    void scan(long from, Consumer<StoredEvent> sink);

    /** The leaf hashes of the first events as kept apart from the events; empty if there are none. */
    HashList leafIndex();

    /** All checkpoints, oldest first. */
    List<String> checkpoints();

    /** Whether somebody may be writing it now, so that its newest records need not be signed yet. */
    default boolean mayBeWritten() {
        return true;
    }
}
