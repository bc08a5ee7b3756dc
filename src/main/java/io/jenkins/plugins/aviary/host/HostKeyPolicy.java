package io.jenkins.plugins.aviary.host;

import io.jenkins.plugins.aviary.model.HostAddress;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import java.nio.file.Path;
import java.util.List;

/** How it is known that a host is the one that is meant. There is no default that trusts whoever answers. */
public sealed interface HostKeyPolicy {
    /**
     * The host has one of these keys.
     *
     * @param keys public keys in OpenSSH's form, {@code ssh-ed25519 AAAA...}
     */
    record Pinned(List<String> keys) implements HostKeyPolicy {
        /** Copies the keys and refuses an empty list. */
        public Pinned {
            keys = atLeastOne(keys);
        }
    }

    /**
     * The host is in a file of OpenSSH's form, by its key or by {@code @cert-authority}; {@code @revoked} is honoured.
     *
     * @param file the file, such as {@code ~/.ssh/known_hosts}
     */
    record KnownHosts(Path file) implements HostKeyPolicy {}

    /**
     * The host shows a certificate that one of these authorities signed for its address.
     *
     * @param keys the authorities' public keys in OpenSSH's form
     */
    record Authority(List<String> keys) implements HostKeyPolicy {
        /** Copies the keys and refuses an empty list. */
        public Authority {
            keys = atLeastOne(keys);
        }
    }

    /**
     * Any key will do: whoever is in the way can read and change everything. Each connection logs a warning and is
     * remembered as an event.
     *
     * @param consent the administrator who allowed it
     */
    record AnyKey(AdministratorConsent consent) implements HostKeyPolicy {}

    /**
     * The policy that an address of {@code aviary.yml} asks for: OpenSSH public keys, a line each, {@code known_hosts:FILE},
     * {@code ca:KEY}, or nothing for the {@code known_hosts} of the user that the operation runs as. It cannot ask for
     * {@link AnyKey}, since a workspace must not loosen what an administrator demands.
     */
    static HostKeyPolicy of(HostAddress address) {
        String text = address.hostKey().strip();
        if (text.isEmpty()) {
            return new KnownHosts(Path.of(System.getProperty("user.home"), ".ssh", "known_hosts"));
        }
        if (text.startsWith("known_hosts:")) {
            return new KnownHosts(
                    Path.of(text.substring("known_hosts:".length()).strip()));
        }
        if (text.startsWith("ca:")) {
            return new Authority(List.of(text.substring("ca:".length()).strip()));
        }
        if (text.lines().map(String::strip).allMatch(key -> key.matches("[a-z0-9@.-]+ AAAA[A-Za-z0-9+/=]+( .*)?"))) {
            return new Pinned(text.lines().toList());
        }
        throw new InvalidParameter("The host key of " + address.name() + " is '" + text
                + "'; expected is a public key such as 'ssh-ed25519 AAAA...' (ask the host's administrator for"
                + " /etc/ssh/ssh_host_ed25519_key.pub), known_hosts:FILE, or ca:KEY.");
    }

    private static List<String> atLeastOne(List<String> keys) {
        List<String> stripped =
                keys.stream().map(String::strip).filter(key -> !key.isEmpty()).toList();
        if (stripped.isEmpty()) {
            throw new IllegalArgumentException("At least one key is needed");
        }
        return stripped;
    }
}
