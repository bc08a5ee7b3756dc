package io.jenkins.plugins.aviary.ledger;

import io.jenkins.plugins.aviary.model.Digest;
import java.util.List;

/**
 * Moves a ledger from one store to another, byte for byte, so that its root, its proofs and its checkpoints stay what
 * they are.
 *
 * @param events how many events the new store has
 * @param root the root over them, the same in both stores
 */
public record LedgerMigration(long events, Digest root) {
    private static final int CHUNK = 1000;

    /**
     * Copies what the new store lacks. It can be run again after it was cut short; nobody may append meanwhile.
     *
     * @throws LedgerFailure if the new store has other events than the old one
     */
    public static LedgerMigration copy(LedgerStore from, LedgerStore to) {
        long size = from.size();
        long done = to.size();
        if (done > size || !root(from, done).equals(root(to, done))) {
            throw new LedgerFailure("The ledger to copy to has " + done
                    + " events that are not the first of the other one; give it an empty one");
        }
        while (done < size) {
            List<byte[]> chunk = from.read(done, (int) Math.min(CHUNK, size - done)).stream()
                    .map(StoredEvent::body)
                    .toList();
            to.append(chunk);
            done += chunk.size();
        }
        Digest root = root(from, size);
        if (!root.equals(root(to, size))) {
            throw new LedgerFailure("The copy of the ledger differs from the original; verify the original first");
        }
        List<String> kept = to.checkpoints();
        for (String note : from.checkpoints()) {
            if (!kept.contains(note)) {
                to.keep(note);
            }
        }
        return new LedgerMigration(size, root);
    }

    private static Digest root(LedgerStore store, long size) {
        return new MerkleTree(store).root(size);
    }
}
