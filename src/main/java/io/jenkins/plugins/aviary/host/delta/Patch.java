package io.jenkins.plugins.aviary.host.delta;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * A patch as the host's receiving script applies it: a gzip stream of records, each a letter, an offset in the old file
 * and a length, the two as unsigned 32-bit numbers with the highest byte first. {@code C} takes bytes as they are;
 * {@code X} takes bytes and combines them by exclusive or with the bytes that follow the record; {@code L} is followed by
 * new bytes, its offset is 0. Where only addresses differ, {@code X} is followed by zeros mostly, which gzip makes little
 * of.
 */
final class Patch {
    /** Shorter runs of equal bytes are not worth a record of their own. */
    private static final int WORTH_A_RECORD = 1024;

    private static final int MOST = 1 << 20;

    private final byte[] old;
    private final byte[] fresh;
    private final Bounded bytes;
    private final DataOutputStream out;

    private Patch(byte[] old, byte[] fresh, int limit) throws IOException {
        this.old = old;
        this.fresh = fresh;
        this.bytes = new Bounded(limit);
        this.out = new DataOutputStream(new Fast(bytes));
    }

    /**
     * The patch that makes a file of an old one.
     *
     * @param limit how many bytes it may have
     * @return the patch, or nothing if it would have more
     */
    static byte[] of(byte[] old, byte[] fresh, int limit) {
        try {
            Patch patch = new Patch(old, fresh, limit);
            for (Delta.Part part : Delta.between(old, fresh)) {
                patch.write(part);
                if (patch.bytes.isFull()) {
                    return new byte[0];
                }
            }
            patch.out.close();
            return patch.bytes.isFull() ? new byte[0] : patch.bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Delta.Part part) throws IOException {
        if (part.from() < 0) {
            record('L', 0, part.length());
            out.write(fresh, part.at(), part.length());
            return;
        }
        int done = 0;
        int pending = 0;
        while (done < part.length()) {
            int differs = Arrays.mismatch(
                    fresh,
                    part.at() + done,
                    part.at() + part.length(),
                    old,
                    part.from() + done,
                    part.from() + part.length());
            int same = differs < 0 ? part.length() - done : differs;
            if (same >= WORTH_A_RECORD) {
                mend(part, pending, done);
                record('C', part.from() + done, same);
                pending = done + same;
            }
            done += Math.max(1, same);
        }
        mend(part, pending, part.length());
    }

    private void mend(Delta.Part part, int begin, int end) throws IOException {
        for (int at = begin; at < end; at += MOST) {
            byte[] mixed = Arrays.copyOfRange(fresh, part.at() + at, part.at() + Math.min(end, at + MOST));
            for (int index = 0; index < mixed.length; index++) {
                mixed[index] ^= old[part.from() + at + index];
            }
            record('X', part.from() + at, mixed.length);
            out.write(mixed);
        }
    }

    private void record(char kind, int from, int length) throws IOException {
        out.writeByte(kind);
        out.writeInt(from);
        out.writeInt(length);
    }

    /** The time that better levels take is longer than the way of what they save. */
    private static final class Fast extends GZIPOutputStream {
        private static final int BUFFER = 64 * 1024;

        Fast(Bounded out) throws IOException {
            super(out, BUFFER);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    /** Keeps no more than it may, and says so. */
    private static final class Bounded extends ByteArrayOutputStream {
        private final int limit;

        Bounded(int limit) {
            this.limit = limit;
        }

        boolean isFull() {
            return count > limit;
        }

        @Override
        public synchronized void write(byte[] from, int offset, int length) {
            if (!isFull()) {
                super.write(from, offset, length);
            }
        }
    }
}
