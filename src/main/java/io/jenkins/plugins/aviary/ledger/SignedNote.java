package io.jenkins.plugins.aviary.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with signatures, in the form of C2SP signed-note.
 *
 * @param text what is signed; ends with a line feed
 * @param signatures who signed it
 */
public record SignedNote(String text, List<NoteSignature> signatures) {
    private static final int LONGEST = 1 << 16;
    private static final int MOST_SIGNATURES = 16;
    private static final int KEY_ID = 4;
    private static final Pattern SIGNATURE = Pattern.compile("\u2014 ([^\\s+]{1,200}) ([A-Za-z0-9+/]+={0,2})");

    /** Copies the signatures and refuses a text that a note cannot carry. */
    public SignedNote {
        if (!text.endsWith("\n") || text.chars().anyMatch(c -> c < ' ' && c != '\n')) {
            throw new IllegalArgumentException(
                    "The text of a note ends with a line feed and has no control characters");
        }
        signatures = List.copyOf(signatures);
    }

    /** A text signed with a key. */
    public static SignedNote sign(String text, SigningKey key) {
        byte[] signature = key.sign(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return new SignedNote(
                text,
                List.of(new NoteSignature(key.verifier().name(), key.verifier().id(), signature)));
    }

    /** The note's text form. */
    public String note() {
        StringBuilder note = new StringBuilder(text).append('\n');
        for (NoteSignature signature : signatures) {
            byte[] blob = Arrays.copyOf(signature.keyId(), KEY_ID + signature.bytes().length);
            System.arraycopy(signature.bytes(), 0, blob, KEY_ID, signature.bytes().length);
            note.append("\u2014 ")
                    .append(signature.name())
                    .append(' ')
                    .append(Base64.getEncoder().encodeToString(blob))
                    .append('\n');
        }
        return note.toString();
    }

    /** Reads a note; empty if it is none. Checks no signature. */
    public static Optional<SignedNote> parse(String note) {
        int split = note.lastIndexOf("\n\n");
        if (note.length() > LONGEST || split < 0 || !note.endsWith("\n")) {
            return Optional.empty();
        }
        List<NoteSignature> signatures = new ArrayList<>();
        for (String line : note.substring(split + 2).split("\n", -1)) {
            Matcher signature = SIGNATURE.matcher(line);
            if (signature.matches() && signatures.size() < MOST_SIGNATURES) {
                byte[] blob = decode(signature.group(2));
                if (blob.length <= KEY_ID) {
                    return Optional.empty();
                }
                signatures.add(new NoteSignature(
                        signature.group(1),
                        Arrays.copyOf(blob, KEY_ID),
                        Arrays.copyOfRange(blob, KEY_ID, blob.length)));
            } else if (!line.isEmpty()) {
                return Optional.empty();
            }
        }
        String text = note.substring(0, split + 1);
        boolean clean = text.chars().noneMatch(c -> c < ' ' && c != '\n');
        return clean && !signatures.isEmpty() ? Optional.of(new SignedNote(text, signatures)) : Optional.empty();
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** Whether it bears a signature that this key made. */
    public boolean signedBy(VerifierKey key) {
        return signatures.stream()
                .anyMatch(signature -> signature.name().equals(key.name())
                        && Arrays.equals(signature.keyId(), key.id())
                        && key.verifies(text.getBytes(java.nio.charset.StandardCharsets.UTF_8), signature.bytes()));
    }

    /**
     * One signature of a note.
     *
     * @param name the key's name
     * @param keyId the key's four-byte id
     * @param bytes the signature
     */
    public record NoteSignature(String name, byte[] keyId, byte[] bytes) {
        /** The name and id as a verifier key begins. */
        public String signer() {
            return name + "+" + java.util.HexFormat.of().formatHex(keyId);
        }
    }
}
