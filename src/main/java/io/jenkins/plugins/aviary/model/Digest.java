package io.jenkins.plugins.aviary.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 digest: the name of an artifact, a file, a plan. Never a path or a tag, so that what was tested, approved
 * and delivered is one and the same.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Digest(@JsonValue String hex) implements Comparable<Digest> {
    private static final int SHORT = 8;

    /** Refuses anything but 64 lower-case hexadecimal digits. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Digest {
        if (hex == null || !hex.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("A digest is 64 hexadecimal digits, not: " + hex);
        }
    }

    /** The digest of some bytes. */
    public static Digest of(byte[] bytes) {
        return ofHash(sha256().digest(bytes));
    }

    /** The digest of a text in UTF-8. */
    public static Digest of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The digest of a file's content. */
    public static Digest of(Path file) {
        try (InputStream content = Files.newInputStream(file)) {
            MessageDigest hash = sha256();
            byte[] buffer = new byte[1 << 16];
            int read;
            while ((read = content.read(buffer)) > 0) {
                hash.update(buffer, 0, read);
            }
            return ofHash(hash.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The digest that a finished SHA-256 computation gave. */
    public static Digest ofHash(byte[] hash) {
        return new Digest(HexFormat.of().formatHex(hash));
    }

    /** A new SHA-256 computation. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** The first eight digits, for people and for folder names. */
    public String brief() {
        return hex.substring(0, SHORT);
    }

    @Override
    public int compareTo(Digest other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
