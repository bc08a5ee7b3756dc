package io.jenkins.plugins.aviary.ledger;

import java.util.List;
import java.util.Optional;

/** The key that a ledger was last signed with, as far as the ledger tells: whoever goes on must have it, or be named by it. */
final class LastSigner {
    private static final int PORTION = 500;

    private final SignedNote note;
    private final Checkpoint body;

    /** The key that the one of the note named afterwards, if it did. */
    private Optional<VerifierKey> successor = Optional.empty();

    private LastSigner(SignedNote note, Checkpoint body) {
        this.note = note;
        this.body = body;
    }

    /**
     * Reads it from the checkpoint of the most records, and from the records after that: a process may have ended between
     * a change of keys and the first checkpoint by the new one.
     */
    static Optional<LastSigner> of(LedgerStore store) {
        return following(store, store.checkpoints());
    }

    /** The same from the checkpoint that was kept last, which is quicker; it may cover fewer records than another one. */
    static Optional<LastSigner> ofNewest(LedgerStore store) {
        Optional<LastSigner> newest =
                following(store, store.newestCheckpoint().stream().toList());
        return newest.isPresent() ? newest : of(store);
    }

    private static Optional<LastSigner> following(LedgerStore store, List<String> notes) {
        LastSigner last = null;
        for (String text : notes) {
            Optional<SignedNote> note = SignedNote.parse(text);
            Optional<Checkpoint> body = note.flatMap(parsed -> Checkpoint.parse(parsed.text()));
            if (body.isPresent() && (last == null || body.get().size() >= last.body.size())) {
                last = new LastSigner(note.get(), body.get());
            }
        }
        if (last != null) {
            last.follow(store);
        }
        return Optional.ofNullable(last);
    }

    private void follow(LedgerStore store) {
        List<StoredEvent> events = store.read(body.size(), PORTION);
        for (long at = body.size(); !events.isEmpty(); at += events.size(), events = store.read(at, PORTION)) {
            for (StoredEvent stored : events) {
                KeyRotation.in(stored.body())
                        .filter(change -> change.signed() && is(change.from()))
                        .ifPresent(change -> successor = Optional.of(change.to()));
            }
        }
    }

    /** How many records it signed. */
    long size() {
        return body.size();
    }

    /** Whether it is this key. */
    boolean is(VerifierKey key) {
        return successor.map(key::equals).orElseGet(() -> note.signedBy(key));
    }

    /** The key's name. */
    String name() {
        return successor
                .map(VerifierKey::name)
                .orElseGet(() -> note.signatures().get(0).name());
    }

    /** The key's name and id. */
    String signer() {
        return successor
                .map(VerifierKey::signer)
                .orElseGet(() -> note.signatures().get(0).signer());
    }
}
