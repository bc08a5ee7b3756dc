package io.jenkins.plugins.aviary.host;

import io.jenkins.plugins.aviary.cli.demo.FreePorts;
import io.jenkins.plugins.aviary.model.HostAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;

/** A real OpenSSH server on a loopback port, with a configuration and keys of its own. */
final class OpenSshServer implements AutoCloseable {
    private static final Path DAEMON = Path.of("/usr/sbin/sshd");

    final Path folder;
    final int port;
    final KeyPair hostKey;
    final Path clientKey;
    private final Process process;

    private OpenSshServer(Path folder, int port, KeyPair hostKey, Path clientKey, Process process) {
        this.folder = folder;
        this.port = port;
        this.hostKey = hostKey;
        this.clientKey = clientKey;
        this.process = process;
    }

    static boolean isInstalled() {
        return Files.isExecutable(DAEMON);
    }

    static OpenSshServer start(Path folder, String... moreConfiguration) throws IOException {
        KeyPair hostKey = LoopbackSshServer.newKey();
        KeyPair client = LoopbackSshServer.newKey();
        Path hostKeyFile = writeKey(folder.resolve("host_key"), hostKey);
        Path clientKey = writeKey(folder.resolve("client_key"), client);
        Files.writeString(folder.resolve("authorized_keys"), PublicKeyEntry.toString(client.getPublic()) + "\n");
        int port = FreePorts.take();
        List<String> configuration = new java.util.ArrayList<>(List.of(
                "ListenAddress 127.0.0.1:" + port,
                "HostKey " + hostKeyFile,
                "AuthorizedKeysFile " + folder.resolve("authorized_keys"),
                "PidFile none",
                "UsePAM no",
                "StrictModes no",
                "PasswordAuthentication no",
                "PermitRootLogin prohibit-password",
                "MaxStartups 100",
                "Subsystem sftp internal-sftp"));
        configuration.addAll(List.of(moreConfiguration));
        Path file = Files.write(folder.resolve("sshd_config"), configuration);
        if (!Files.exists(Path.of("/run/sshd")) && Files.isWritable(Path.of("/run"))) {
            Files.createDirectory(Path.of("/run/sshd"));
        }
        Process process = new ProcessBuilder(DAEMON.toString(), "-D", "-e", "-f", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("sshd.log").toFile())
                .start();
        OpenSshServer server = new OpenSshServer(folder, port, hostKey, clientKey, process);
        server.awaitPort();
        return server;
    }

    static Path writeKey(Path file, KeyPair key) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "test", null, text);
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (OutputStream out = Files.newOutputStream(file)) {
            text.writeTo(out);
        }
        Files.writeString(
                file.resolveSibling(file.getFileName() + ".pub"), PublicKeyEntry.toString(key.getPublic()) + "\n");
        return file;
    }

    private void awaitPort() throws IOException {
        Deadline deadline = Deadline.in(Duration.ofSeconds(10));
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
                return;
            } catch (IOException e) {
                if (!process.isAlive()) {
                    throw new IOException("sshd ended: " + Files.readString(folder.resolve("sshd.log")), e);
                }
                deadline.pause("sshd to listen");
            }
        }
    }

    String clientKeyText() throws IOException {
        return Files.readString(clientKey);
    }

    HostAddress address(String name, String credentials) {
        return new HostAddress(
                name,
                "127.0.0.1",
                port,
                System.getProperty("user.name"),
                credentials,
                PublicKeyEntry.toString(hostKey.getPublic()));
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }
}
