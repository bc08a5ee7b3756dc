package io.jenkins.plugins.aviary.ledger;

import io.jenkins.plugins.aviary.model.Digest;
import java.util.HexFormat;
import java.util.List;

/**
 * Proves that an entry is in the ledger.
 *
 * @param leaf the entry's sequence number, from 0
 * @param size the size of the tree that it is proved to be in
 * @param path the hashes from the leaf's sibling up to the root's child
 */
public record InclusionProof(long leaf, long size, List<Digest> path) {
    /** Copies the path. */
    public InclusionProof {
        path = List.copyOf(path);
    }

    /** Whether it proves that the leaf with this hash is in the tree with this root. */
    public boolean proves(Digest leafHash, Digest root) {
        return MerkleVerifier.inclusion(leaf, size, hash(leafHash), hashes(path), hash(root));
    }

    static byte[] hash(Digest digest) {
        return HexFormat.of().parseHex(digest.hex());
    }

    static List<byte[]> hashes(List<Digest> digests) {
        return digests.stream().map(InclusionProof::hash).toList();
    }
}
