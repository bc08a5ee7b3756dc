package io.jenkins.plugins.aviary.host;

import io.jenkins.plugins.aviary.model.HostAddress;
import io.jenkins.plugins.aviary.operation.Events;
import io.jenkins.plugins.aviary.operation.OperationLog;
import io.jenkins.plugins.aviary.operation.Secrets;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.core.CoreModuleProperties;

/**
 * The game hosts of one operation. Hosts with the same address and user share one connection, which is made at the first
 * use, kept alive, made again after a loss, and closed with this object. Nothing is read from {@code ~/.ssh} but the
 * {@code known_hosts} that a policy names: the keys and options of the user that runs the agent are not the team's. Safe
 * for use by several threads.
 */
public final class HostConnections implements AutoCloseable {
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);
    private static final Duration FAREWELL = Duration.ofSeconds(2);
    private static final int UNANSWERED = 4;
    /**
     * How much may go under one key: 2^32 blocks of 16 bytes (RFC 4344, 3.2), as OpenSSH has it. The gigabyte of RFC 4253 is
     * meant for ciphers with small blocks; OpenSSH asks for new keys by itself where it uses one that needs them.
     */
    private static final long BYTES_PER_KEY = 64L << 30;

    /** Authenticated ciphers first, the one that processors are fastest at in front. */
    private static final List<NamedFactory<Cipher>> CIPHERS = List.of(
            BuiltinCiphers.aes128gcm,
            BuiltinCiphers.aes256gcm,
            BuiltinCiphers.cc20p1305_openssh,
            BuiltinCiphers.aes128ctr,
            BuiltinCiphers.aes256ctr);

    private final Secrets secrets;
    private final Events events;
    private final OperationLog log;
    private final SshClient client;
    /** Guarded by this. */
    private final Map<Destination, SshConnection> connections = new HashMap<>();

    private record Destination(String address, int port, String user, String credentials, HostKeyPolicy policy) {}

    /**
     * Hosts that are entered with the given credentials.
     *
     * @param events remembers connections whose host key is not checked
     * @param log is warned of them
     */
    public HostConnections(Secrets secrets, Events events, OperationLog log) {
        this.secrets = secrets;
        this.events = events;
        this.log = log;
        this.client = client();
    }

    private static SshClient client() {
        SshClient client = ClientBuilder.builder()
                .hostConfigEntryResolver(HostConfigEntryResolver.EMPTY)
                .serverKeyVerifier((session, address, key) -> accepts(session, key))
                .build(true);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setCipherFactories(CIPHERS);
        client.addSessionListener(new SessionListener() {
            @Override
            public void sessionCreated(Session session) {
                preferKnownKeyTypes((ClientSession) session);
            }
        });
        CoreModuleProperties.HEARTBEAT_INTERVAL.set(client, KEEP_ALIVE);
        CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(client, UNANSWERED);
        CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
        CoreModuleProperties.NIO2_READ_TIMEOUT.set(client, Duration.ZERO);
        CoreModuleProperties.TCP_NODELAY.set(client, true);
        CoreModuleProperties.REKEY_BYTES_LIMIT.set(client, BYTES_PER_KEY);
        CoreModuleProperties.ABORT_ON_INVALID_CERTIFICATE.set(client, true);
        client.start();
        return client;
    }

    private static boolean accepts(ClientSession session, PublicKey key) {
        return session.getConnectionContext().getAttribute(SshConnection.CHECK).accepts(key);
    }

    /** A host with several keys shows the one whose type the client names first. */
    private static void preferKnownKeyTypes(ClientSession session) {
        if (session.getConnectionContext() == null) {
            return;
        }
        List<String> preferred =
                session.getConnectionContext().getAttribute(SshConnection.CHECK).preferredTypes();
        List<NamedFactory<Signature>> ordered = new ArrayList<>();
        List<NamedFactory<Signature>> all = session.getFactoryManager().getSignatureFactories();
        for (String type : preferred) {
            all.stream()
                    .filter(factory -> isOfType(factory.getName(), type))
                    .filter(factory -> !ordered.contains(factory))
                    .forEach(ordered::add);
        }
        if (preferred.isEmpty()) {
            // Without an authority a certificate is worth less than the plain key that people can compare.
            all.stream()
                    .filter(factory -> !factory.getName().contains("-cert-"))
                    .forEach(ordered::add);
        }
        all.stream().filter(factory -> !ordered.contains(factory)).forEach(ordered::add);
        session.setSignatureFactories(ordered);
    }

    private static boolean isOfType(String algorithm, String type) {
        if (type.startsWith("-cert-")) {
            return algorithm.endsWith(type);
        }
        boolean rsa = type.equals("ssh-rsa") && algorithm.matches("rsa-sha2-\\d+|ssh-rsa");
        return rsa || algorithm.equals(type);
    }

    /** The host of an address, its key known as the address says. Closing it leaves the other hosts' connections be. */
    public GameHost host(HostAddress address) {
        return address.isLocal() ? new LocalHost(address.name()) : host(address, HostKeyPolicy.of(address));
    }

    /** The host of an address, its key known as the policy says. */
    public GameHost host(HostAddress address, HostKeyPolicy policy) {
        if (address.isLocal()) {
            return new LocalHost(address.name());
        }
        Destination destination =
                new Destination(address.address(), address.port(), address.user(), address.credentials(), policy);
        synchronized (this) {
            SshConnection connection = connections.computeIfAbsent(
                    destination,
                    unknown -> new SshConnection(client, new SshTarget(address, policy, secrets, events, log)));
            return new SshHost(address.name(), connection);
        }
    }

    @Override
    public synchronized void close() {
        connections.values().forEach(SshConnection::end);
        connections.clear();
        client.close(false).awaitUninterruptibly(FAREWELL);
        client.stop();
    }
}
