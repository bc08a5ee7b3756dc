package io.jenkins.plugins.aviary.ledger;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tells what was done to records, from the hashes that they have and the hashes that they should have. */
final class RecordDiff {
    /** More findings than this are of no use to anybody. */
    private static final int MOST_FINDINGS = 1000;

    private final HashList expected;
    private final HashList found;
    private final List<Finding> findings = new ArrayList<>();

    private RecordDiff(HashList expected, HashList found) {
        this.expected = expected;
        this.found = found;
    }

    /** What was done; records beyond the expected ones are new and left out. */
    static List<Finding> between(HashList expected, HashList found) {
        RecordDiff diff = new RecordDiff(expected, found);
        diff.walk();
        return diff.findings;
    }

    private void walk() {
        int start = 0;
        int common = Math.min(expected.size(), found.size());
        while (start < common && expected.is(start, found.get(start))) {
            start++;
        }
        if (start == expected.size()) {
            return;
        }
        Set<ByteBuffer> shouldBe = set(expected, start);
        Set<ByteBuffer> are = set(found, start);
        int should = start;
        int is = start;
        while (should < expected.size() && findings.size() < MOST_FINDINGS) {
            if (is >= found.size()) {
                add(
                        Finding.Kind.TRUNCATED,
                        should,
                        expected.size() - 1,
                        "Records " + should + " to " + (expected.size() - 1) + " are missing at the end");
                return;
            }
            byte[] wanted = expected.get(should);
            byte[] there = found.get(is);
            boolean gone = !are.contains(ByteBuffer.wrap(wanted));
            boolean strange = !shouldBe.contains(ByteBuffer.wrap(there));
            if (expected.is(should, there)) {
                should++;
                is++;
            } else if (gone && strange) {
                add(Finding.Kind.EDITED, should, should, "Record " + should + " was edited");
                should++;
                is++;
            } else if (gone) {
                add(Finding.Kind.DELETED, should, should, "Record " + should + " was deleted");
                should++;
            } else if (strange) {
                add(Finding.Kind.INSERTED, should, should, "A record was inserted before record " + should);
                is++;
            } else {
                add(Finding.Kind.REORDERED, should, should, "Another record stands in the place of record " + should);
                should++;
                is++;
            }
        }
    }

    private void add(Finding.Kind kind, long first, long last, String message) {
        Finding before = findings.isEmpty() ? null : findings.get(findings.size() - 1);
        boolean runs = before != null && before.kind() == kind && before.last() + 1 == first;
        if (runs && (kind == Finding.Kind.DELETED || kind == Finding.Kind.REORDERED)) {
            String what = kind == Finding.Kind.DELETED ? " were deleted" : " changed their places";
            findings.set(
                    findings.size() - 1,
                    new Finding(kind, before.first(), last, "Records " + before.first() + " to " + last + what));
        } else {
            findings.add(new Finding(kind, first, last, message));
        }
    }

    private static Set<ByteBuffer> set(HashList hashes, int from) {
        Set<ByteBuffer> set = new HashSet<>();
        for (int i = from; i < hashes.size(); i++) {
            set.add(ByteBuffer.wrap(hashes.get(i)));
        }
        return set;
    }
}
