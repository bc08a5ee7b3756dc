package io.jenkins.plugins.aviary.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Where each event lies and the hashes of all complete subtrees. Both can be computed from the segments, so they are
 * made durable only now and then.
 *
 * <p>The file {@code tree} holds the hashes in post-order: each leaf is followed by the subtrees that it completes, so
 * that the file only grows. Of {@code n} leaves it has {@code 2n - bitCount(n)} hashes.
 */
final class StoreIndex implements AutoCloseable {
    private final RecordFile tree;
    private final RecordFile positions;
    private MerkleFrontier frontier;

    StoreIndex(Path folder, boolean writable) throws IOException {
        this.tree = new RecordFile(folder.resolve("tree"), MerkleHash.LENGTH, writable);
        this.positions = new RecordFile(folder.resolve("positions"), Long.BYTES, writable);
        cut(Math.min(leavesOf(tree.size()), positions.size()));
    }

    /** How many leaves a tree file of so many hashes holds. */
    static long leavesOf(long hashes) {
        long low = 0;
        long high = hashes;
        while (low < high) {
            long middle = (low + high + 1) >>> 1;
            if (hashesOf(middle) <= hashes) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** How many hashes a tree file of so many leaves holds. */
    static long hashesOf(long leaves) {
        return 2 * leaves - Long.bitCount(leaves);
    }

    /** Forgets everything from an event on. */
    void cut(long size) {
        tree.cut(hashesOf(size));
        positions.cut(size);
        frontier = MerkleFrontier.of(this::node, size);
    }

    /** How many events are known. */
    long size() {
        return positions.size();
    }

    /** Adds an event. */
    void add(byte[] leafHash, long position) {
        frontier.add(leafHash, tree::add);
        positions.add(ByteBuffer.allocate(Long.BYTES).putLong(position).array());
    }

    /** The byte at which an event begins. */
    long position(long sequence) {
        return ByteBuffer.wrap(positions.get(sequence)).getLong();
    }

    /** The hash of a complete subtree. */
    byte[] node(int level, long index) {
        long leavesBefore = ((index + 1) << level) - 1;
        return tree.get(hashesOf(leavesBefore) + level);
    }

    /** The hashes of so many leaves that there are; those in the file are read at once. */
    HashList leaves(long from, int count) {
        HashList leaves = new HashList(count);
        int filed = (int) Math.max(0, Math.min(count, leavesOf(tree.filed()) - from));
        if (filed > 0) {
            long start = hashesOf(from);
            byte[] block = tree.block(start, Math.toIntExact(hashesOf(from + filed) - start));
            for (int i = 0; i < filed; i++) {
                int at = Math.toIntExact((hashesOf(from + i) - start) * MerkleHash.LENGTH);
                leaves.add(Arrays.copyOfRange(block, at, at + MerkleHash.LENGTH));
            }
        }
        for (int i = filed; i < count; i++) {
            leaves.add(node(0, from + i));
        }
        return leaves;
    }

    /** Moves what is in memory into the files, durably. */
    void flush() throws IOException {
        tree.flush();
        positions.flush();
    }

    @Override
    public void close() throws IOException {
        tree.close();
        positions.close();
    }
}
