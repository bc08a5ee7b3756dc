package io.jenkins.plugins.aviary.ledger;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Lets one process at a time write a ledger's files. The system frees the lock when the process ends, however it ends. */
final class WriterLock implements AutoCloseable {
    private static final Duration RETRY = Duration.ofMillis(20);
    private static final int LONGEST_NOTE = 500;
    private static final String NAME = "lock";

    /**
     * The locks of this process, guarded by itself: their files must not be opened here again, since systems free all
     * locks of a process on a file when it closes any channel of that file.
     */
    private static final Set<Path> HELD = new HashSet<>();

    private final Path file;
    private final FileChannel channel;
    private final FileLock lock;

    private WriterLock(Path file, FileChannel channel, FileLock lock) {
        this.file = file;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes the lock, waiting for it at most so long.
     *
     * @throws LedgerFailure if somebody else has it, saying who
     */
    static WriterLock take(Path folder, Clock clock, Duration patience) throws IOException {
        Path file = folder.toRealPath().resolve(NAME);
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Attempt attempt = attempt(file, clock);
            if (attempt.lock.isPresent()) {
                return attempt.lock.get();
            }
            if (System.nanoTime() >= deadline || Thread.currentThread().isInterrupted()) {
                throw new LedgerFailure("The ledger in " + folder + " is being written by " + attempt.holder
                        + "; wait until that ends, or share one ledger in a database");
            }
            LockSupport.parkNanos(RETRY.toNanos());
        }
    }

    /** Whether somebody has the lock of a ledger, as far as this process may see. */
    static boolean isHeld(Path folder) {
        synchronized (HELD) {
            try {
                Path file = folder.toRealPath().resolve(NAME);
                if (HELD.contains(file)) {
                    return true;
                }
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                        FileLock free = channel.tryLock(0, Long.MAX_VALUE, true)) {
                    return free == null;
                }
            } catch (NoSuchFileException e) {
                return false;
            } catch (IOException | OverlappingFileLockException e) {
                // A lock that cannot be looked at may be held.
                return true;
            }
        }
    }

    /** The lock, or else who has it. */
    private record Attempt(Optional<WriterLock> lock, String holder) {}

    private static Attempt attempt(Path file, Clock clock) throws IOException {
        synchronized (HELD) {
            if (HELD.contains(file)) {
                return new Attempt(
                        Optional.empty(), "process " + ProcessHandle.current().pid() + ", which is this one");
            }
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                String holder = holder(channel);
                channel.close();
                return new Attempt(Optional.empty(), holder);
            }
            sign(channel, clock);
            HELD.add(file);
            return new Attempt(Optional.of(new WriterLock(file, channel, lock)), "");
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
        synchronized (HELD) {
            lock.release();
            channel.close();
            HELD.remove(file);
        }
    }
}
