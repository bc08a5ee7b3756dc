package io.jenkins.plugins.aviary.host.delta;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes patches and keeps the last few: a release goes to many hosts from the same earlier one. One patch is made at a
 * time, since both files are held in memory meanwhile; a file for which there is not enough is sent whole. Safe for use by
 * several threads.
 */
public final class Patches {
    private static final int KEPT = 4;
    /** A patch that saves less than this part is not worth the work on the host. */
    private static final int WORTH = 2;
    /** Both files, the chunks of the old one and the patch, in parts of a file's size. */
    private static final int FILES_IN_MEMORY = 4;

    private static final int STEP = 256 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by the lock. */
    private final Map<String, byte[]> kept = new LinkedHashMap<>();

    /** Where a file's bytes come from. */
    public interface Source {
        /** Opens it. */
        InputStream open() throws IOException;
    }

    /** A file. */
    public record Version(String digest, Source source) {}

    /**
     * The patch that makes a file of an old one.
     *
     * @param size the new file's size in bytes
     * @return the patch, or nothing if it saves too little, there is too little memory for it, or the old file is not at
     *     hand any more
     * @throws IOException if the new file cannot be read
     */
    public byte[] between(Version old, Version fresh, long size) throws IOException, InterruptedException {
        long room = Runtime.getRuntime().maxMemory() / FILES_IN_MEMORY;
        if (size > Math.min(room, Integer.MAX_VALUE - Byte.SIZE)) {
            return new byte[0];
        }
        lock.lockInterruptibly();
        try {
            String name = old.digest() + fresh.digest();
            byte[] patch = kept.get(name);
            if (patch == null) {
                patch = make(old, fresh, (int) size, (int) Math.min(room, 2 * size));
                kept.put(name, patch);
                if (kept.size() > KEPT) {
                    kept.remove(kept.keySet().iterator().next());
                }
            }
            return patch;
        } finally {
            lock.unlock();
        }
    }

    private static byte[] make(Version old, Version fresh, int size, int mostOld) throws IOException {
        byte[] before;
        try (InputStream bytes = old.source().open()) {
            before = new byte[Math.min(mostOld, bytes.available())];
            if (read(bytes, before) == 0 || bytes.read() >= 0) {
                return new byte[0];
            }
        } catch (IOException e) {
            // What an earlier release had need not be kept here for ever: it only saves time.
            return new byte[0];
        }
        try (InputStream bytes = fresh.source().open()) {
            byte[] after = new byte[size];
            if (read(bytes, after) < size) {
                throw new IOException("a file is shorter than the artifact says");
            }
            return Arrays.equals(before, after) ? new byte[0] : Patch.of(before, after, size / WORTH);
        }
    }

    /** Reads in steps: a channel's stream copies each read through memory outside the heap that is as large as the read. */
    private static int read(InputStream from, byte[] into) throws IOException {
        int total = 0;
        int some = 0;
        while (some >= 0 && total < into.length) {
            some = from.read(into, total, Math.min(STEP, into.length - total));
            total += Math.max(0, some);
        }
        return total;
    }
}
