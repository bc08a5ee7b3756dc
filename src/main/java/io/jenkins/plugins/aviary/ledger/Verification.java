package io.jenkins.plugins.aviary.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Holds a ledger against the checkpoints that a trusted key signed, and tells which records were changed. It needs
 * nothing but what lies there (a ledger's files, an export, a database) and the verifier key, which must come from
 * elsewhere: whoever can change the ledger can change a key beside it.
 *
 * <p>Three copies of each record's hash are compared: computed from the record, standing beside it, and in the index. A
 * copy whose root a trusted key signed is the truth, and tells exactly what was done to the others. If whoever changed
 * the ledger changed all three, the checkpoints still tell between which records.
 */
public final class Verification {
    private final LedgerEvidence evidence;
    private final KeyChain keys;
    private final List<Signed> checkpoints = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    private Verification(LedgerEvidence evidence, Collection<VerifierKey> trusted) {
        this.evidence = evidence;
        this.keys = new KeyChain(trusted);
    }

    /** Verifies everything. */
    public static VerificationReport of(LedgerEvidence evidence, Collection<VerifierKey> trusted) {
        return of(evidence, trusted, List.of());
    }

    /**
     * Verifies everything, also against checkpoints that were kept elsewhere: only they can tell that a whole ledger was
     * replaced by an older state of its own.
     *
     * @param remembered signed notes
     */
    public static VerificationReport of(
            LedgerEvidence evidence, Collection<VerifierKey> trusted, Collection<String> remembered) {
        return new Verification(evidence, trusted).verify(new MerkleFrontier(), remembered);
    }

    /** Verifies only what comes after a state that is known to be good. */
    static VerificationReport since(LedgerEvidence evidence, Collection<VerifierKey> trusted, MerkleFrontier start) {
        return new Verification(evidence, trusted).verify(start, List.of());
    }

    private VerificationReport verify(MerkleFrontier start, Collection<String> remembered) {
        long first = start.size();
        readCheckpoints(remembered, first);
        SortedSet<Long> sizes = new TreeSet<>();
        checkpoints.forEach(checkpoint -> sizes.add(checkpoint.body.size()));
        RecordScan records = new RecordScan(start, sizes, keys).read(evidence);
        keys.link();
        List<Signed> trusted = checkpoints.parallelStream()
                .filter(checkpoint -> keys.trusts(checkpoint.note, checkpoint.body.size()))
                .sorted(Comparator.comparingLong(checkpoint -> checkpoint.body.size()))
                .toList();
        long vouched = first;
        Optional<Signed> broken = Optional.empty();
        for (Signed checkpoint : trusted) {
            if (holds(checkpoint, records)) {
                vouched = Math.max(vouched, checkpoint.body.size());
            } else if (broken.isEmpty()
                    || checkpoint.body.size() > broken.get().body.size()) {
                broken = Optional.of(checkpoint);
            }
        }
        if (broken.isPresent()) {
            explain(records, trusted, broken.get(), first);
        } else {
            compareCopies(records, first, vouched);
        }
        findings.addAll(records.malformed().stream()
                .filter(finding -> findings.stream().noneMatch(known -> covers(known, finding)))
                .toList());
        judgeOthers(trusted, vouched, records.size());
        findings.sort(Comparator.comparingLong(Finding::first));
        return new VerificationReport(records.size(), checkpoints.size(), vouched, findings);
    }

    private static boolean covers(Finding known, Finding finding) {
        return known.first() <= finding.first() && finding.last() <= known.last();
    }

    private void readCheckpoints(Collection<String> remembered, long first) {
        List<String> notes = new ArrayList<>(evidence.checkpoints());
        notes.addAll(remembered);
        for (int i = 0; i < notes.size(); i++) {
            Optional<SignedNote> note = SignedNote.parse(notes.get(i));
            Optional<Checkpoint> body = note.flatMap(parsed -> Checkpoint.parse(parsed.text()));
            if (body.isEmpty()) {
                add(Finding.Kind.CHECKPOINT_DAMAGED, first, first, "Checkpoint " + i + " cannot be read");
            } else if (body.get().size() >= first) {
                checkpoints.add(new Signed(note.orElseThrow(), body.get()));
            }
        }
    }

    private static boolean holds(Signed checkpoint, RecordScan records) {
        return records.root(checkpoint.body.size())
                .filter(root -> Arrays.equals(root, InclusionProof.hash(checkpoint.body.root())))
                .isPresent();
    }

    /** Finds the records that make a signed root wrong. */
    private void explain(RecordScan records, List<Signed> trusted, Signed broken, long first) {
        for (HashList copy : List.of(records.claimed(), first == 0 ? evidence.leafIndex() : new HashList())) {
            if (isAuthentic(copy, broken.body)) {
                findings.addAll(RecordDiff.between(head(copy, broken.body.size()), records.hashes()));
                return;
            }
        }
        long good = first;
        Signed firstBroken = broken;
        for (Signed checkpoint : trusted) {
            if (holds(checkpoint, records)) {
                good = Math.max(good, checkpoint.body.size());
            } else if (checkpoint.body.size() < firstBroken.body.size()) {
                firstBroken = checkpoint;
            }
        }
        if (firstBroken.body.size() > records.size() && isPrefix(records, trusted)) {
            add(
                    Finding.Kind.TRUNCATED,
                    records.size(),
                    broken.body.size() - 1,
                    "Records " + records.size() + " to " + (broken.body.size() - 1) + " are missing at the end: a"
                            + " checkpoint covers " + broken.body.size() + " events, but there are " + records.size());
            return;
        }
        long last = Math.max(good, firstBroken.body.size() - 1);
        add(
                Finding.Kind.CHANGED,
                good,
                last,
                "Some of the records " + good + " to " + last
                        + " were changed, and their hashes with them: the root at " + firstBroken.body.size()
                        + " events is not the one that was signed");
    }

    /** Whether nothing that was signed up to the last record is wrong. */
    private static boolean isPrefix(RecordScan records, List<Signed> trusted) {
        return trusted.stream()
                .filter(checkpoint -> checkpoint.body.size() <= records.size())
                .allMatch(checkpoint -> holds(checkpoint, records));
    }

    private static boolean isAuthentic(HashList copy, Checkpoint signed) {
        if (copy.size() < signed.size()) {
            return false;
        }
        MerkleFrontier frontier = new MerkleFrontier();
        for (int i = 0; i < signed.size(); i++) {
            frontier.add(copy.get(i));
        }
        return Arrays.equals(frontier.root(), InclusionProof.hash(signed.root()));
    }

    private static HashList head(HashList copy, long size) {
        HashList head = new HashList(Math.toIntExact(size));
        for (int i = 0; i < size; i++) {
            head.add(copy.get(i));
        }
        return head;
    }

    /** Where the signed roots hold, a copy that differs is a damaged index, or a change since the last checkpoint. */
    private void compareCopies(RecordScan records, long first, long vouched) {
        HashList hashes = records.hashes();
        HashList claimed = records.claimed();
        HashList index = first == 0 ? evidence.leafIndex() : new HashList();
        long indexDamage = -1;
        for (int i = 0; i < hashes.size(); i++) {
            long sequence = first + i;
            boolean differs = i < claimed.size() && !claimed.is(i, hashes.get(i));
            boolean indexDiffers = i < index.size() && !index.is(i, hashes.get(i));
            if (sequence >= vouched && (differs || indexDiffers)) {
                add(
                        Finding.Kind.EDITED,
                        sequence,
                        sequence,
                        "Record " + sequence + " was edited; no checkpoint covers it");
            } else if (differs || indexDiffers) {
                indexDamage = indexDamage < 0 ? sequence : indexDamage;
            }
        }
        if (indexDamage >= 0) {
            add(
                    Finding.Kind.INDEX_DAMAGED,
                    indexDamage,
                    indexDamage,
                    "The hash kept of record " + indexDamage
                            + " is wrong, but the record is what was signed; delete the" + " index, it is made anew");
        }
        if (index.size() > hashes.size()) {
            add(
                    Finding.Kind.TRUNCATED,
                    first + hashes.size(),
                    index.size() - 1L,
                    "Records " + (first + hashes.size()) + " to " + (index.size() - 1)
                            + " are missing at the end: the index knows them");
        }
    }

    private void judgeOthers(List<Signed> trusted, long vouched, long size) {
        for (Signed checkpoint : checkpoints) {
            if (trusted.contains(checkpoint)) {
                continue;
            }
            String signer = checkpoint.note.signatures().get(0).signer();
            long last = Math.max(0, checkpoint.body.size() - 1);
            boolean appends = checkpoint.body.size() > vouched && !trusted.isEmpty();
            if (appends && !keys.bearsTrustedName(checkpoint.note)) {
                add(
                        Finding.Kind.FOREIGN_KEY,
                        vouched,
                        last,
                        "Only the key " + signer + ", which is not trusted, vouches for the records " + vouched + " to "
                                + last);
            } else {
                add(
                        Finding.Kind.RESIGNED,
                        0,
                        last,
                        "The checkpoint of " + checkpoint.body.size()
                                + " events was not signed by a key that was trusted" + " then but by " + signer);
            }
        }
        if (trusted.isEmpty()
                && size > 0
                && findings.stream().noneMatch(known -> known.kind() == Finding.Kind.RESIGNED)) {
            add(Finding.Kind.UNSIGNED, 0, size - 1, "No checkpoint is signed by a trusted key");
        }
    }

    private void add(Finding.Kind kind, long first, long last, String message) {
        findings.add(new Finding(kind, first, last, message));
    }

    private record Signed(SignedNote note, Checkpoint body) {}
}
