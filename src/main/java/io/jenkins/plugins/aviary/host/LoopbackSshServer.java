package io.jenkins.plugins.aviary.host;

import io.jenkins.plugins.aviary.model.HostAddress;
import io.jenkins.plugins.aviary.operation.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.forward.ForwardingFilter;
import org.apache.sshd.server.forward.TcpForwardingFilter;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/**
 * An SSH server in this process, for the demo and for tests: commands by {@code /bin/sh}, SFTP on the real files, tunnels
 * to loopback ports, all as the user that runs this process. It listens on 127.0.0.1 alone and lets in only who holds the
 * key that was made for it.
 */
public final class LoopbackSshServer implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";

    private final SshServer server;
    private final KeyPair hostKey;
    private final KeyPair clientKey;

    private LoopbackSshServer(SshServer server, KeyPair hostKey, KeyPair clientKey) {
        this.server = server;
        this.hostKey = hostKey;
        this.clientKey = clientKey;
    }

    /** Starts one on a free port, with keys of its own. */
    public static LoopbackSshServer start() {
        return start(0, newKey(), newKey());
    }

    /** Starts one on the given port with the given keys, such as one that was stopped before. */
    static LoopbackSshServer start(int port, KeyPair hostKey, KeyPair clientKey) {
        SshServer server = SshServer.setUpDefaultServer();
        server.setHost(LOOPBACK);
        server.setPort(port);
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setPublickeyAuthenticator((user, key, session) -> KeyUtils.compareKeys(key, clientKey.getPublic()));
        server.setCommandFactory((channel, command) -> new LoopbackCommand(command));
        server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
        server.setForwardingFilter(loopbackOnly());
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new LoopbackSshServer(server, hostKey, clientKey);
    }

    private static ForwardingFilter loopbackOnly() {
        return new org.apache.sshd.server.forward.RejectAllForwardingFilter() {
            @Override
            public boolean canConnect(TcpForwardingFilter.Type type, SshdSocketAddress address, Session session) {
                return List.of(LOOPBACK, "localhost", "::1").contains(address.getHostName());
            }
        };
    }

    /** A new key pair. */
    static KeyPair newKey() {
        try {
            KeyPairGenerator generator = SecurityUtils.getKeyPairGenerator("EdDSA");
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Ed25519 keys cannot be made: " + e.getMessage(), e);
        }
    }

    /** The port it listens on. */
    public int port() {
        return server.getPort();
    }

    /** Its public key in OpenSSH's form. */
    public String hostKey() {
        return PublicKeyEntry.toString(hostKey.getPublic());
    }

    /** The private key that lets in, in OpenSSH's form. */
    public Secret clientKey() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(clientKey, "aviary", null, text);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("The key cannot be written: " + e.getMessage(), e);
        }
        return Secret.of(text.toString(StandardCharsets.UTF_8));
    }

    /**
     * How it stands in {@code aviary.yml}.
     *
     * @param name the host's name
     * @param credentials the id under which {@link #clientKey()} is found
     */
    public HostAddress address(String name, String credentials) {
        return new HostAddress(name, LOOPBACK, port(), System.getProperty("user.name"), credentials, hostKey());
    }

    /** Cuts every connection without a word, as a pulled cable does, and goes on listening. */
    public void cutConnections() {
        new ArrayList<>(server.getActiveSessions()).forEach(session -> session.close(true));
    }

    /** How many connections are open. */
    public int connections() {
        return server.getActiveSessions().size();
    }

    @Override
    public void close() {
        try {
            server.stop(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
