package io.jenkins.plugins.aviary.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.model.HostAddress;
import io.jenkins.plugins.aviary.operation.Event;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who is let pass for a host: only who shows the key, or the certificate, that the address names. */
@Tag("integration")
@Timeout(120)
class HostKeyTest {
    private static LoopbackSshServer server;

    @TempDir
    Path folder;

    private RecordedSurroundings surroundings;
    private HostConnections connections;

    @BeforeAll
    static void startServer() {
        server = LoopbackSshServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void surrounded() {
        surroundings = new RecordedSurroundings().with("key", server.clientKey().reveal());
        connections = surroundings.connections();
    }

    @AfterEach
    void disconnected() {
        connections.close();
    }

    private static HostAddress address(String hostKey) {
        return new HostAddress("eternia", "127.0.0.1", server.port(), "tibia", "key", hostKey);
    }

    private static String anotherKey() {
        return PublicKeyEntry.toString(LoopbackSshServer.newKey().getPublic());
    }

    private void greet(HostAddress address) throws InterruptedException {
        try (GameHost host = connections.host(address)) {
            assertThat(host.shell("echo hello").output()).isEqualTo("hello\n");
        }
    }

    private Path knownHosts(String... lines) throws Exception {
        return Files.write(folder.resolve("known_hosts"), List.of(lines));
    }

    private static String pattern() {
        return "[127.0.0.1]:" + server.port() + " ";
    }

    @Test
    void acceptsThePinnedKeyAndNoOther() throws Exception {
        greet(address(server.hostKey()));

        assertThatThrownBy(() -> greet(address(anotherKey())))
                .isInstanceOf(HostFailure.class)
                .hasMessageContaining("eternia is not who it should be")
                .hasMessageContaining(server.hostKey());
    }

    @Test
    void acceptsAnyOfSeveralPinnedKeys() throws Exception {
        greet(address(anotherKey() + "\n" + server.hostKey()));
    }

    @Test
    void doesNotTrustWhoeverAnswersFirst() throws Exception {
        Path empty = knownHosts();

        assertThatThrownBy(() -> greet(address("known_hosts:" + empty)))
                .isInstanceOf(HostFailure.class)
                .hasMessageContaining("Nobody says which key eternia has")
                .hasMessageContaining(pattern() + server.hostKey());
        assertThat(empty).isEmptyFile();
    }

    @Test
    void readsKnownHosts() throws Exception {
        greet(address("known_hosts:" + knownHosts(pattern() + server.hostKey())));
    }

    @Test
    void honoursWhatKnownHostsRevokes() throws Exception {
        Path file = knownHosts(pattern() + server.hostKey(), "@revoked * " + server.hostKey());

        assertThatThrownBy(() -> greet(address("known_hosts:" + file)))
                .isInstanceOf(HostFailure.class)
                .hasMessageContaining("revoked");
    }

    @Test
    void aPlainKeyIsNoCertificate() {
        assertThatThrownBy(() -> greet(address("ca:" + server.hostKey())))
                .isInstanceOf(HostFailure.class)
                .hasMessageContaining("expected is a certificate of");
    }

    @Test
    void acceptsACertificateOfTheAuthorityForThisAddressAndNoOther() throws Exception {
        Assumptions.assumeTrue(OpenSshServer.isInstalled(), "no /usr/sbin/sshd here");
        Path certificate = folder.resolve("host_key-cert.pub");
        try (OpenSshServer real = OpenSshServer.start(folder, "HostCertificate " + certificate)) {
            Path authority = OpenSshServer.writeKey(folder.resolve("authority"), LoopbackSshServer.newKey());
            String trusted = Files.readString(folder.resolve("authority.pub")).strip();
            surroundings.with("key", real.clientKeyText());

            certify(authority, "127.0.0.1");
            greet(certified(real, trusted));
            assertThatThrownBy(() -> greet(certified(real, anotherKey())))
                    .isInstanceOf(HostFailure.class)
                    .hasMessageContaining("expected is a certificate of");

            connections.close();
            connections = surroundings.connections();
            certify(authority, "somewhere.else.example");
            assertThatThrownBy(() -> greet(certified(real, trusted))).isInstanceOf(HostFailure.class);
        }
    }

    private static HostAddress certified(OpenSshServer real, String authority) {
        return new HostAddress(
                "eternia", "127.0.0.1", real.port, System.getProperty("user.name"), "key", "ca:" + authority);
    }

    private void certify(Path authority, String principal) throws Exception {
        Process process = new ProcessBuilder(
                        "ssh-keygen",
                        "-q",
                        "-s",
                        authority.toString(),
                        "-I",
                        "eternia",
                        "-h",
                        "-n",
                        principal,
                        folder.resolve("host_key.pub").toString())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void goesWithoutACheckOnlyByAnAdministratorAndSaysSo() throws Exception {
        HostKeyPolicy any = new HostKeyPolicy.AnyKey(new AdministratorConsent("ann", "the lab has no names"));

        try (GameHost host = connections.host(address(anotherKey()), any)) {
            host.shell("true");
        }

        assertThat(surroundings.events).extracting(Event::type).containsExactly("host.key.unchecked");
        assertThat(surroundings.events.get(0).payload().get("administrator").asText())
                .isEqualTo("ann");
        assertThat(surroundings.lines)
                .anyMatch(line -> line.startsWith("WARN The key of eternia is not checked, as ann allowed"));
        assertThatThrownBy(() -> new AdministratorConsent("", "because")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AdministratorConsent("ann", " ")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aWorkspaceCannotAskToGoWithoutACheck() {
        for (String text : List.of("any", "*", "none", "no", "ssh-ed25519")) {
            assertThatThrownBy(() -> connections.host(address(text)))
                    .as(text)
                    .isInstanceOf(InvalidParameter.class)
                    .hasMessageContaining("The host key of eternia is '" + text + "'");
        }
    }

    @Test
    void tellsNobodyTheKeyThatItEntersWith() throws Exception {
        greet(address(server.hostKey()));
        assertThatThrownBy(() -> greet(address(anotherKey())))
                .satisfies(refusal -> assertThat(refusal.toString()).doesNotContain("PRIVATE KEY"));

        String secret = server.clientKey().reveal().lines().skip(1).findFirst().orElseThrow();
        assertThat(surroundings.lines).noneMatch(line -> line.contains(secret));
        assertThat(surroundings.events).noneMatch(event -> event.toString().contains(secret));
    }
}
