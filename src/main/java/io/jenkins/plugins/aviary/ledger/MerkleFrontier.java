package io.jenkins.plugins.aviary.ledger;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The right edge of a growing Merkle tree: all that is needed to add leaves and to know the root. Not safe for use by
 * several threads.
 */
final class MerkleFrontier {
    private final byte[][] edge = new byte[Long.SIZE][];
    private long size;

    /** The edge of a tree whose complete subtrees are kept somewhere. */
    static MerkleFrontier of(MerkleNodes nodes, long size) {
        MerkleFrontier frontier = new MerkleFrontier();
        frontier.size = size;
        for (int level = 0; level < Long.SIZE - 1; level++) {
            if ((size >> level & 1) == 1) {
                frontier.edge[level] = nodes.node(level, (size >> level) - 1);
            }
        }
        return frontier;
    }

    /** The edge that {@link #edge()} gave for a tree of that size. */
    static MerkleFrontier of(byte[] edge, long size) {
        MerkleFrontier frontier = new MerkleFrontier();
        frontier.size = size;
        int at = 0;
        for (int level = 0; level < Long.SIZE - 1; level++) {
            if ((size >> level & 1) == 1) {
                frontier.edge[level] = Arrays.copyOfRange(edge, at, at + MerkleHash.LENGTH);
                at += MerkleHash.LENGTH;
            }
        }
        return frontier;
    }

    /** The hashes of the edge, from the smallest subtree to the largest. */
    byte[] edge() {
        byte[] all = new byte[Long.bitCount(size) * MerkleHash.LENGTH];
        int at = 0;
        for (int level = 0; level < Long.SIZE - 1; level++) {
            if ((size >> level & 1) == 1) {
                System.arraycopy(edge[level], 0, all, at, MerkleHash.LENGTH);
                at += MerkleHash.LENGTH;
            }
        }
        return all;
    }

    /**
     * Adds a leaf.
     *
     * @param completed gets the hashes of the subtrees that the leaf completes, itself first, in rising order
     */
    void add(byte[] leaf, Consumer<byte[]> completed) {
        byte[] hash = leaf;
        completed.accept(hash);
        int level = 0;
        while ((size >> level & 1) == 1) {
            hash = MerkleHash.node(edge[level], hash);
            completed.accept(hash);
            level++;
        }
        edge[level] = hash;
        size++;
    }

    /** Adds a leaf. */
    void add(byte[] leaf) {
        add(leaf, hash -> {});
    }

    /** How many leaves there are. */
    long size() {
        return size;
    }

    /** The root over all leaves. */
    byte[] root() {
        byte[] root = null;
        for (int level = 0; level < Long.SIZE - 1; level++) {
            if ((size >> level & 1) == 1) {
                root = root == null ? edge[level] : MerkleHash.node(edge[level], root);
            }
        }
        return root == null ? MerkleHash.emptyRoot() : Arrays.copyOf(root, root.length);
    }
}
