package io.jenkins.plugins.aviary.host;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The folder of a world behind OpenSSH, as in use. */
class OpenSshReleaseFolderTest extends ReleaseFolderContract {
    @TempDir
    static Path serverFolder;

    private static OpenSshServer server;
    private HostConnections connections;

    @BeforeAll
    static void startServer() throws Exception {
        Assumptions.assumeTrue(OpenSshServer.isInstalled(), "no /usr/sbin/sshd here");
        server = OpenSshServer.start(serverFolder);
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    GameHost connect() throws Exception {
        connections =
                new RecordedSurroundings().with("key", server.clientKeyText()).connections();
        return connections.host(server.address("openssh", "key"));
    }

    @AfterEach
    void closeConnections() {
        connections.close();
    }
}
