package io.jenkins.plugins.aviary.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** The files of a {@link FileStore} as they lie there. */
final class FileEvidence implements LedgerEvidence {
    private final Path folder;

    FileEvidence(Path folder) {
        this.folder = folder;
    }

    /** Whether there are files of a ledger in a folder: at least a record, or a checkpoint of records that are gone. */
    static boolean isLedger(Path folder) {
        try {
            return !Segments.paths(folder.resolve("segments")).isEmpty()
                    || Files.exists(folder.resolve(CheckpointFile.NAME))
                            && Files.isDirectory(folder.resolve("segments"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A last line without its end is no record: it is being written, or its writer crashed. */
    @Override
    public void scan(long from, Consumer<StoredEvent> sink) {
        try (Segments segments = new Segments(folder.resolve("segments"), false, Long.MAX_VALUE)) {
            LineScan lines = new LineScan(segments::read, start(from));
            long sequence = from;
            byte[] line = lines.next();
            while (line != null && (lines.ended() || line.length > SegmentLine.LONGEST)) {
                SegmentLine read = SegmentLine.read(line);
                sink.accept(new StoredEvent(sequence++, read.body(), read.leafHash()));
                line = lines.next();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long start(long from) throws IOException {
        if (from == 0) {
            return 0;
        }
        try (StoreIndex index = new StoreIndex(folder, false)) {
            if (from < index.size()) {
                return index.position(from);
            }
        }
        try (Segments segments = new Segments(folder.resolve("segments"), false, Long.MAX_VALUE)) {
            LineScan lines = new LineScan(segments::read, 0);
            for (long i = 0; i < from; i++) {
                lines.next();
            }
            return lines.position();
        }
    }

    @Override
    public boolean mayBeWritten() {
        return WriterLock.isHeld(folder);
    }

    @Override
    public HashList leafIndex() {
        Path tree = folder.resolve("tree");
        HashList leaves = new HashList();
        if (!Files.exists(tree)) {
            return leaves;
        }
        try (InputStream hashes = new java.io.BufferedInputStream(Files.newInputStream(tree), 1 << 16)) {
            long count = StoreIndex.leavesOf(Files.size(tree) / MerkleHash.LENGTH);
            byte[] hash = new byte[MerkleHash.LENGTH];
            for (long leaf = 0; leaf < count; leaf++) {
                if (hashes.readNBytes(hash, 0, hash.length) < hash.length) {
                    return leaves;
                }
                leaves.add(hash);
                hashes.skipNBytes((long) Long.numberOfTrailingZeros(leaf + 1) * MerkleHash.LENGTH);
            }
            return leaves;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> checkpoints() {
        try {
            return CheckpointFile.read(folder.resolve(CheckpointFile.NAME));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
