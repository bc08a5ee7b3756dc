package io.jenkins.plugins.aviary.ledger;

import io.jenkins.plugins.aviary.model.Digest;
import java.util.List;

/**
 * Proves that a later state of the ledger begins with an earlier one: nothing was changed or taken away in between.
 *
 * @param first the earlier size, at least 1 for a proof that holds
 * @param second the later size
 * @param path the hashes that lead to both roots
 */
public record ConsistencyProof(long first, long second, List<Digest> path) {
    /** Copies the path. */
    public ConsistencyProof {
        path = List.copyOf(path);
    }

    /** Whether it proves that the tree with the second root begins with the tree with the first. */
    public boolean proves(Digest firstRoot, Digest secondRoot) {
        return MerkleVerifier.consistency(
                first,
                second,
                InclusionProof.hashes(path),
                InclusionProof.hash(firstRoot),
                InclusionProof.hash(secondRoot));
    }
}
