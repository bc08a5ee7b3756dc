package io.jenkins.plugins.aviary.cli.demo;

import io.jenkins.plugins.aviary.host.LoopbackSshServer;
import java.nio.file.Path;
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
        List<Integer> ports = FreePorts.take(PORTS);
        return new DemoWorld(name, LoopbackSshServer.start(), folder, ports.get(0), ports.get(1), ports.get(2));
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
