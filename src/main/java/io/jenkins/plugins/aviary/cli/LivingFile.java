package io.jenkins.plugins.aviary.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A file that proves that its process lives: it is locked for as long as that does, and the system frees the lock however
 * the process ends. There is no term in it that could run out too early or too late.
 */
final class LivingFile implements AutoCloseable {
    private static final String ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    private final String id;
    private final Path path;
    private final FileChannel channel;

    private LivingFile(String id, Path path, FileChannel channel) {
        this.id = id;
        this.path = path;
        this.channel = channel;
    }

    /** A new one in a folder. */
    static LivingFile create(Path folder) throws IOException {
        String id = UUID.randomUUID().toString();
        Path path = Files.createDirectories(folder).resolve(id);
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            channel.lock();
            return new LivingFile(id, path, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    String id() {
        return id;
    }

    /** Whether the process that had this one is proven to be no more; its file is removed then. */
    static boolean isAbandoned(Path folder, String id) throws IOException {
        if (!id.matches(ID)) {
            return false;
        }
        Path path = folder.resolve(id);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            FileLock lock = attempt(channel);
            if (lock == null) {
                return false;
            }
            Files.deleteIfExists(path);
            return true;
        } catch (NoSuchFileException e) {
            return true;
        }
    }

    private static FileLock attempt(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // It is this very process that holds it.
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
        channel.close();
    }
}
