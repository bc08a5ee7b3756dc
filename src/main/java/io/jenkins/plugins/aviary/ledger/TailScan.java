package io.jenkins.plugins.aviary.ledger;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads what a ledger's files hold beyond its index when they are opened, and cuts off a torn last batch. Whatever was
 * acknowledged or signed is never cut: damage there is refused. A torn write lacks its end, or whole sectors of it are
 * still zeros; a line that is all there but does not fit its hash was changed later.
 */
final class TailScan {
    /** What a disk writes at least at once, in bytes. */
    private static final int SECTOR = 512;

    private final Path folder;
    private final Segments segments;
    private final StoreIndex index;
    private final Optional<Checkpoint> signed;

    TailScan(Path folder, Segments segments, StoreIndex index, List<String> notes) {
        this.folder = folder;
        this.segments = segments;
        this.index = index;
        this.signed = notes.stream()
                .flatMap(note -> Checkpoint.bodyOf(note).stream())
                .max(java.util.Comparator.comparingLong(Checkpoint::size));
    }

    /** Whether the index agrees with the last event that it knows and with the last checkpoint that it covers. */
    boolean indexHolds() throws IOException {
        if (index.size() == 0) {
            return true;
        }
        LineScan lines = new LineScan(segments::read, index.position(index.size() - 1));
        byte[] line = lines.next();
        if (line == null || !lines.ended()) {
            return false;
        }
        SegmentLine last = SegmentLine.read(line);
        if (!last.whole() || !Arrays.equals(last.leafHash(), index.node(0, index.size() - 1))) {
            return false;
        }
        return signed.isEmpty() || signed.get().size() > index.size() || rootHolds(signed.get());
    }

    private boolean rootHolds(Checkpoint checkpoint) {
        return new MerkleTree(index::node).root(checkpoint.size()).equals(checkpoint.root());
    }

    /**
     * Adds the events beyond the index to it; returns the position after the last.
     *
     * @param repair whether to cut off a torn batch; otherwise it is only not read
     */
    long readOn(boolean repair) throws IOException {
        LineScan lines = new LineScan(segments::read, indexedEnd());
        byte[] line = lines.next();
        while (line != null) {
            SegmentLine read = SegmentLine.read(line);
            if (!lines.ended() || !read.whole()) {
                long bad = lines.lineStart();
                if (repair) {
                    requireTorn(bad, lines);
                    cut(bad);
                }
                return bad;
            }
            index.add(read.leafHash(), lines.lineStart());
            line = lines.next();
        }
        return lines.position();
    }

    private long indexedEnd() throws IOException {
        if (index.size() == 0) {
            return 0;
        }
        LineScan lines = new LineScan(segments::read, index.position(index.size() - 1));
        lines.next();
        return lines.position();
    }

    private void requireTorn(long bad, LineScan rest) throws IOException {
        boolean signedOrFollowed = bad < segments.lastStart()
                || signed.isPresent() && index.size() < signed.get().size();
        boolean torn = !rest.ended() || lacksASector(bad, rest.position());
        byte[] line = rest.next();
        while (line != null && !signedOrFollowed) {
            // Only a batch after this one begins with that mark, and it was written once this one was durable.
            signedOrFollowed = rest.ended() && SegmentLine.read(line).first();
            line = rest.next();
        }
        if (signedOrFollowed || !torn) {
            throw new LedgerFailure("The ledger in " + folder + " is damaged at record " + index.size()
                    + (torn ? ", which was acknowledged" : ", which is whole but not what it was")
                    + "; nothing was changed; run 'aviary ledger verify' and restore from a copy");
        }
    }

    /** Whether a sector of the file, as far as it is between two positions of the last segment, has only zeros. */
    private boolean lacksASector(long from, long to) throws IOException {
        byte[] bytes = segments.read(from, Math.toIntExact(to - from));
        int start = 0;
        while (start < bytes.length) {
            long inFile = from + start - segments.lastStart();
            int end = Math.toIntExact(Math.min(bytes.length, start + SECTOR - inFile % SECTOR));
            boolean zeros = true;
            for (int i = start; i < end && zeros; i++) {
                zeros = bytes[i] == 0;
            }
            if (zeros) {
                return true;
            }
            start = end;
        }
        return false;
    }

    private void cut(long bad) throws IOException {
        ByteArrayOutputStream torn = new ByteArrayOutputStream();
        byte[] block = segments.read(bad, 1 << 16);
        while (block.length > 0) {
            torn.writeBytes(block);
            block = segments.read(bad + torn.size(), 1 << 16);
        }
        Files.createDirectories(folder.resolve("torn"));
        Files.write(folder.resolve("torn").resolve(index.size() + "-" + torn.size() + ".bin"), torn.toByteArray());
        segments.cut(bad);
    }

    /**
     * Holds the events against the last checkpoint.
     *
     * @throws LedgerFailure if events that were signed are missing or changed
     */
    void requireSigned() {
        if (signed.isEmpty()) {
            return;
        }
        Checkpoint checkpoint = signed.get();
        if (checkpoint.size() > index.size()) {
            throw new LedgerFailure("The ledger in " + folder + " was cut short: a checkpoint covers "
                    + checkpoint.size() + " events, but there are " + index.size()
                    + "; run 'aviary ledger verify' and restore from a copy");
        }
        if (!rootHolds(checkpoint)) {
            throw new LedgerFailure("The ledger in " + folder + " was changed: its first " + checkpoint.size()
                    + " events are not those that were signed; run 'aviary ledger verify' and restore from a copy");
        }
    }
}
