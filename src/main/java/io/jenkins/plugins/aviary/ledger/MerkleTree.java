package io.jenkins.plugins.aviary.ledger;

import io.jenkins.plugins.aviary.model.Digest;
import java.util.ArrayList;
import java.util.List;

/**
 * Roots and proofs of the Merkle tree of RFC 6962 and RFC 9162, section 2.1, computed from the hashes of complete
 * subtrees: each takes about the logarithm of the size many look-ups.
 */
public final class MerkleTree {
    private final MerkleNodes nodes;

    /** The tree whose complete subtrees are kept there. */
    public MerkleTree(MerkleNodes nodes) {
        this.nodes = nodes;
    }

    /** The root over the first leaves. */
    public Digest root(long size) {
        return Digest.ofHash(size == 0 ? MerkleHash.emptyRoot() : range(0, size));
    }

    /**
     * The proof that a leaf is in the tree of the given size.
     *
     * @throws IllegalArgumentException if there is no such leaf
     */
    public InclusionProof inclusion(long leaf, long size) {
        if (leaf < 0 || leaf >= size) {
            throw new IllegalArgumentException("A tree of " + size + " leaves has no leaf " + leaf);
        }
        List<byte[]> path = new ArrayList<>();
        path(leaf, 0, size, path);
        return new InclusionProof(leaf, size, digests(path));
    }

    /**
     * The proof that the tree of the second size begins with the tree of the first.
     *
     * @throws IllegalArgumentException if the first size is negative or larger than the second
     */
    public ConsistencyProof consistency(long first, long second) {
        if (first < 0 || first > second) {
            throw new IllegalArgumentException("A tree of " + second + " leaves never had " + first);
        }
        List<byte[]> path = new ArrayList<>();
        if (first > 0 && first < second) {
            subproof(first, 0, second, true, path);
        }
        return new ConsistencyProof(first, second, digests(path));
    }

    private static List<Digest> digests(List<byte[]> hashes) {
        return hashes.stream().map(Digest::ofHash).toList();
    }

    private void path(long leaf, long from, long to, List<byte[]> path) {
        if (to - from == 1) {
            return;
        }
        long middle = from + split(to - from);
        if (leaf < middle) {
            path(leaf, from, middle, path);
            path.add(range(middle, to));
        } else {
            path(leaf, middle, to, path);
            path.add(range(from, middle));
        }
    }

    private void subproof(long first, long from, long to, boolean known, List<byte[]> path) {
        if (first == to) {
            if (!known) {
                path.add(range(from, to));
            }
            return;
        }
        long middle = from + split(to - from);
        if (first <= middle) {
            subproof(first, from, middle, known, path);
            path.add(range(middle, to));
        } else {
            subproof(first, middle, to, false, path);
            path.add(range(from, middle));
        }
    }

    private byte[] range(long from, long to) {
        long count = to - from;
        if (Long.bitCount(count) == 1) {
            int level = Long.numberOfTrailingZeros(count);
            return nodes.node(level, from >> level);
        }
        long middle = from + split(count);
        return MerkleHash.node(range(from, middle), range(middle, to));
    }

    /** The largest power of two below the count. */
    private static long split(long count) {
        return Long.highestOneBit(count - 1);
    }
}
