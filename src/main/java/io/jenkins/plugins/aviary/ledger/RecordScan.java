package io.jenkins.plugins.aviary.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Reads all records of a ledger once: their hashes, the roots at the sizes that were signed, and what of them is no
 * event. Hashing and reading the form is spread over the processors. Not safe for use by several threads.
 */
final class RecordScan {
    private static final int BATCH = 4096;

    private final long first;
    private final SortedSet<Long> wanted;
    private final MerkleFrontier frontier;
    private final HashList hashes = new HashList();
    private final HashList claimed = new HashList();
    private final Map<Long, byte[]> roots = new TreeMap<>();
    private final List<Finding> malformed = new ArrayList<>();
    private final KeyChain keys;
    private final List<StoredEvent> batch = new ArrayList<>(BATCH);
    private boolean allClaimed = true;

    /**
     * A scan that begins where a known state ends.
     *
     * @param start the known state; an empty one for all records
     * @param wanted the sizes at which the root is wanted
     * @param keys gets the changes of keys that the records tell of
     */
    RecordScan(MerkleFrontier start, SortedSet<Long> wanted, KeyChain keys) {
        this.first = start.size();
        this.frontier = start;
        this.wanted = wanted;
        this.keys = keys;
        roots.put(first, frontier.root());
    }

    RecordScan read(LedgerEvidence evidence) {
        evidence.scan(first, record -> {
            batch.add(record);
            if (batch.size() == BATCH) {
                take();
            }
        });
        take();
        return this;
    }

    private void take() {
        byte[][] leaves = new byte[batch.size()][];
        String[] problems = new String[batch.size()];
        IntStream.range(0, batch.size()).parallel().forEach(i -> {
            byte[] body = batch.get(i).body();
            leaves[i] = MerkleHash.leaf(body);
            problems[i] = problem(body);
        });
        for (int i = 0; i < leaves.length; i++) {
            long sequence = frontier.size();
            StoredEvent record = batch.get(i);
            frontier.add(leaves[i]);
            hashes.add(leaves[i]);
            claim(record);
            if (wanted.contains(frontier.size())) {
                roots.put(frontier.size(), frontier.root());
            }
            if (!problems[i].isEmpty()) {
                malformed.add(new Finding(
                        Finding.Kind.MALFORMED,
                        sequence,
                        sequence,
                        "Record " + sequence + " is no event: " + problems[i]));
            } else {
                KeyRotation.in(record.body()).ifPresent(change -> keys.add(sequence, change));
            }
        }
        batch.clear();
    }

    private void claim(StoredEvent record) {
        if (record.leafHash().length == MerkleHash.LENGTH) {
            claimed.add(record.leafHash());
        } else {
            allClaimed = false;
        }
    }

    private static String problem(byte[] body) {
        try {
            LedgerEvent.parse(body);
            return "";
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    /** How many records there are, those of the known state included. */
    long size() {
        return frontier.size();
    }

    /** The hashes of the records after the known state. */
    HashList hashes() {
        return hashes;
    }

    /** The hashes that stand beside these records; empty if one of them has none. */
    HashList claimed() {
        return allClaimed ? claimed : new HashList();
    }

    /** The root over the first records, if there are so many: quickly at one of the wanted sizes. */
    Optional<byte[]> root(long size) {
        boolean known = roots.containsKey(size) || first > 0 || size < 0 || size > size();
        return Optional.ofNullable(known ? roots.get(size) : computed(size));
    }

    private byte[] computed(long size) {
        MerkleFrontier counted = new MerkleFrontier();
        for (int i = 0; i < size; i++) {
            counted.add(hashes.get(i));
        }
        return counted.root();
    }

    /** The records that are no events. */
    List<Finding> malformed() {
        return malformed;
    }
}
