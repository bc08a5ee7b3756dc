package io.jenkins.plugins.aviary.ledger;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files that hold the events, each named by the sequence number of its first. Positions count bytes through all of
 * them. Appending is for one thread at a time; reading is for any.
 */
final class Segments implements AutoCloseable {
    private static final String NAME = "%020d.log";

    private final Path folder;
    private final boolean writable;
    private final long rollAt;

    /** Guarded by itself. */
    private final List<Segment> list = new ArrayList<>();

    Segments(Path folder, boolean writable, long rollAt) throws IOException {
        this.folder = folder;
        this.writable = writable;
        this.rollAt = rollAt;
        discover();
    }

    /** Finds the segments that another process has begun since. */
    final void discover() throws IOException {
        synchronized (list) {
            List<Path> paths = paths(folder);
            for (Path path : paths.subList(Math.min(list.size(), paths.size()), paths.size())) {
                list.add(new Segment(new AppendFile(path, writable), list.isEmpty() ? 0 : end()));
            }
        }
    }

    /** The segment files of a folder, in order. */
    static List<Path> paths(Path folder) throws IOException {
        List<Path> paths = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return paths;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.log")) {
            files.forEach(paths::add);
        }
        paths.sort(null);
        return paths;
    }

    /** The position after the last byte. */
    long end() throws IOException {
        synchronized (list) {
            return list.isEmpty() ? 0 : last().start + last().file.length();
        }
    }

    /** Where the last segment begins. */
    long lastStart() {
        synchronized (list) {
            return list.isEmpty() ? 0 : last().start;
        }
    }

    /** Writes a batch, not yet durable; returns the position at which it begins. */
    long append(byte[] batch, long sequence) throws IOException {
        Segment segment = segmentFor(sequence);
        return segment.start + segment.file.append(batch);
    }

    /** Makes what was appended durable. */
    void sync() throws IOException {
        Segment segment;
        synchronized (list) {
            segment = last();
        }
        segment.file.sync();
    }

    private Segment segmentFor(long sequence) throws IOException {
        synchronized (list) {
            if (list.isEmpty() || last().file.length() >= rollAt) {
                long start = end();
                list.add(new Segment(new AppendFile(folder.resolve(NAME.formatted(sequence)), true), start));
            }
            return last();
        }
    }

    /** Bytes from a position on, of one segment; none at the end. */
    byte[] read(long position, int count) throws IOException {
        Segment found = null;
        synchronized (list) {
            for (int i = list.size() - 1; i >= 0 && found == null; i--) {
                Segment segment = list.get(i);
                if (segment.start <= position && position < segment.start + segment.file.length()) {
                    found = segment;
                }
            }
        }
        return found == null ? new byte[0] : found.file.read(position - found.start, count);
    }

    /** Takes away everything in the last segment from a position on. */
    void cut(long position) throws IOException {
        synchronized (list) {
            last().file.truncate(position - last().start);
            last().file.sync();
        }
    }

    private Segment last() {
        return list.get(list.size() - 1);
    }

    @Override
    public void close() throws IOException {
        synchronized (list) {
            for (Segment segment : list) {
                segment.file.close();
            }
        }
    }

    private record Segment(AppendFile file, long start) {}
}
