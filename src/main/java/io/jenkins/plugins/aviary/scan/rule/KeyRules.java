package io.jenkins.plugins.aviary.scan.rule;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rules for private keys: the one that everybody has, those that others can read, and those that are none. */
final class KeyRules implements FileRule {
    /** SHA-256 of the public key, as DER of its SubjectPublicKeyInfo, that Canary and TFS both ship. */
    static final String WELL_KNOWN = "dc14eb51ea790caafc350095b05f2bbc3a1942195dd29b588c9d25f5da0fe53b";

    private static final long LARGEST = 64 * 1024;
    private static final Pattern PRIVATE =
            Pattern.compile("-----BEGIN (RSA )?PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END (RSA )?PRIVATE KEY-----");
    private static final Set<PosixFilePermission> FOR_OTHERS =
            Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

    @Override
    public boolean wants(SourceFile file) {
        return file.name().endsWith(".pem");
    }

    @Override
    public void check(SourceFile file, Hits hits) throws IOException {
        Matcher key = PRIVATE.matcher(file.size() <= LARGEST ? file.text() : "");
        if (!key.find()) {
            if (file.name().equals("key.pem")) {
                hits.add(CanaryRule.BROKEN_KEY, file.path(), "There is no RSA private key in it.");
            }
            return;
        }
        String digest;
        try {
            byte[] der = Base64.getMimeDecoder().decode(key.group(2));
            digest = publicKeyDigest(key.group(1) == null ? new Der(der).unwrapped() : der);
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            hits.add(CanaryRule.BROKEN_KEY, file.path(), "Its private key is damaged or no RSA key.");
            return;
        }
        if (digest.equals(WELL_KNOWN)) {
            hits.add(CanaryRule.WELL_KNOWN_KEY, file.path(), "It is the key that every copy of Canary and TFS has.");
        } else if (isReadableByOthers(file)) {
            hits.add(CanaryRule.READABLE_KEY, file.path(), "Its mode lets others read it; it should be 0600.");
        }
    }

    private static boolean isReadableByOthers(SourceFile file) throws IOException {
        return Files.getFileStore(file.file()).supportsFileAttributeView("posix")
                && Files.getPosixFilePermissions(file.file()).stream().anyMatch(FOR_OTHERS::contains);
    }

    /** Reads modulus and exponent of a private key as RFC 8017, appendix A.1.2, has them. */
    private static String publicKeyDigest(byte[] privateKey) throws GeneralSecurityException {
        Der sequence = new Der(new Der(privateKey).content(0x30));
        sequence.content(0x02);
        BigInteger modulus = new BigInteger(sequence.content(0x02));
        BigInteger exponent = new BigInteger(sequence.content(0x02));
        byte[] encoded = KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(modulus, exponent))
                .getEncoded();
        return io.jenkins.plugins.aviary.model.Digest.of(encoded).hex();
    }

    /** Reads one value of DER after the other. */
    private static final class Der {
        private final byte[] bytes;
        private int at;

        Der(byte[] bytes) {
            this.bytes = bytes;
        }

        /** The key inside PKCS #8 (RFC 5208): version, algorithm, and the key in an octet string. */
        byte[] unwrapped() {
            Der info = new Der(content(0x30));
            info.content(0x02);
            info.content(0x30);
            return info.content(0x04);
        }

        byte[] content(int tag) {
            if (at + 2 > bytes.length || (bytes[at] & 0xFF) != tag) {
                throw new IllegalArgumentException("not the expected DER");
            }
            int length = bytes[at + 1] & 0xFF;
            at += 2;
            if (length > 0x80) {
                int digits = length - 0x80;
                length = 0;
                for (int i = 0; i < digits && at < bytes.length && i < 3; i++) {
                    length = length << 8 | bytes[at++] & 0xFF;
                }
            }
            if (length > bytes.length - at) {
                throw new IllegalArgumentException("DER that ends too early");
            }
            at += length;
            return Arrays.copyOfRange(bytes, at - length, at);
        }
    }
}
