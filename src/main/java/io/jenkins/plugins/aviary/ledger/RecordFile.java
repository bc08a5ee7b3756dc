package io.jenkins.plugins.aviary.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A list of records of one width: the older ones in a file, the newest in memory until they are flushed. What is lost
 * with the memory can be computed again. Safe for use by several threads.
 */
final class RecordFile implements AutoCloseable {
    private final Path path;
    private final int width;

    /** Empty if there is no such file, and it is only to be read. */
    private final Optional<AppendFile> file;

    /** Guarded by this. */
    private final List<byte[]> newest = new ArrayList<>();

    /** How many records of the file count; guarded by this. */
    private long filed;

    RecordFile(Path path, int width, boolean writable) throws IOException {
        this.path = path;
        this.width = width;
        this.file = writable || Files.exists(path) ? Optional.of(new AppendFile(path, writable)) : Optional.empty();
        this.filed = file.isPresent() ? file.get().length() / width : 0;
    }

    synchronized long size() {
        return filed + newest.size();
    }

    /** Forgets all records from a place on. */
    synchronized void cut(long size) {
        newest.clear();
        filed = Math.min(filed, size);
    }

    synchronized void add(byte[] item) {
        newest.add(item);
    }

    synchronized byte[] get(long place) {
        if (place >= filed) {
            return newest.get(Math.toIntExact(place - filed));
        }
        try {
            byte[] item = file.orElseThrow(this::cutShort).read(place * width, width);
            if (item.length < width) {
                throw cutShort();
            }
            return item;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many records are in the file; the others are in memory. */
    synchronized long filed() {
        return filed;
    }

    /** Reads many records of the file at once. */
    synchronized byte[] block(long place, int count) {
        try {
            byte[] block = file.orElseThrow(this::cutShort).read(place * width, Math.multiplyExact(count, width));
            if (block.length < count * width) {
                throw cutShort();
            }
            return block;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private LedgerFailure cutShort() {
        return new LedgerFailure("The ledger's index " + path + " was cut short; delete that file, it is made anew");
    }

    /** Moves the newest records into the file, durably. */
    synchronized void flush() throws IOException {
        AppendFile written = file.orElseThrow(() -> new LedgerFailure(path + " was opened for reading"));
        written.truncate(filed * width);
        byte[] bytes = new byte[Math.multiplyExact(newest.size(), width)];
        for (int i = 0; i < newest.size(); i++) {
            System.arraycopy(newest.get(i), 0, bytes, i * width, width);
        }
        written.append(bytes);
        written.sync();
        filed += newest.size();
        newest.clear();
    }

    @Override
    public void close() throws IOException {
        if (file.isPresent()) {
            file.get().close();
        }
    }
}
