package io.jenkins.plugins.aviary.host;

import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.digest.BuiltinDigests;

/**
 * Holds the key that a host shows against the policy of its address. That the host possesses the key, and that a
 * certificate is signed, valid now and made for this address, the key exchange has checked before.
 */
final class HostKeyCheck {
    private static final int USUAL_PORT = 22;

    private final String host;
    private final String address;
    private final int port;
    private final HostKeyPolicy policy;
    private final List<PublicKey> keys = new ArrayList<>();
    private final List<PublicKey> authorities = new ArrayList<>();
    private final List<PublicKey> revoked = new ArrayList<>();
    /** Why the key was not accepted. Kept here, since a session forgets what it knew when it is closed. */
    private volatile String refusal = "";

    /**
     * Reads what the policy trusts.
     *
     * @throws HostFailure if a key or the file cannot be read
     */
    HostKeyCheck(String host, String address, int port, HostKeyPolicy policy) {
        this.host = host;
        this.address = address;
        this.port = port;
        this.policy = policy;
        if (policy instanceof HostKeyPolicy.Pinned pinned) {
            pinned.keys().forEach(key -> keys.add(parse(key)));
        } else if (policy instanceof HostKeyPolicy.Authority authority) {
            authority.keys().forEach(key -> authorities.add(parse(key)));
        } else if (policy instanceof HostKeyPolicy.KnownHosts known) {
            readKnownHosts(known);
        }
    }

    private PublicKey parse(String text) {
        try {
            return AuthorizedKeyEntry.parseAuthorizedKeyEntry(text)
                    .resolvePublicKey(null, PublicKeyEntryResolver.FAILING);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new HostFailure(
                    "The key '" + text + "' for " + host + " cannot be read: " + e.getMessage()
                            + "; expected is one line of OpenSSH's form, such as 'ssh-ed25519 AAAA...'",
                    e);
        }
    }

    private void readKnownHosts(HostKeyPolicy.KnownHosts known) {
        if (!Files.isRegularFile(known.file())) {
            return;
        }
        try {
            List<PublicKey> withoutPort = new ArrayList<>();
            for (KnownHostEntry entry : KnownHostEntry.readKnownHostEntries(known.file())) {
                boolean exactly = entry.isHostMatch(address, port);
                if (!exactly && !entry.isHostMatch(address, USUAL_PORT)) {
                    continue;
                }
                PublicKey key = entry.getKeyEntry().resolvePublicKey(null, PublicKeyEntryResolver.IGNORING);
                if (key == null) {
                    continue;
                }
                String marker = entry.getMarker() == null ? "" : entry.getMarker();
                switch (marker) {
                    case "" -> (exactly ? keys : withoutPort).add(key);
                    case "cert-authority" -> authorities.add(key);
                    default -> revoked.add(key);
                }
            }
            if (keys.isEmpty()) {
                // As OpenSSH does: a host that is not known with its port may be known without.
                keys.addAll(withoutPort);
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new HostFailure("The file " + known.file() + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The key types to ask for first, since a host with several keys shows only one. */
    List<String> preferredTypes() {
        List<String> types = new ArrayList<>();
        if (!authorities.isEmpty()) {
            // The certified key may be of any type, whatever the authority's is.
            types.add("-cert-v01@openssh.com");
        }
        keys.forEach(key -> types.add(KeyUtils.getKeyType(key)));
        return types;
    }

    /** Whether the key is accepted. */
    boolean accepts(PublicKey shown) {
        Optional<String> objection = objection(shown);
        refusal = objection.orElse("");
        return objection.isEmpty();
    }

    /** Why the last key was not accepted, with what to do; empty if it was, or none was shown. */
    String refusal() {
        return refusal;
    }

    private Optional<String> objection(PublicKey shown) {
        if (policy instanceof HostKeyPolicy.AnyKey) {
            return Optional.empty();
        }
        boolean certificate = shown instanceof OpenSshCertificate;
        PublicKey own = certificate ? ((OpenSshCertificate) shown).getCertPubKey() : shown;
        PublicKey deciding = certificate ? ((OpenSshCertificate) shown).getCaPubKey() : shown;
        if (isAmong(revoked, own) || isAmong(revoked, deciding)) {
            return Optional.of(host + " shows the key " + fingerprint(own) + ", which is revoked; do not connect,"
                    + " and ask its administrator how that can be");
        }
        if (certificate && isAmong(authorities, deciding) || isAmong(keys, own)) {
            return Optional.empty();
        }
        String seen = certificate ? fingerprint(own) + " certified by " + fingerprint(deciding) : fingerprint(own);
        List<PublicKey> expected = authorities.isEmpty() ? keys : authorities;
        if (expected.isEmpty()) {
            return Optional.of("Nobody says which key " + host + " has; it shows " + seen + ". Compare that with"
                    + " 'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub' on the host, then " + remedy(own));
        }
        String what = authorities.isEmpty() ? "the key " : "a certificate of ";
        return Optional.of(host + " is not who it should be: expected is " + what
                + String.join(
                        " or ", expected.stream().map(HostKeyCheck::fingerprint).toList()) + ", seen is " + seen
                + ". If the host was set up anew, compare on the host itself and " + remedy(own)
                + "; otherwise somebody is in the way");
    }

    private String remedy(PublicKey key) {
        if (policy instanceof HostKeyPolicy.KnownHosts known) {
            String pattern = port == 22 ? address : "[" + address + "]:" + port;
            return "add this line to " + known.file() + ": " + pattern + " " + AuthorizedKeyEntry.toString(key);
        }
        if (policy instanceof HostKeyPolicy.Authority) {
            return "have its key certified by that authority";
        }
        return "set its hostKey to: " + AuthorizedKeyEntry.toString(key);
    }

    private static boolean isAmong(List<PublicKey> keys, PublicKey key) {
        return KeyUtils.findMatchingKey(key, keys) != null;
    }

    /** A key's fingerprint as {@code ssh-keygen -l} prints it. */
    static String fingerprint(PublicKey key) {
        return KeyUtils.getKeyType(key) + " " + KeyUtils.getFingerPrint(BuiltinDigests.sha256, key);
    }
}
