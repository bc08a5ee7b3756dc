package io.jenkins.plugins.aviary.host;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Keeps the beginning of an output and forgets the rest, so that no program can fill the memory. */
final class BoundedOutput extends OutputStream {
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final int limit;
    private long received;

    BoundedOutput(int limit) {
        this.limit = limit;
    }

    @Override
    public synchronized void write(int value) {
        received++;
        if (kept.size() < limit) {
            kept.write(value);
        }
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        received += length;
        kept.write(bytes, offset, Math.min(length, limit - kept.size()));
    }

    /** How many bytes came, kept or not. */
    synchronized long received() {
        return received;
    }

    synchronized String text() {
        return kept.toString(StandardCharsets.UTF_8);
    }
}
