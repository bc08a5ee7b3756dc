package io.jenkins.plugins.aviary.host;

import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.Secret;
import io.jenkins.plugins.aviary.operation.Secrets;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.security.SecurityUtils;

/**
 * What a user proves to be itself with: a private key or a password, told apart by the {@code -----BEGIN} of a key. A
 * key's passphrase is the credential with {@code .passphrase} behind its id, asked for only if the key has one.
 */
final class SshCredential {
    private final String id;
    private final Secrets secrets;

    SshCredential(String id, Secrets secrets) {
        this.id = id;
        this.secrets = secrets;
    }

    /** The user name that goes with it, or empty. */
    String username() {
        return secrets.username(id);
    }

    /** Gives it to a session that is about to authenticate. */
    void offerTo(ClientSession session) {
        Secret text = secrets.text(id);
        if (text.reveal().contains("-----BEGIN ")) {
            keys(text).forEach(session::addPublicKeyIdentity);
        } else {
            session.addPasswordIdentity(text.reveal().strip());
        }
    }

    private List<KeyPair> keys(Secret text) {
        FilePasswordProvider passphrase = (session, resource, attempt) -> {
            if (attempt > 0) {
                throw new OperationFailure("The passphrase of the key '" + id + "' is wrong; correct the credential '"
                        + id + ".passphrase'.");
            }
            return secrets.text(id + ".passphrase").reveal().strip();
        };
        // OpenSSH's form ends with a line end, which secret stores like to strip.
        byte[] bytes = (text.reveal().strip() + "\n").getBytes(StandardCharsets.UTF_8);
        try (InputStream stream = new ByteArrayInputStream(bytes)) {
            List<KeyPair> keys = new ArrayList<>();
            Iterable<KeyPair> found =
                    SecurityUtils.loadKeyPairIdentities(null, NamedResource.ofName(id), stream, passphrase);
            if (found != null) {
                found.forEach(keys::add);
            }
            if (keys.isEmpty()) {
                throw notAKey(null);
            }
            return keys;
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw notAKey(e);
        }
    }

    private OperationFailure notAKey(Exception cause) {
        return new OperationFailure(
                "The credential '" + id + "' is not a private key that can be read"
                        + (cause == null ? "" : " (" + cause.getMessage() + ")")
                        + "; expected is OpenSSH's form with ed25519, ecdsa or rsa, and its passphrase, if it has one, in"
                        + " the credential '" + id + ".passphrase'.",
                cause);
    }
}
