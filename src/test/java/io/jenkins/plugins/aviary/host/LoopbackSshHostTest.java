package io.jenkins.plugins.aviary.host;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** A host behind the server of the demo keeps the contract of game hosts. */
class LoopbackSshHostTest extends GameHostContract {
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
