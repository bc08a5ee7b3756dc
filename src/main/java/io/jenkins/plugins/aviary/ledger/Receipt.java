package io.jenkins.plugins.aviary.ledger;

import io.jenkins.plugins.aviary.model.Digest;

/**
 * What a writer gets for an event once it is durable. Who keeps it can prove later that the event was there.
 *
 * @param sequence the event's place in the ledger, from 0
 * @param leafHash its hash in the Merkle tree
 * @param root the root of the tree at the proof's size
 * @param proof that the event is in that tree
 */
public record Receipt(long sequence, Digest leafHash, Digest root, InclusionProof proof) {
    /** Whether the proof holds. */
    public boolean holds() {
        return proof.leaf() == sequence && proof.proves(leafHash, root);
    }
}
