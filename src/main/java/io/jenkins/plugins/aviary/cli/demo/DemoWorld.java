package io.jenkins.plugins.aviary.cli.demo;

import io.jenkins.plugins.aviary.host.LoopbackSshServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One world of the demo: a game host of its own behind an SSH server, and where its server will listen.
 *
 * @param name its name, also that of its database and its user
 * @param host the SSH server of its host
 * @param folder its folder on that host
 * @param gamePort where players play
 * @param statusPort where the status protocol answers
 * @param metricsPort where its metrics are read
 */
record DemoWorld(String name, LoopbackSshServer host, Path folder, int gamePort, int statusPort, int metricsPort)
        implements AutoCloseable {
    private static final int PORTS = 3;

    /** Starts the host of a world. */
    static DemoWorld start(String name, Path folder) {
        List<Integer> ports = freePorts();
        return new DemoWorld(name, LoopbackSshServer.start(), folder, ports.get(0), ports.get(1), ports.get(2));
    }

    /** Ports that nobody listens on; all are held until the last is known, so that they differ. */
    private static List<Integer> freePorts() {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < PORTS; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            List<Integer> ports = held.stream().map(ServerSocket::getLocalPort).toList();
            for (ServerSocket socket : held) {
                socket.close();
            }
            return ports;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The id of the credential that lets in to its host. */
    String hostCredential() {
        return name + "-host";
    }

    /** The id of the credential with its database's password. */
    String databaseCredential() {
        return name + "-database";
    }

    @Override
    public void close() {
        host.close();
    }
}
