package io.jenkins.plugins.aviary.database;

import io.jenkins.plugins.aviary.model.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * A checksum of the rows of a table that does not depend on their order: the sum of the rows' SHA-256 digests, as four
 * numbers of 64 bits. Unlike an exclusive or, a sum counts rows that are there twice. Used by one thread.
 */
public final class RowDigest {
    private final MessageDigest hash = Digest.sha256();
    private final long[] sums = new long[4];
    private long rows;

    /** Counts a row in. */
    void add(String row) {
        ByteBuffer digest = ByteBuffer.wrap(hash.digest(row.getBytes(StandardCharsets.UTF_8)));
        for (int i = 0; i < sums.length; i++) {
            sums[i] += digest.getLong();
        }
        rows++;
    }

    /** How many rows were counted in. */
    public long rows() {
        return rows;
    }

    /** The checksum, 64 hexadecimal digits. */
    public String hex() {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * sums.length);
        for (long sum : sums) {
            bytes.putLong(sum);
        }
        return HexFormat.of().formatHex(bytes.array());
    }
}
