package io.jenkins.plugins.aviary.ledger;

import java.util.List;
import java.util.Optional;

/**
 * Where the ledger's bytes are. It knows nothing of what they say. Safe for use by several threads; failures are
 * {@link LedgerFailure}.
 */
public interface LedgerStore extends MerkleNodes, AutoCloseable {
    /** Appends an event; returns its sequence number only once it is durable. */
    default long append(byte[] event) {
        return append(List.of(event));
    }

    /**
     * Appends events one after the other with nothing in between; returns the sequence number of the first only once
     * all are durable.
     */
    long append(List<byte[]> events);

    /** How many events can be read now, those of other writers included. */
    long size();

    /** The events from a sequence number on, at most so many. */
    List<StoredEvent> read(long from, int limit);

    /**
     * The hashes that the index has of the events from a sequence number on, at most so many: what is read is held against
     * them.
     */
    default HashList leaves(long from, int count) {
        HashList leaves = new HashList(count);
        long to = Math.min(size(), from + count);
        for (long leaf = from; leaf < to; leaf++) {
            leaves.add(node(0, leaf));
        }
        return leaves;
    }

    /** Whether others may write it at the same time. */
    default boolean shared() {
        return false;
    }

    /** Keeps a checkpoint durably. */
    void keep(String note);

    /** The checkpoint that was kept last. */
    Optional<String> newestCheckpoint();

    /** All checkpoints that were kept, oldest first, checked by nobody. */
    List<String> checkpoints();

    /** What a verification reads, without trusting any index. */
    LedgerEvidence evidence();

    @Override
    void close();
}
