package io.jenkins.plugins.aviary.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The keys that may sign checkpoints, and up to which size of the ledger each may. Trust goes from the pinned keys on to
 * those that they handed over to, and back to those that they took over from: for the latter the pinned key itself must
 * have said so, or anybody could name it as their successor. Not safe for use by several threads.
 */
final class KeyChain {
    private final List<Trusted> keys = new ArrayList<>();
    private final List<Rotated> rotations = new ArrayList<>();

    KeyChain(Collection<VerifierKey> pinned) {
        pinned.forEach(key -> keys.add(new Trusted(key, 0, Long.MAX_VALUE, Long.MAX_VALUE)));
    }

    /** Notes a change of keys that the record with this sequence number tells of. */
    void add(long sequence, KeyRotation rotation) {
        rotations.add(new Rotated(sequence, rotation));
    }

    /**
     * Follows the noted changes from the pinned keys, forwards to their successors and back to their predecessors.
     *
     * @param roots what the records are
     */
    void link(KeyRotation.Roots roots) {
        for (Rotated rotated : rotations) {
            succeed(rotated, roots);
        }
        for (int i = rotations.size() - 1; i >= 0; i--) {
            precede(rotations.get(i), roots);
        }
    }

    private void succeed(Rotated rotated, KeyRotation.Roots roots) {
        for (int i = 0; i < keys.size(); i++) {
            Trusted old = keys.get(i);
            if (old.key.equals(rotated.change.from())
                    && old.covers(rotated.sequence)
                    && rotated.change.leadsOn(rotated.sequence, roots)) {
                keys.set(i, new Trusted(old.key, old.from, rotated.sequence, rotated.sequence));
                // A key may come back: then it signs in a second period.
                if (keys.stream()
                        .noneMatch(
                                known -> known.key.equals(rotated.change.to()) && known.covers(rotated.sequence + 1))) {
                    keys.add(new Trusted(rotated.change.to(), rotated.sequence + 1, Long.MAX_VALUE, Long.MAX_VALUE));
                }
                return;
            }
        }
    }

    private void precede(Rotated rotated, KeyRotation.Roots roots) {
        VerifierKey from = rotated.change.from();
        boolean successorIsTrusted =
                keys.stream().anyMatch(one -> one.key.equals(rotated.change.to()) && one.until > rotated.sequence);
        boolean known = keys.stream().anyMatch(one -> one.key.equals(from) && one.from <= rotated.sequence);
        if (successorIsTrusted && !known && rotated.change.leadsBack(rotated.sequence, roots)) {
            long handedOver = rotated.change.handedOver().orElseThrow().size();
            keys.add(new Trusted(from, 0, handedOver, rotated.sequence));
        }
    }

    /** Whether a trusted key signed the note while it was the one to sign for a ledger of this size. */
    boolean trusts(SignedNote note, long size) {
        return keys.stream().anyMatch(one -> one.covers(size) && note.signedBy(one.key));
    }

    /**
     * Whether a predecessor signed the note between the records that it handed over and the record that says so, as
     * another writer with the same key may have: that proves nothing, and nothing is wrong with it.
     */
    boolean excuses(SignedNote note, long size) {
        return keys.stream().anyMatch(one -> size > one.until && size <= one.named && note.signedBy(one.key));
    }

    /** The trusted key that a note says it is signed by, whether or not it is. */
    Optional<VerifierKey> claimed(SignedNote note) {
        return keys.stream()
                .map(Trusted::key)
                .filter(key -> note.signatures().stream()
                        .anyMatch(signature -> key.signer().equals(signature.signer())))
                .findFirst();
    }

    /** Whether a trusted key has the name that a note bears. */
    boolean bearsTrustedName(SignedNote note) {
        return note.signatures().stream()
                .anyMatch(signature ->
                        keys.stream().anyMatch(one -> one.key.name().equals(signature.name())));
    }

    /** A key, the sizes at which its signature counts, and the record that names its successor. */
    private record Trusted(VerifierKey key, long from, long until, long named) {
        boolean covers(long size) {
            return from <= size && size <= until;
        }
    }

    private record Rotated(long sequence, KeyRotation change) {}
}
