package io.jenkins.plugins.aviary.watch.logs;

import io.jenkins.plugins.aviary.server.LogRedaction;
import java.nio.charset.StandardCharsets;

/**
 * What the messages of one kind have in common: the text with numbers, long words with digits in them (hashes, ids) and
 * the names of players masked. Its fingerprint is a hash (64-bit FNV-1a, draft-eastlake-fnv) made straight from the
 * bytes, so that no text is made for a message of a kind that is known.
 */
final class MessageTemplate {
    /** Where a hash begins. */
    static final long SEED = 0xcbf29ce484222325L;

    private static final long PRIME = 0x100000001b3L;
    private static final int LONG_WORD = 16;
    private static final int LONGEST = 2000;
    private static final byte[] LOGGED = " has logged ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BROADCAST = "Broadcasted message: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PLAYER = "player ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLASSES = classes();
    private static final byte OTHER = 0;
    private static final byte LETTER = 1;
    private static final byte DIGIT = 2;

    private MessageTemplate() {}

    private static byte[] classes() {
        byte[] classes = new byte[256];
        for (int c = 0; c < classes.length; c++) {
            boolean letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z' && c < 128 || c >= 128;
            classes[c] = c >= '0' && c <= '9' ? DIGIT : letter ? LETTER : OTHER;
        }
        return classes;
    }

    /** A hash of bytes as they are: the numbers in the name of a script belong to it. */
    static long hash(byte[] b, long seed) {
        long hash = seed;
        for (byte one : b) {
            hash = (hash ^ one) * PRIME;
        }
        return hash;
    }

    /** The fingerprint of the message in {@code bytes[from, to)}. */
    static long fingerprint(byte[] b, int from, int to, long seed) {
        long hash = seed;
        int end = Math.min(to, from + LONGEST);
        int at = skipName(b, from, end);
        if (at > from) {
            hash = (hash ^ '*') * PRIME;
        }
        int stop = wordsEnd(b, at, end);
        while (at < stop) {
            byte kind = CLASSES[b[at] & 0xff];
            if (kind == OTHER) {
                hash = (hash ^ b[at++]) * PRIME;
                continue;
            }
            int word = at;
            boolean digits = false;
            long plain = hash;
            boolean inNumber = false;
            do {
                boolean digit = kind == DIGIT;
                digits |= digit;
                if (!digit) {
                    plain = (plain ^ b[at]) * PRIME;
                } else if (!inNumber) {
                    plain = (plain ^ '#') * PRIME;
                }
                inNumber = digit;
                at++;
            } while (at < stop && (kind = CLASSES[b[at] & 0xff]) != OTHER);
            hash = digits && at - word >= LONG_WORD ? (hash ^ '#') * PRIME : plain;
            if (isPlayerWord(b, word, at, stop)) {
                hash = (hash ^ '*') * PRIME;
                at = nameEnd(b, at + 1, stop);
            }
        }
        return hash;
    }

    /** The same message as text, masked in the same way, with what must not be shown hidden. */
    static String text(byte[] b, int from, int to) {
        StringBuilder text = new StringBuilder();
        int end = Math.min(to, from + LONGEST);
        int at = skipName(b, from, end);
        if (at > from) {
            text.append('*');
        }
        int stop = wordsEnd(b, at, end);
        int plainFrom = at;
        while (at < stop) {
            if (CLASSES[b[at] & 0xff] == OTHER) {
                at++;
                continue;
            }
            int word = at;
            boolean digits = false;
            while (at < stop && CLASSES[b[at] & 0xff] != OTHER) {
                digits |= CLASSES[b[at++] & 0xff] == DIGIT;
            }
            if (isPlayerWord(b, word, at, stop)) {
                text.append(utf8(b, plainFrom, at)).append(" *");
                at = nameEnd(b, at + 1, stop);
                plainFrom = at;
            } else if (digits) {
                text.append(utf8(b, plainFrom, word));
                String masked = utf8(b, word, at).replaceAll("[0-9]+", "#");
                text.append(at - word >= LONG_WORD ? "#" : masked);
                plainFrom = at;
            }
        }
        text.append(utf8(b, plainFrom, stop));
        return LogRedaction.redact(
                text.toString().replaceAll("\u001b\\[[0-9;?]*[A-Za-z]", "").replaceAll("[\\p{Cntrl}&&[^\t]]", "?"));
    }

    private static String utf8(byte[] b, int from, int to) {
        return new String(b, from, to - from, StandardCharsets.UTF_8);
    }

    /** Behind a player's name at the beginning of a line that tells that the player came or left. */
    private static int skipName(byte[] b, int from, int end) {
        if (end - from < LOGGED.length + 3) {
            return from;
        }
        byte last = b[end - 1];
        if (last != 't' && last != '.' && last != ')') {
            return from;
        }
        int latest = Math.min(end - LOGGED.length, from + 64);
        for (int at = from + 1; at < latest; at++) {
            if (b[at] == ' ' && b[at + 1] == 'h' && matches(b, at, LOGGED)) {
                return at;
            }
        }
        return from;
    }

    /** Where the message's own words end: what a person said is theirs. */
    private static int wordsEnd(byte[] b, int at, int end) {
        return end - at > BROADCAST.length && b[at] == 'B' && matches(b, at, BROADCAST) ? at + BROADCAST.length : end;
    }

    /** Whether the word is "player" with a name behind it. */
    private static boolean isPlayerWord(byte[] b, int word, int at, int stop) {
        return at - word == PLAYER.length - 1
                && at + 1 < stop
                && b[word] == 'p'
                && b[at] == ' '
                && b[at + 1] >= 'A'
                && b[at + 1] <= 'Z'
                && matches(b, word, PLAYER);
    }

    private static int nameEnd(byte[] b, int from, int stop) {
        int at = from;
        while (at < stop && b[at] != ',' && b[at] != '.' && b[at] != ':' && b[at] != '(' && b[at] != '\'') {
            at++;
        }
        return at;
    }

    private static boolean matches(byte[] b, int at, byte[] text) {
        for (int i = 0; i < text.length; i++) {
            if (b[at + i] != text[i]) {
                return false;
            }
        }
        return true;
    }
}
