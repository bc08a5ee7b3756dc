package io.jenkins.plugins.aviary.ledger;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** Lets one process at a time write a ledger's files. The system frees the lock when the process ends, however it ends. */
final class WriterLock implements AutoCloseable {
    private static final Duration RETRY = Duration.ofMillis(20);
    private static final int LONGEST_NOTE = 500;

    private final FileChannel channel;
    private final FileLock lock;

    private WriterLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes the lock, waiting for it at most so long.
     *
     * @throws LedgerFailure if somebody else has it, saying who
     */
    static WriterLock take(Path folder, Clock clock, Duration patience) throws IOException {
        Path file = folder.resolve("lock");
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = attempt(channel);
            if (lock != null) {
                sign(channel, clock);
                return new WriterLock(channel, lock);
            }
            String holder = holder(channel);
            channel.close();
            if (System.nanoTime() >= deadline || Thread.currentThread().isInterrupted()) {
                throw new LedgerFailure("The ledger in " + folder + " is being written by " + holder
                        + "; wait until that ends, or share one ledger in a database");
            }
            LockSupport.parkNanos(RETRY.toNanos());
        }
    }

    private static FileLock attempt(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static void sign(FileChannel channel, Clock clock) throws IOException {
        String note = "process " + ProcessHandle.current().pid() + " on " + hostName() + " since "
                + Instant.now(clock).truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(note.getBytes(StandardCharsets.UTF_8)), 0);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "this machine";
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer note = ByteBuffer.allocate(LONGEST_NOTE);
        channel.read(note, 0);
        String text = new String(note.array(), 0, note.position(), StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "");
        return text.isEmpty() ? "another process" : text;
    }

    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }
}
