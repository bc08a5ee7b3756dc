package io.jenkins.plugins.aviary.ledger;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The ledger in append-only files: one process writes, any number read meanwhile. An event is acknowledged after one
 * {@code fsync} that it shares with those that came at the same time. After a crash, a torn last batch is cut off when
 * the files are next opened for writing (and kept aside in {@code torn}); damage anywhere else is never repaired but
 * refused.
 */
public final class FileStore implements LedgerStore {
    private static final long SEGMENT_BYTES = 16L << 20;
    private static final int FLUSH_EVERY = 1 << 16;

    private final Path folder;
    private final IoPoint points;
    private final WriterLock lock;
    private final Segments segments;
    private final StoreIndex index;
    private final CheckpointFile checkpoints;
    private final GroupCommit commits = new GroupCommit(this::write);

    private volatile long size;
    private volatile String broken = "";

    /** Up to where a reader has read; guarded by this. */
    private long end;

    private long flushed;

    private FileStore(Path folder, WriterLock lock, IoPoint points, long segmentBytes) throws IOException {
        this.folder = folder;
        this.points = points;
        this.lock = lock;
        boolean writable = lock != null;
        this.segments = new Segments(folder.resolve("segments"), writable, segmentBytes);
        this.index = new StoreIndex(folder, writable);
        this.checkpoints = new CheckpointFile(folder, writable);
    }

    /** Opens a ledger for writing, making it if it is not there yet; waits for another writer at most so long. */
    public static FileStore open(Path folder, Clock clock, Duration patience) {
        return open(folder, clock, patience, IoPoint.NONE, SEGMENT_BYTES);
    }

    static FileStore open(Path folder, Clock clock, Duration patience, IoPoint points, long segmentBytes) {
        try {
            Files.createDirectories(folder.resolve("segments"));
            WriterLock lock = WriterLock.take(folder, clock, patience);
            try {
                FileStore store = new FileStore(folder, lock, points, segmentBytes);
                store.recover();
                return store;
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new LedgerFailure("The ledger in " + folder + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /** Opens a ledger for reading, beside its writer. Changes and makes nothing; where there is no ledger, it is empty. */
    public static FileStore openForReading(Path folder) {
        try {
            FileStore store = new FileStore(folder, null, IoPoint.NONE, SEGMENT_BYTES);
            store.recover();
            return store;
        } catch (IOException e) {
            throw new LedgerFailure("The ledger in " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void recover() throws IOException {
        TailScan tail = new TailScan(folder, segments, index, checkpoints.all());
        if (!tail.indexHolds()) {
            index.cut(0);
        }
        flushed = index.size();
        long read = tail.readOn(lock != null);
        synchronized (this) {
            end = read;
        }
        tail.requireSigned();
        if (lock != null) {
            checkpoints.cutTornLine();
        }
        size = index.size();
    }

    @Override
    public long append(List<byte[]> events) {
        if (lock == null) {
            throw new LedgerFailure("The ledger in " + folder + " was opened for reading");
        }
        return commits.append(events);
    }

    private long write(List<byte[]> events) {
        if (!broken.isEmpty()) {
            throw new LedgerFailure(broken);
        }
        try {
            long sequence = size;
            List<byte[]> hashes = new ArrayList<>(events.size());
            List<Integer> lengths = new ArrayList<>(events.size());
            ByteArrayOutputStream batch = new ByteArrayOutputStream(events.size() * 512);
            for (byte[] event : events) {
                byte[] hash = MerkleHash.leaf(event);
                byte[] line = SegmentLine.write(hashes.isEmpty(), hash, event);
                hashes.add(hash);
                lengths.add(line.length);
                batch.writeBytes(line);
            }
            points.before("segment.write");
            long position = segments.append(batch.toByteArray(), sequence);
            points.before("segment.sync");
            segments.sync();
            points.before("acknowledge");
            for (int i = 0; i < hashes.size(); i++) {
                index.add(hashes.get(i), position);
                position += lengths.get(i);
            }
            size = sequence + hashes.size();
            flushNowAndThen();
            return sequence;
        } catch (IOException | RuntimeException e) {
            broken = "The ledger in " + folder + " stopped after a failed write (" + e.getMessage()
                    + "); free space or mend the disk, then start again";
            throw new LedgerFailure(broken, e);
        }
    }

    private void flushNowAndThen() throws IOException {
        if (size - flushed >= FLUSH_EVERY) {
            points.before("index.flush");
            index.flush();
            flushed = size;
        }
    }

    @Override
    public long size() {
        if (lock == null) {
            refresh();
        }
        return size;
    }

    private synchronized void refresh() {
        try {
            segments.discover();
            if (segments.end() > end) {
                end = new TailScan(folder, segments, index, List.of()).readOn(false);
                size = index.size();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<StoredEvent> read(long from, int limit) {
        long to = Math.min(size(), from + limit);
        List<StoredEvent> events = new ArrayList<>();
        if (from < 0 || from >= to) {
            return events;
        }
        try {
            LineScan lines = new LineScan(segments::read, index.position(from));
            for (long sequence = from; sequence < to; sequence++) {
                byte[] line = lines.next();
                SegmentLine read = SegmentLine.read(line == null ? new byte[0] : line);
                events.add(new StoredEvent(sequence, read.body(), read.leafHash()));
            }
            return events;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public HashList leaves(long from, int count) {
        return index.leaves(from, (int) Math.min(count, size - from));
    }

    @Override
    public byte[] node(int level, long place) {
        return index.node(level, place);
    }

    @Override
    public void keep(String note) {
        try {
            points.before("checkpoint.write");
            checkpoints.add(note);
        } catch (IOException e) {
            throw new LedgerFailure("The checkpoint of " + folder + " cannot be written: " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<String> newestCheckpoint() {
        try {
            return checkpoints.newest();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> checkpoints() {
        try {
            return checkpoints.all();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public LedgerEvidence evidence() {
        return new FileEvidence(folder);
    }

    @Override
    public void close() {
        try {
            if (lock != null && broken.isEmpty()) {
                points.before("index.flush");
                index.flush();
            }
            segments.close();
            index.close();
            checkpoints.close();
            if (lock != null) {
                lock.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
