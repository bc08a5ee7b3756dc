package io.jenkins.plugins.aviary.ledger;

/** Where the hashes of a Merkle tree's complete subtrees are kept. */
@FunctionalInterface
public interface MerkleNodes {
    /**
     * The hash of the complete subtree over the leaves {@code index << level} up to {@code (index + 1) << level}.
     *
     * @param level 0 for leaves
     * @param index from 0, from the left
     */
    byte[] node(int level, long index);
}
