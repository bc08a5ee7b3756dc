package io.jenkins.plugins.aviary.host;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.util.net.SshdSocketAddress;

/**
 * Ports of this machine's loopback address that lead to ports which a host can reach. One is made again when its
 * connection was lost. Safe for use by several threads.
 */
final class SshTunnels implements AutoCloseable {
    private final String host;
    private final SshConnection connection;
    /** Guarded by this. */
    private final Map<SshdSocketAddress, Tunnel> tunnels = new HashMap<>();

    SshTunnels(String host, SshConnection connection) {
        this.host = host;
        this.connection = connection;
    }

    private record Tunnel(ClientSession session, SshdSocketAddress local) {}

    /** Where to connect to on this machine for a port as the host sees it. */
    synchronized InetSocketAddress open(String remoteHost, int remotePort) throws InterruptedException {
        SshdSocketAddress remote = new SshdSocketAddress(remoteHost, remotePort);
        Tunnel known = tunnels.get(remote);
        if (known != null && known.session().isOpen()) {
            return known.local().toInetSocketAddress();
        }
        SshSession session = connection.take();
        try {
            SshdSocketAddress local =
                    session.session().startLocalPortForwarding(new SshdSocketAddress("127.0.0.1", 0), remote);
            tunnels.put(remote, new Tunnel(session.session(), local));
            return local.toInetSocketAddress();
        } catch (IOException e) {
            if (Thread.interrupted() || e instanceof InterruptedIOException && !SshConnection.isTimeout(e)) {
                throw new InterruptedException("cancelled while opening a tunnel to " + host);
            }
            throw new HostFailure("No tunnel through " + host + " to " + remote + ": " + e.getMessage(), e);
        } finally {
            // A forwarding is no channel of its own: it takes no room.
            connection.give(session);
        }
    }

    @Override
    public synchronized void close() {
        for (Tunnel tunnel : tunnels.values()) {
            try {
                if (tunnel.session().isOpen()) {
                    tunnel.session().stopLocalPortForwarding(tunnel.local());
                }
            } catch (IOException e) {
                // The connection ended meanwhile, and the tunnel with it.
                continue;
            }
        }
        tunnels.clear();
    }
}
