package io.jenkins.plugins.aviary.ledger;

import io.jenkins.plugins.aviary.model.Digest;
import java.util.Collection;
import java.util.Optional;

/**
 * All that is needed to convince somebody who has only a verifier key that an event is in the ledger.
 *
 * @param event the event's bytes, as text
 * @param proof that it is in the tree that was signed
 * @param checkpoint the signed checkpoint, as a note
 */
public record EventProof(String event, InclusionProof proof, String checkpoint) {
    /** Whether it holds: one of the keys signed a checkpoint whose tree has just this event at just this place. */
    public boolean holds(Collection<VerifierKey> keys) {
        Optional<SignedNote> note = SignedNote.parse(checkpoint);
        Optional<Checkpoint> signed = note.flatMap(parsed -> Checkpoint.parse(parsed.text()));
        return signed.isPresent()
                && keys.stream().anyMatch(note.get()::signedBy)
                && signed.get().size() == proof.size()
                && proof.proves(
                        Digest.ofHash(MerkleHash.leaf(event.getBytes(java.nio.charset.StandardCharsets.UTF_8))),
                        signed.get().root());
    }
}
