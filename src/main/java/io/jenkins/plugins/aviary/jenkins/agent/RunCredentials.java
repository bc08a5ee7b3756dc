package io.jenkins.plugins.aviary.jenkins.agent;

import com.cloudbees.jenkins.plugins.sshcredentials.SSHUserPrivateKey;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.PasswordCredentials;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.UsernameCredentials;
import hudson.AbortException;
import hudson.model.Run;
import hudson.util.Secret;
import io.jenkins.plugins.aviary.operation.Masking;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/**
 * The credentials that a run may use, as the files that its process gets: {@code ID}, and where there is one
 * {@code ID.username} and {@code ID.passphrase}. What the run may not use it cannot name either.
 */
final class RunCredentials {
    private static final int LARGEST = 256 << 10;

    private RunCredentials() {}

    /**
     * Looks the credentials up in the run's context, which also notes that it used them. Those that are not there are
     * left out: the operation knows best whether it can do without.
     */
    static HashMap<String, String> files(Run<?, ?> run, Collection<String> ids)
            throws IOException, InterruptedException {
        HashMap<String, String> files = new HashMap<>();
        for (String id : ids) {
            StandardCredentials found =
                    CredentialsProvider.findCredentialById(id, StandardCredentials.class, run, List.of());
            if (found != null) {
                add(files, id, found);
            }
        }
        return files;
    }

    /** What hides them in the log. */
    static Masking masking(HashMap<String, String> files) {
        Masking masking = new Masking();
        files.forEach((name, text) -> {
            if (!name.endsWith(".username")) {
                masking.add(text);
            }
        });
        return masking;
    }

    private static void add(HashMap<String, String> files, String id, StandardCredentials found)
            throws IOException, InterruptedException {
        if (found instanceof SSHUserPrivateKey key) {
            files.put(id, String.join("\n", key.getPrivateKeys()));
            Secret passphrase = key.getPassphrase();
            if (passphrase != null && !passphrase.getPlainText().isEmpty()) {
                files.put(id + ".passphrase", passphrase.getPlainText());
            }
        } else if (found instanceof StringCredentials text) {
            files.put(id, text.getSecret().getPlainText());
        } else if (found instanceof FileCredentials file) {
            try (InputStream content = file.getContent()) {
                files.put(id, new String(content.readNBytes(LARGEST), StandardCharsets.UTF_8));
            }
        } else if (found instanceof PasswordCredentials password) {
            files.put(id, password.getPassword().getPlainText());
        } else {
            throw new AbortException("The credential '" + id + "' is of a kind that Aviary does not know; give it as a"
                    + " secret text, a secret file, a user name with password, or an SSH user name with private key.");
        }
        if (found instanceof UsernameCredentials user) {
            files.put(id + ".username", user.getUsername());
        }
    }
}
