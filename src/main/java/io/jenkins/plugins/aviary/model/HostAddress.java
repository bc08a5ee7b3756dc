package io.jenkins.plugins.aviary.model;

/**
 * Where a game host is and how it is entered.
 *
 * @param name its name in {@code aviary.yml}
 * @param address its DNS name or IP address; empty for the machine that the operation runs on
 * @param port the port of its SSH server
 * @param user the user to log in as
 * @param credentials the id of the credential: a private key or a password
 * @param hostKey how its key is known: an OpenSSH public key, {@code known_hosts:FILE}, {@code ca:KEY}, or empty
 */
public record HostAddress(String name, String address, int port, String user, String credentials, String hostKey) {
    /** Whether it is the machine that the operation runs on. */
    public boolean isLocal() {
        return address.isEmpty();
    }
}
