package io.jenkins.plugins.aviary.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * One line of a segment: a mark, the leaf hash in base64url, a space, the event. The mark {@code *} begins a batch,
 * {@code -} continues it. A batch is written only after the one before it is durable, so damage before a later batch is
 * never a torn write.
 *
 * @param first whether it begins a batch
 * @param leafHash the hash that stands in the line
 * @param body the event
 */
record SegmentLine(boolean first, byte[] leafHash, byte[] body) {
    /** The longest line, its end included. */
    static final int LONGEST = LedgerEvent.MAX_BYTES + 64;

    private static final int HASH_DIGITS = 43;
    private static final int BODY = HASH_DIGITS + 2;

    /** The line's bytes, its end included. */
    static byte[] write(boolean first, byte[] leafHash, byte[] body) {
        byte[] line = new byte[BODY + body.length + 1];
        line[0] = (byte) (first ? '*' : '-');
        byte[] hash = Base64.getUrlEncoder().withoutPadding().encode(leafHash);
        System.arraycopy(hash, 0, line, 1, HASH_DIGITS);
        line[BODY - 1] = ' ';
        System.arraycopy(body, 0, line, BODY, body.length);
        line[line.length - 1] = '\n';
        return line;
    }

    /** Takes a line apart, without its end; a line of another form has no leaf hash and all of it is body. */
    static SegmentLine read(byte[] line) {
        boolean formed = line.length >= BODY && (line[0] == '*' || line[0] == '-') && line[BODY - 1] == ' ';
        if (formed) {
            try {
                byte[] hash =
                        Base64.getUrlDecoder().decode(new String(line, 1, HASH_DIGITS, StandardCharsets.ISO_8859_1));
                return new SegmentLine(line[0] == '*', hash, Arrays.copyOfRange(line, BODY, line.length));
            } catch (IllegalArgumentException e) {
                return new SegmentLine(false, new byte[0], line);
            }
        }
        return new SegmentLine(false, new byte[0], line);
    }

    /** Whether the hash is that of the event. */
    boolean whole() {
        return leafHash.length == MerkleHash.LENGTH && Arrays.equals(leafHash, MerkleHash.leaf(body));
    }
}
