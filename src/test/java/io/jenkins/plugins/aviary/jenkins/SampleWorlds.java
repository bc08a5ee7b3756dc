package io.jenkins.plugins.aviary.jenkins;

import ch.vorburger.exec.ManagedProcessException;
import io.jenkins.plugins.aviary.cli.demo.FreePorts;
import io.jenkins.plugins.aviary.host.LoopbackSshServer;
import io.jenkins.plugins.aviary.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;

/**
 * Worlds of the sample server, each with an SSH server and a database of its own on this machine: {@code rehearsal} in
 * {@code staging}, three in {@code live}.
 */
final class SampleWorlds {
    private static final Path SOURCES = Path.of("examples/server");
    private static final String STAGING = "rehearsal";
    private static final List<String> LIVE = List.of("alba", "brisa", "cierzo");
    private static final String PASSWORD = "a-Password-of-the-Databases-7";

    private final Path folder;
    private final TestDatabase databases;
    private final Map<String, LoopbackSshServer> hosts = new LinkedHashMap<>();
    private final Map<String, List<Integer>> ports = new LinkedHashMap<>();

    private SampleWorlds(Path folder, TestDatabase databases) {
        this.folder = folder;
        this.databases = databases;
    }

    /** Starts hosts and databases; no world runs yet. */
    static SampleWorlds start(Path folder) throws IOException, ManagedProcessException, SQLException {
        SampleWorlds worlds = new SampleWorlds(folder, TestDatabase.shared());
        for (String name : names()) {
            worlds.hosts.put(name, LoopbackSshServer.start());
            worlds.ports.put(name, FreePorts.take(3));
            worlds.scratch(name);
        }
        return worlds;
    }

    private static List<String> names() {
        return Stream.concat(Stream.of(STAGING), LIVE.stream()).toList();
    }

    /** Makes an empty schema; the database server of tests asks nobody for a password. */
    void scratch(String name) throws SQLException {
        String url =
                "jdbc:mysql://127.0.0.1:" + databases.port() + "/?user=root&allowPublicKeyRetrieval=true&useSSL=false";
        try (Connection connection = TestDatabase.dataSource(url).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
    }

    /** The password of every world's database. */
    String password() {
        return PASSWORD;
    }

    /** The keys that let in to the hosts, by the ids of their credentials. */
    Map<String, String> keys() {
        Map<String, String> keys = new LinkedHashMap<>();
        hosts.forEach((name, host) -> keys.put(name + "-host", host.clientKey().reveal()));
        return keys;
    }

    /**
     * What administrators say of the hosts and environments.
     *
     * @param demanding whether {@code live} demands all that a policy can; else it gets whatever is delivered
     */
    String environments(boolean demanding) {
        StringBuilder text = new StringBuilder("hosts:\n  here: {local: true}\n");
        hosts.forEach((name, host) ->
                text.append("  %s-host: {address: 127.0.0.1, port: %d, user: %s, credentials: %s-host, hostKey: '%s'}\n"
                        .formatted(name, host.port(), System.getProperty("user.name"), name, host.hostKey())));
        text.append("""
                environments:
                  gated:
                    policy:
                      approval: {rule: '2 of (user:ben, user:eve)'}
                    worlds:
                      one: {host: here, path: /srv/one, ports: {game: 7172, login: 7171, status: 7171}}
                """);
        text.append("  staging:\n    policy: {readyWithin: 60s, stopWithin: 30s, steadyFor: 1s}\n    worlds:\n")
                .append(world(STAGING));
        text.append("""
                  live:
                    policy:
                      maxUnavailable: 1
                      readyWithin: 60s
                      stopWithin: 30s
                      steadyFor: 1s
                """);
        text.append(!demanding ? "" : """
                      after: [staging]
                      evidence: [tests, scan, backup]
                      backupWithin: 1h
                      approval: {rule: '2 of (user:ben, user:eve)'}
                """).append("    worlds:\n");
        LIVE.forEach(name -> text.append(world(name)));
        return text.toString();
    }

    private String world(String name) {
        List<Integer> own = ports.get(name);
        return """
                      %1$s:
                        host: %1$s-host
                        path: '%2$s'
                        ports: {game: %3$d, login: %4$d, status: %4$d}
                        database: {host: 127.0.0.1, port: %6$d, name: %1$s, user: %1$s, credentials: databases}
                        metrics: http://127.0.0.1:%5$d/metrics
                        start:
                          environment: {MYSQL_PASSWORD: "credentials:databases"}
                        settings:
                          serverName: "%1$s"
                          metricsEnablePrometheus: "true"
                          metricsPrometheusAddress: "127.0.0.1:%5$d"
                          samplePopulation: "8"
                          sampleDeathTimerMs: "100"
                """.formatted(name, folder.resolve(name), own.get(0), own.get(1), own.get(2), databases.port());
    }

    /** Whether the server of a world speaks to whoever wants to play, as it does first of all. */
    boolean playable(String name) {
        try (Socket player =
                new Socket(InetAddress.getLoopbackAddress(), ports.get(name).get(0))) {
            player.setSoTimeout(5_000);
            return player.getInputStream().read() >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Puts the server's sources into a workspace, in a Git repository, with an {@code aviary.yml} that knows no environment. */
    void fill(Path workspace) throws IOException, GitAPIException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(SOURCES.resolve("build")))
                    .toList()) {
                Path copy = workspace.resolve(SOURCES.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        Path config = workspace.resolve("aviary.yml");
        String text = Files.readString(config);
        Files.writeString(config, text.substring(0, text.indexOf("\nhosts:") + 1));
        try (Git git = Git.init().setDirectory(workspace.toFile()).call()) {
            git.add().addFilepattern(".").call();
            commit(git, "feat: a game server");
            git.tag().setName("v0.9.0").setAnnotated(false).call();
            commit(git, "feat(quests): a quest for the winter");
        }
    }

    private static void commit(Git git, String message) throws GitAPIException {
        git.commit()
                .setMessage(message)
                .setAuthor("Ann", "ann@example.org")
                .setCommitter("Ann", "ann@example.org")
                .setSign(false)
                .call();
    }

    /** Ends every server that runs, and their hosts. */
    void stop() throws InterruptedException {
        List<ProcessHandle> running = ProcessHandle.allProcesses()
                .filter(one -> one.info().command().orElse("").startsWith(folder.toString()))
                .toList();
        for (ProcessHandle one : running) {
            one.destroyForcibly();
        }
        for (ProcessHandle one : running) {
            one.onExit().orTimeout(30, TimeUnit.SECONDS).join();
        }
        hosts.values().forEach(LoopbackSshServer::close);
    }
}
