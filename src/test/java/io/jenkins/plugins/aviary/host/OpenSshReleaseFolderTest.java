package io.jenkins.plugins.aviary.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.model.Digest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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

    @Test
    void goesOnWithALargeFileAfterTheConnectionWasCut() throws Exception {
        TestRelease release =
                TestRelease.of("1.0", "canary", "one").with("map.otbm", GameHostContract.random(12 << 20));
        release.breakAt = 9 << 20;
        release.whenBroken = connections::close;
        assertThatThrownBy(() -> folder.install(release, UNWATCHED)).isInstanceOf(HostFailure.class);

        release.breakAt = Integer.MAX_VALUE;
        closeConnections();
        host = connect();
        InstallReport report = new ReleaseFolder(host, world.toString()).install(release, UNWATCHED);

        // What was on its way when the connection broke is at most a channel's window of 2 MiB and the buffers.
        assertThat(report.sentBytes()).isBetween(3L << 20, 7L << 20);
        assertThat(Digest.of(world.resolve("releases/" + release.releaseName() + "/map.otbm")))
                .isEqualTo(release.files().get(1).digest());
    }
}
