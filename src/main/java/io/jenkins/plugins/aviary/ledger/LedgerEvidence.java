package io.jenkins.plugins.aviary.ledger;

import java.util.List;
import java.util.function.Consumer;

/** The raw material of a verification: what lies there, in whatever state, read in order and never repaired. */
public interface LedgerEvidence {
    /**
     * Gives all records from a sequence number on, in the order in which they lie there. A record that cannot be read
     * at all is given with an empty body.
     */
    void scan(long from, Consumer<StoredEvent> sink);

    /** The leaf hashes of the first events as kept apart from the events; empty if there are none. */
    HashList leafIndex();

    /** All checkpoints, oldest first. */
    List<String> checkpoints();
}
