package io.jenkins.plugins.aviary.ledger;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that grows at its end. {@link RandomAccessFile} and not a channel, because a channel is closed for everybody
 * when one thread that uses it is interrupted. Safe for use by several threads.
 */
final class AppendFile implements AutoCloseable {
    private final RandomAccessFile file;

    AppendFile(Path path, boolean writable) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        boolean created = writable && folder != null && !Files.exists(path);
        this.file = new RandomAccessFile(path.toFile(), writable ? "rw" : "r");
        if (created) {
            syncFolder(folder);
        }
    }

    /** Makes the names in a folder durable, also for a thread that was interrupted. */
    static void syncFolder(Path folder) throws IOException {
        boolean interrupted = Thread.interrupted();
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    synchronized long length() throws IOException {
        return file.length();
    }

    /** Writes at the end; returns where that was. */
    synchronized long append(byte[] bytes) throws IOException {
        long end = file.length();
        file.seek(end);
        file.write(bytes);
        return end;
    }

    /** Reads up to so many bytes; fewer at the end of the file. */
    synchronized byte[] read(long position, int count) throws IOException {
        int there = (int) Math.max(0, Math.min(count, file.length() - position));
        byte[] bytes = new byte[there];
        file.seek(position);
        file.readFully(bytes);
        return bytes;
    }

    synchronized void truncate(long length) throws IOException {
        if (file.length() > length) {
            file.setLength(length);
        }
    }

    /** Makes everything written so far durable. Not synchronized: readers go on meanwhile. */
    void sync() throws IOException {
        file.getFD().sync();
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
