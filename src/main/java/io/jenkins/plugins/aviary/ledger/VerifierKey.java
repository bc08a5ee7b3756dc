package io.jenkins.plugins.aviary.ledger;

import io.jenkins.plugins.aviary.model.Digest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The public half of an Ed25519 key with its name. Its text, {@code name+id+base64}, is the verifier key of C2SP
 * signed-note. Equal if the text is equal.
 */
public final class VerifierKey {
    private static final byte ED25519 = 1;
    private static final int RAW = 32;
    private static final int ID = 4;

    /** What X.509 writes before the 32 bytes of an Ed25519 key (RFC 8410). */
    private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final Pattern TEXT = Pattern.compile("([^\\s+]{1,200})\\+([0-9a-f]{8})\\+([A-Za-z0-9+/]+={0,2})");

    private final String name;
    private final byte[] raw;
    private final PublicKey key;

    VerifierKey(String name, PublicKey key) {
        if (!name.matches("[^\\s+]{1,200}")) {
            throw new IllegalArgumentException(
                    "A key's name is 1 to 200 characters without blanks and +, not: '" + name + "'");
        }
        byte[] encoded = key.getEncoded();
        this.name = name;
        this.raw = Arrays.copyOfRange(encoded, encoded.length - RAW, encoded.length);
        this.key = key;
    }

    /**
     * Reads a verifier key.
     *
     * @throws IllegalArgumentException with one line that tells what is wrong
     */
    public static VerifierKey parse(String text) {
        Matcher parts = TEXT.matcher(text.strip());
        byte[] blob = parts.matches() ? Base64.getDecoder().decode(parts.group(3)) : new byte[0];
        if (blob.length != RAW + 1 || blob[0] != ED25519) {
            throw new IllegalArgumentException("A verifier key is like name+01234567+base64 of an Ed25519 key, not: '"
                    + (text.length() > 100 ? text.substring(0, 100) + "..." : text) + "'");
        }
        byte[] encoded = Arrays.copyOf(X509_PREFIX, X509_PREFIX.length + RAW);
        System.arraycopy(blob, 1, encoded, X509_PREFIX.length, RAW);
        VerifierKey key;
        try {
            key = new VerifierKey(
                    parts.group(1), KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("The verifier key " + parts.group(1) + " is no Ed25519 key", e);
        }
        if (!HexFormat.of().formatHex(key.id()).equals(parts.group(2))) {
            throw new IllegalArgumentException("The verifier key " + parts.group(1) + " was changed: its id is "
                    + HexFormat.of().formatHex(key.id()) + ", not " + parts.group(2));
        }
        return key;
    }

    /** The key's name. */
    public String name() {
        return name;
    }

    /** The first four bytes of SHA-256 over name, line feed, algorithm and key. */
    public byte[] id() {
        java.security.MessageDigest hash = Digest.sha256();
        hash.update((name + "\n").getBytes(StandardCharsets.UTF_8));
        hash.update(ED25519);
        return Arrays.copyOf(hash.digest(raw), ID);
    }

    /** Whether the signature over these bytes is by this key. */
    public boolean verifies(byte[] message, byte[] signature) {
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            check.update(message);
            return check.verify(signature);
        } catch (SignatureException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java 17 has Ed25519", e);
        }
    }

    /** Its name and id, as its text begins: enough to tell keys apart. */
    public String signer() {
        return name + "+" + HexFormat.of().formatHex(id());
    }

    /** The verifier key in its text form. */
    public String text() {
        byte[] blob = new byte[RAW + 1];
        blob[0] = ED25519;
        System.arraycopy(raw, 0, blob, 1, RAW);
        return signer() + "+" + Base64.getEncoder().encodeToString(blob);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifierKey that && text().equals(that.text());
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, Arrays.hashCode(raw));
    }

    @Override
    public String toString() {
        return text();
    }
}
