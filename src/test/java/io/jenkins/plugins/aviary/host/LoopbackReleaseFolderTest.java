package io.jenkins.plugins.aviary.host;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** The folder of a world behind the SSH server of the demo. */
class LoopbackReleaseFolderTest extends ReleaseFolderContract {
    private static LoopbackSshServer server;
    private HostConnections connections;

    @BeforeAll
    static void startServer() {
        server = LoopbackSshServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Override
    GameHost connect() {
        connections = new RecordedSurroundings()
                .with("key", server.clientKey().reveal())
                .connections();
        return connections.host(server.address("loopback", "key"));
    }

    @AfterEach
    void closeConnections() {
        connections.close();
    }
}
