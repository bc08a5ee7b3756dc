package io.jenkins.plugins.aviary.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The keys that may sign checkpoints, and up to which size of the ledger each may. Not safe for several threads. */
final class KeyChain {
    private final List<Trusted> keys = new ArrayList<>();
    private final List<Rotated> rotations = new ArrayList<>();

    KeyChain(Collection<VerifierKey> pinned) {
        pinned.forEach(key -> keys.add(new Trusted(key, 0, Long.MAX_VALUE)));
    }

    /** Notes a change of keys that the record with this sequence number tells of. */
    void add(long sequence, KeyRotation rotation) {
        if (rotation.valid()) {
            rotations.add(new Rotated(sequence, rotation));
        }
    }

    /** Follows the noted changes from the pinned keys, forwards to their successors and back to their predecessors. */
    void link() {
        for (Rotated rotated : rotations) {
            succeed(rotated);
        }
        for (int i = rotations.size() - 1; i >= 0; i--) {
            precede(rotations.get(i));
        }
    }

    private void succeed(Rotated rotated) {
        for (int i = 0; i < keys.size(); i++) {
            Trusted old = keys.get(i);
            if (old.key.equals(rotated.change.from()) && old.until > rotated.sequence) {
                keys.set(i, new Trusted(old.key, old.from, rotated.sequence));
                if (keys.stream().noneMatch(known -> known.key.equals(rotated.change.to()))) {
                    keys.add(new Trusted(rotated.change.to(), rotated.sequence + 1, Long.MAX_VALUE));
                }
                return;
            }
        }
    }

    private void precede(Rotated rotated) {
        boolean successorIsTrusted = keys.stream().anyMatch(known -> known.key.equals(rotated.change.to()));
        boolean known = keys.stream().anyMatch(one -> one.key.equals(rotated.change.from()));
        if (successorIsTrusted && !known) {
            keys.add(new Trusted(rotated.change.from(), 0, rotated.sequence));
        }
    }

    /** Whether a trusted key signed the note while it was the one to sign for a ledger of this size. */
    boolean trusts(SignedNote note, long size) {
        return keys.stream().anyMatch(one -> size >= one.from && size <= one.until && note.signedBy(one.key));
    }

    /** Whether the note bears a name of a trusted key. */
    boolean bearsTrustedName(SignedNote note) {
        return note.signatures().stream()
                .anyMatch(signature ->
                        keys.stream().anyMatch(one -> one.key.name().equals(signature.name())));
    }

    private record Trusted(VerifierKey key, long from, long until) {}

    private record Rotated(long sequence, KeyRotation change) {}
}
