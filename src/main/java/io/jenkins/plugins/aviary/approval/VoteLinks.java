package io.jenkins.plugins.aviary.approval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.model.CanonicalJson;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes the tokens of links in notices, and reads them. A token is bound to a person, a gate and what was shown, has an
 * end, and counts once. It is authenticated with HMAC-SHA256 by a key that stays here. Whoever comes with it must still be
 * that person, and may still do no more than the gate's rule allows. Safe for use by several threads.
 */
public final class VoteLinks {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int ID_BYTES = 16;
    private static final int LONGEST = 4000;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;
    private final Clock clock;

    private VoteLinks(byte[] key, Clock clock) {
        this.key = new SecretKeySpec(key, ALGORITHM);
        this.clock = clock;
    }

    /** The links of an installation; their key is made in its folder if it is not there yet. */
    public static VoteLinks inHome(Path home, Clock clock) {
        Path file = home.resolve("keys").resolve("links.key");
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            byte[] key = Files.readAllBytes(file);
            if (key.length != KEY_BYTES) {
                throw new OperationFailure(
                        "The key of links in " + file + " is damaged; delete it, and links sent so far are void");
            }
            return new VoteLinks(key, clock);
        } catch (IOException e) {
            throw new OperationFailure("The key of links in " + file + " cannot be read: " + e, e);
        }
    }

    private static void create(Path file) throws IOException {
        Path folder = java.util.Objects.requireNonNull(file.getParent(), "it lies in a folder");
        Files.createDirectories(folder);
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        Path draft = Files.createTempFile(
                folder,
                ".links-",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.write(draft, key);
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            // Another process made it at the same time; that one counts.
            Thread.yield();
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** The token of a new link for a person to a gate as it is now; it ends with the gate. */
    public String token(GateState gate, String person) {
        byte[] id = new byte[ID_BYTES];
        RANDOM.nextBytes(id);
        ObjectNode content = JsonNodeFactory.instance
                .objectNode()
                .put("id", HexFormat.of().formatHex(id))
                .put("gate", gate.request().gate())
                .put("person", person)
                .put("subject", gate.subject().hex())
                .put("expires", gate.expires().toString());
        byte[] bytes = CanonicalJson.bytes(content);
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return encoder.encodeToString(bytes) + "." + encoder.encodeToString(mac(bytes));
    }

    /**
     * What a token stands for.
     *
     * @throws ApprovalRefused if it was not made here, was changed or has ended
     */
    public VoteLink read(String token) {
        int dot = token.indexOf('.');
        if (dot < 0 || token.length() > LONGEST) {
            throw invalid();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token.substring(0, dot).getBytes(StandardCharsets.US_ASCII));
            byte[] claimed =
                    Base64.getUrlDecoder().decode(token.substring(dot + 1).getBytes(StandardCharsets.US_ASCII));
            if (!MessageDigest.isEqual(mac(bytes), claimed)) {
                throw invalid();
            }
            JsonNode content = CanonicalJson.parse(bytes);
            VoteLink link = new VoteLink(
                    content.path("id").asText(),
                    content.path("gate").asText(),
                    content.path("person").asText(),
                    new Digest(content.path("subject").asText()),
                    Instant.parse(content.path("expires").asText()));
            if (!clock.instant().isBefore(link.expires())) {
                throw new ApprovalRefused("This link ended at " + link.expires() + "; look at the gate itself");
            }
            return link;
        } catch (IllegalArgumentException | DateTimeException e) {
            throw invalid();
        }
    }

    private static ApprovalRefused invalid() {
        return new ApprovalRefused("This link was not made here, or was changed on its way; look at the gate itself");
    }

    private byte[] mac(byte[] bytes) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java 17 has " + ALGORITHM, e);
        }
    }
}
