package io.jenkins.plugins.aviary.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes files one after the other as a tar archive (POSIX ustar, with GNU's long names), so that thousands of them go
 * through one channel without waiting for an answer to each.
 */
final class TarStream {
    private static final int BLOCK = 512;
    private static final int NAME_LENGTH = 100;
    private static final long LARGEST_OCTAL = 0_77777777777L;
    private static final int COPY = 128 * 1024;

    private final OutputStream out;
    private final byte[] copy = new byte[COPY];

    TarStream(OutputStream out) {
        this.out = out;
    }

    /** Is told of bytes on their way. */
    interface Meter {
        void sent(long bytes) throws InterruptedException;
    }

    /** Adds a file; its content must have exactly the given size. */
    void file(String path, int mode, long size, InputStream content, Meter meter)
            throws IOException, InterruptedException {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        if (name.length > NAME_LENGTH) {
            byte[] ended = java.util.Arrays.copyOf(name, name.length + 1);
            out.write(header("././@LongLink".getBytes(StandardCharsets.UTF_8), 0644, ended.length, 'L'));
            out.write(ended);
            pad(ended.length);
        }
        out.write(header(name, mode, size, '0'));
        long left = size;
        int read;
        while ((read = content.read(copy, 0, (int) Math.min(copy.length, Math.max(1, left)))) > 0) {
            left -= read;
            if (left < 0) {
                break;
            }
            out.write(copy, 0, read);
            meter.sent(read);
        }
        if (left != 0) {
            throw new IOException("the file " + path + " has not the size that the artifact says");
        }
        pad(size);
    }

    /** How many bytes a file has in the archive. */
    static long length(String path, long size) {
        int name = path.getBytes(StandardCharsets.UTF_8).length;
        long longName = name > NAME_LENGTH ? BLOCK + padded(name + 1L) : 0;
        return longName + BLOCK + padded(size);
    }

    /** How many bytes the end of the archive has. */
    static int endLength() {
        return 2 * BLOCK;
    }

    private static long padded(long size) {
        return (size + BLOCK - 1) / BLOCK * BLOCK;
    }

    /** Ends the archive. */
    void end() throws IOException {
        out.write(new byte[endLength()]);
        out.flush();
    }

    private void pad(long size) throws IOException {
        out.write(new byte[(int) (padded(size) - size)]);
    }

    private static byte[] header(byte[] name, int mode, long size, char type) throws IOException {
        if (size > LARGEST_OCTAL) {
            throw new IOException("a file of " + size + " bytes is too large to travel; 8 GiB is the most");
        }
        byte[] header = new byte[BLOCK];
        System.arraycopy(name, 0, header, 0, Math.min(NAME_LENGTH, name.length));
        put(header, 100, octal(mode, 7));
        put(header, 108, octal(0, 7));
        put(header, 116, octal(0, 7));
        put(header, 124, octal(size, 11));
        put(header, 136, octal(0, 11));
        put(header, 148, "        ");
        header[156] = (byte) type;
        put(header, 257, "ustar");
        put(header, 263, "00");
        int sum = 0;
        for (byte value : header) {
            sum += value & 0xff;
        }
        put(header, 148, octal(sum, 6) + "\0 ");
        return header;
    }

    private static String octal(long value, int digits) {
        String text = Long.toOctalString(value);
        return "0".repeat(digits - text.length()) + text;
    }

    private static void put(byte[] header, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }
}
