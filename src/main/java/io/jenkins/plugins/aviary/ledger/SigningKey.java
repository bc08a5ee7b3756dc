package io.jenkins.plugins.aviary.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An Ed25519 key that signs checkpoints and provenance. On disk it is two files: {@code NAME.key}, PKCS#8 in PEM, which
 * only its owner may read, and {@code NAME.pub}, the verifier key to hand out. Safe for use by several threads.
 */
public final class SigningKey {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----\n";
    private static final String END = "-----END PRIVATE KEY-----\n";
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final PrivateKey secret;
    private final VerifierKey verifier;

    private SigningKey(PrivateKey secret, VerifierKey verifier) {
        this.secret = secret;
        this.verifier = verifier;
    }

    /** A new key with a name. */
    public static SigningKey generate(String name) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return new SigningKey(pair.getPrivate(), new VerifierKey(name, pair.getPublic()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java 17 has Ed25519", e);
        }
    }

    /** The key in a file, or a new one that is then kept there. */
    public static SigningKey loadOrGenerate(Path file, String name) {
        if (Files.exists(file)) {
            return load(file);
        }
        SigningKey key = generate(name);
        try {
            key.save(file);
            return key;
        } catch (LedgerFailure e) {
            if (e.getCause() instanceof FileAlreadyExistsException) {
                return load(file);
            }
            throw e;
        }
    }

    /**
     * Reads a key from its two files.
     *
     * @throws LedgerFailure if one is missing, is no such key, does not fit the other, or others may read the secret
     */
    public static SigningKey load(Path file) {
        try {
            requireOwnerOnly(file);
            String pem = Files.readString(file, StandardCharsets.US_ASCII);
            PrivateKey secret = secret(pem)
                    .orElseThrow(() -> new LedgerFailure("The file " + file + " has no PKCS#8 private key in PEM"));
            SigningKey key = new SigningKey(secret, VerifierKey.parse(Files.readString(publicFile(file))));
            if (!key.isWhole()) {
                throw new LedgerFailure("The key in " + file + " does not belong to the one in " + publicFile(file));
            }
            return key;
        } catch (NoSuchFileException e) {
            throw new LedgerFailure("The key file " + e.getFile() + " is missing; restore it from a copy", e);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new LedgerFailure("The key in " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * The key in a text, as {@code openssl genpkey -algorithm ed25519} writes it; line breaks may be lost, as forms lose
     * them.
     *
     * @param name the name that the key has
     * @throws LedgerFailure if there is no such key in it; the message shows nothing of the text
     */
    public static SigningKey ofPem(String pem, String name) {
        try {
            PrivateKey secret = secret(pem)
                    .orElseThrow(() -> new LedgerFailure("There is no PKCS#8 private key in PEM in it; make one with"
                            + " 'openssl genpkey -algorithm ed25519'"));
            SigningKey key = new SigningKey(secret, new VerifierKey(name, publicHalf((EdECPrivateKey) secret)));
            if (!key.isWhole()) {
                throw new IllegalStateException("This Java derives other public keys than it verifies with");
            }
            return key;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new LedgerFailure(
                    "The private key in it is no Ed25519 key; make one with 'openssl genpkey -algorithm ed25519'", e);
        }
    }

    private static Optional<PrivateKey> secret(String pem) throws GeneralSecurityException {
        Matcher found = PEM.matcher(pem);
        if (!found.find()) {
            return Optional.empty();
        }
        byte[] der = Base64.getMimeDecoder().decode(found.group(1));
        return Optional.of(KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(der)));
    }

    /** Java has no other way to the public half than to make a pair from the same 32 bytes (RFC 8032, 5.1.5). */
    private static PublicKey publicHalf(EdECPrivateKey secret) throws GeneralSecurityException {
        byte[] seed = secret.getBytes().orElseThrow(() -> new InvalidKeyException("The key does not tell its bytes"));
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        generator.initialize(NamedParameterSpec.ED25519, new SecureRandom() {
            private static final long serialVersionUID = 1L;

            @Override
            public void nextBytes(byte[] bytes) {
                System.arraycopy(seed, 0, bytes, 0, bytes.length);
            }
        });
        return generator.generateKeyPair().getPublic();
    }

    private boolean isWhole() {
        byte[] probe = {1, 2, 3};
        return verifier.verifies(probe, sign(probe));
    }

    private static void requireOwnerOnly(Path file) throws IOException {
        if (posix(file) && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
            throw new LedgerFailure("The key file " + file + " may be read by others; run 'chmod 600 " + file
                    + "', and replace the key if somebody may have");
        }
    }

    private static boolean posix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static Path publicFile(Path file) {
        String name = String.valueOf(file.getFileName());
        String stem = name.endsWith(".key") ? name.substring(0, name.length() - 4) : name;
        return file.resolveSibling(stem + ".pub");
    }

    /** Keeps the key in its two files, in a folder that is there; never replaces one. */
    public void save(Path file) {
        String pem =
                BEGIN + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(secret.getEncoded()) + "\n" + END;
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        try {
            if (Files.exists(file)) {
                throw new FileAlreadyExistsException(file.toString());
            }
            Files.deleteIfExists(draft);
            if (posix(file)) {
                Files.createFile(draft, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            } else {
                Files.createFile(draft);
            }
            Files.writeString(draft, pem, StandardCharsets.US_ASCII, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
            // The public half first, and the secret under its name only once it is whole: a crash leaves no half key.
            Files.writeString(publicFile(file), verifier.text() + "\n");
            Files.move(draft, file);
        } catch (IOException e) {
            throw new LedgerFailure("The key cannot be kept in " + file + ": " + e.getMessage(), e);
        }
    }

    /** The public half. */
    public VerifierKey verifier() {
        return verifier;
    }

    /** The Ed25519 signature over some bytes. */
    public byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(secret);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java 17 has Ed25519", e);
        }
    }
}
