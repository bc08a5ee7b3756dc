package io.jenkins.plugins.aviary.jenkins.configuration;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.security.ACL;
import io.jenkins.plugins.aviary.ledger.LedgerFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** The credential with the key that signs the ledger: a secret file, or a secret text. */
public final class SigningKeyCredential {
    private static final int LARGEST = 16 << 10;

    private SigningKeyCredential() {}

    /**
     * What is in the credential with this id.
     *
     * @throws LedgerFailure if there is none, or it is of another kind, or cannot be read
     */
    public static String pem(String id) {
        StandardCredentials found = CredentialsProvider.findCredentialByIdInItemGroup(
                id, StandardCredentials.class, Jenkins.get(), ACL.SYSTEM2, List.of());
        if (found == null) {
            throw new LedgerFailure("The credential '" + id
                    + "' with the ledger's signing key is missing; add it again," + " or restore it from a copy");
        }
        if (found instanceof StringCredentials text) {
            return text.getSecret().getPlainText();
        }
        if (found instanceof FileCredentials file) {
            try (InputStream content = file.getContent()) {
                return new String(content.readNBytes(LARGEST), StandardCharsets.US_ASCII);
            } catch (IOException e) {
                throw new LedgerFailure(
                        "The credential '" + id + "' with the ledger's signing key cannot be read: " + e.getMessage(),
                        e);
            }
        }
        throw new LedgerFailure("The credential '" + id
                + "' cannot hold the ledger's signing key: give a secret file or a secret text");
    }
}
