package io.jenkins.plugins.aviary.ledger;

import java.io.IOException;
import java.util.Arrays;

/** Reads lines from a position on. Not safe for use by several threads. */
final class LineScan {
    private static final int BLOCK = 1 << 18;

    private final Source source;
    private byte[] buffer = new byte[0];
    private int at;
    private long bufferStart;
    private long lineStart;
    private boolean ended;

    LineScan(Source source, long position) {
        this.source = source;
        this.bufferStart = position;
        this.lineStart = position;
    }

    /**
     * The next line without its end, or null after the last. A line that is longer than any event, or that has no end,
     * is cut where it stops being readable; {@link #ended()} then is false.
     */
    byte[] next() throws IOException {
        lineStart = bufferStart + at;
        int scanned = at;
        while (true) {
            for (int i = scanned; i < buffer.length; i++) {
                if (buffer[i] == '\n') {
                    byte[] line = Arrays.copyOfRange(buffer, at, i);
                    at = i + 1;
                    ended = line.length <= SegmentLine.LONGEST;
                    return line;
                }
            }
            int rest = buffer.length - at;
            byte[] more =
                    rest > SegmentLine.LONGEST + BLOCK ? new byte[0] : source.read(bufferStart + buffer.length, BLOCK);
            if (more.length == 0) {
                byte[] line = Arrays.copyOfRange(buffer, at, buffer.length);
                at = buffer.length;
                ended = false;
                return line.length == 0 ? null : line;
            }
            byte[] joined = Arrays.copyOfRange(buffer, at, buffer.length + more.length);
            System.arraycopy(more, 0, joined, rest, more.length);
            bufferStart += at;
            buffer = joined;
            at = 0;
            scanned = rest;
        }
    }

    /** Whether the last line had its end. */
    boolean ended() {
        return ended;
    }

    /** Where the last line began. */
    long lineStart() {
        return lineStart;
    }

    /** Where the next line begins. */
    long position() {
        return bufferStart + at;
    }

    /** Gives bytes. */
    @FunctionalInterface
    interface Source {
        /** Up to so many bytes from a position on; none at the end. */
        byte[] read(long position, int count) throws IOException;
    }
}
