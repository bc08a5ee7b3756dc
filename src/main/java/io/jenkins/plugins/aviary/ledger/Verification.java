package io.jenkins.plugins.aviary.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private final Set<String> kept;
    private final List<Signed> checkpoints = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    /** The hashes kept apart from the records; empty if only what came since a known state is verified. */
    private HashList index = new HashList();

    private Verification(LedgerEvidence evidence, Collection<VerifierKey> trusted, Collection<String> remembered) {
        this.evidence = evidence;
        this.keys = new KeyChain(trusted);
        this.kept = new LinkedHashSet<>(remembered);
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
        return new Verification(evidence, trusted, remembered).verify(new MerkleFrontier());
    }

    /** Verifies only what comes after a state that is known to be good. */
    static VerificationReport since(LedgerEvidence evidence, Collection<VerifierKey> trusted, MerkleFrontier start) {
        return new Verification(evidence, trusted, List.of()).verify(start);
    }

    private VerificationReport verify(MerkleFrontier start) {
        long first = start.size();
        // The records last: while the ledger is written, they are never fewer than what was read before knows of.
        readCheckpoints(first);
        index = first == 0 ? evidence.leafIndex() : new HashList();
        SortedSet<Long> sizes = new TreeSet<>();
        checkpoints.forEach(checkpoint -> sizes.add(checkpoint.body.size()));
        RecordScan records = new RecordScan(start, sizes, keys).read(evidence);
        keys.link(records::root);
        List<Signed> trusted = checkpoints.parallelStream()
                .filter(checkpoint -> keys.trusts(checkpoint.note, checkpoint.body.size()))
                .sorted(Comparator.comparingLong(checkpoint -> checkpoint.body.size()))
                .toList();
        long vouched = first;
        Optional<Signed> broken = Optional.empty();
        for (Signed checkpoint : trusted) {
            if (holds(checkpoint, records)) {
                vouched = Math.max(vouched, checkpoint.body.size());
            } else {
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
        judgeOthers(trusted, vouched, records);
        findings.sort(Comparator.comparingLong(Finding::first));
        return new VerificationReport(
                records.size(), checkpoints.size(), vouched, findings, warnings(vouched, records.size()));
    }

    /** Records at the end that nobody signed, and that nobody is about to sign. */
    private List<String> warnings(long vouched, long size) {
        if (vouched >= size || evidence.mayBeWritten()) {
            return List.of();
        }
        // Whoever wrote until just now has signed what it wrote before it let go of the ledger.
        boolean signedSince = evidence.checkpoints().stream()
                .flatMap(note -> SignedNote.parse(note).stream())
                .anyMatch(note -> Checkpoint.parse(note.text())
                        .filter(body -> body.size() >= size && keys.trusts(note, body.size()))
                        .isPresent());
        return signedSince
                ? List.of()
                : List.of("Nobody writes the ledger, and yet the records " + vouched + " to " + (size - 1)
                        + " are not signed: their writer was killed, or somebody else appended them");
    }

    private static boolean covers(Finding known, Finding finding) {
        return known.first() <= finding.first() && finding.last() <= known.last();
    }

    private void readCheckpoints(long first) {
        List<String> notes = new ArrayList<>(evidence.checkpoints());
        int own = notes.size();
        notes.addAll(kept);
        for (int i = 0; i < notes.size(); i++) {
            Optional<SignedNote> note = SignedNote.parse(notes.get(i));
            Optional<Checkpoint> body = note.flatMap(parsed -> Checkpoint.parse(parsed.text()));
            if (body.isEmpty()) {
                add(Finding.Kind.CHECKPOINT_DAMAGED, first, first, "Checkpoint " + i + " cannot be read");
            } else if (body.get().size() >= first) {
                checkpoints.add(new Signed(note.orElseThrow(), body.get(), i < own, kept.contains(notes.get(i))));
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
        for (HashList copy : List.of(records.claimed(), index)) {
            if (isAuthentic(copy, broken.body)) {
                findings.addAll(RecordDiff.between(head(copy, broken.body.size()), records.hashes()));
                return;
            }
        }
        Signed firstBroken = trusted.stream()
                .filter(checkpoint -> !holds(checkpoint, records))
                .findFirst()
                .orElse(broken);
        // What lies beside the records may have been replaced together with them. Against a checkpoint that is only
        // kept
        // elsewhere, another one kept elsewhere proves that the records before it are the same, and nothing else does.
        long good = trusted.stream()
                .filter(checkpoint -> checkpoint.body.size() < firstBroken.body.size() && holds(checkpoint, records))
                .filter(checkpoint -> firstBroken.own || checkpoint.kept)
                .mapToLong(checkpoint -> checkpoint.body.size())
                .max()
                .orElse(first);
        if (firstBroken.body.size() > records.size() && isPrefix(records, trusted)) {
            add(
                    Finding.Kind.TRUNCATED,
                    records.size(),
                    broken.body.size() - 1,
                    "Records " + records.size() + " to " + (broken.body.size() - 1) + " are missing at the end: a"
                            + " checkpoint covers " + broken.body.size() + " events, but there are " + records.size()
                            + (good < records.size() && !firstBroken.own
                                    ? "; nothing proves that the records " + good + " to " + (records.size() - 1)
                                            + " are those that it covers"
                                    : ""));
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

    /** Tells what signatures that do not count are there for. */
    private void judgeOthers(List<Signed> trusted, long vouched, RecordScan records) {
        Map<String, Finding> bySigner = new LinkedHashMap<>();
        for (Signed checkpoint : checkpoints) {
            long size = checkpoint.body.size();
            boolean excused = size <= vouched && keys.excuses(checkpoint.note, size) && holds(checkpoint, records);
            if (!trusted.contains(checkpoint) && !excused) {
                Finding finding = judge(checkpoint, trusted.isEmpty() || size <= vouched ? 0 : vouched);
                bySigner.merge(
                        finding.kind() + signer(checkpoint) + finding.first(),
                        finding,
                        (before, after) -> after.last() >= before.last() ? after : before);
            }
        }
        findings.addAll(bySigner.values());
        if (trusted.isEmpty() && records.size() > 0 && bySigner.isEmpty()) {
            add(Finding.Kind.UNSIGNED, 0, records.size() - 1, "No checkpoint is signed by a trusted key");
        }
    }

    private Finding judge(Signed checkpoint, long from) {
        long last = Math.max(from, checkpoint.body.size() - 1);
        String range = "the records " + from + " to " + last;
        Optional<VerifierKey> claimed = keys.claimed(checkpoint.note);
        if (claimed.isPresent()) {
            return new Finding(
                    Finding.Kind.RESIGNED,
                    from,
                    last,
                    "The checkpoint of " + checkpoint.body.size() + " events, over " + range + ", says that "
                            + claimed.get().signer()
                            + " signed it, but that key did not, or was not the one to sign then");
        }
        if (from > 0) {
            return new Finding(
                    Finding.Kind.FOREIGN_KEY,
                    from,
                    last,
                    "Only the key " + signer(checkpoint) + ", which is not trusted"
                            + (keys.bearsTrustedName(checkpoint.note) ? " though it bears a trusted name" : "")
                            + ", vouches for " + range);
        }
        return new Finding(
                Finding.Kind.RESIGNED,
                from,
                last,
                "The checkpoint of " + checkpoint.body.size() + " events, over " + range + ", was signed by "
                        + signer(checkpoint) + ", which is not trusted");
    }

    private static String signer(Signed checkpoint) {
        return checkpoint.note.signatures().get(0).signer();
    }

    private void add(Finding.Kind kind, long first, long last, String message) {
        findings.add(new Finding(kind, first, last, message));
    }

    /**
     * A checkpoint.
     *
     * @param own whether it lies with the ledger
     * @param kept whether it was kept elsewhere
     */
    private record Signed(SignedNote note, Checkpoint body, boolean own, boolean kept) {}
}
