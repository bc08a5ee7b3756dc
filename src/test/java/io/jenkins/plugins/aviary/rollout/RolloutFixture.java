package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.artifact.FolderArtifactStore;
import io.jenkins.plugins.aviary.host.LoopbackSshServer;
import io.jenkins.plugins.aviary.model.ArtifactFile;
import io.jenkins.plugins.aviary.model.ArtifactManifest;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.model.Ports;
import io.jenkins.plugins.aviary.operation.Event;
import io.jenkins.plugins.aviary.operation.Events;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.OperationLog;
import io.jenkins.plugins.aviary.operation.ProcessRequest;
import io.jenkins.plugins.aviary.operation.Processes;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.operation.Secret;
import io.jenkins.plugins.aviary.operation.Secrets;
import io.jenkins.plugins.aviary.server.FixtureProcess;
import io.jenkins.plugins.aviary.server.FixtureServer;
import io.jenkins.plugins.aviary.testing.Unwatched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** An installation on this machine: worlds behind an SSH server, with fixture servers in processes of their own. */
public final class RolloutFixture implements AutoCloseable, Secrets, Events, OperationLog {
    /** The environment that all worlds belong to. */
    public static final String ENVIRONMENT = "production";

    private final Path folder;
    private final Map<String, Ports> worlds = new LinkedHashMap<>();
    private final LoopbackSshServer ssh;
    /** A host for each world, where they are apart. */
    private final Map<String, LoopbackSshServer> apart = new LinkedHashMap<>();

    /** The content of the file that stands for the executable in the hosts' process tables. */
    private final Path launcher;

    final Map<String, String> secrets = new ConcurrentHashMap<>();
    final List<Event> events = new CopyOnWriteArrayList<>();
    final List<String> lines = new CopyOnWriteArrayList<>();
    /** Is told the type of each event at the moment it happens, on the thread that it happens on. */
    Consumer<String> witness = type -> {};

    String policy = "";
    /** More files of the releases that are made from now on, with their texts. */
    final Map<String, String> files = new TreeMap<>();

    Map<String, String> environment = new HashMap<>();

    /** An installation in an empty folder. */
    public RolloutFixture(Path folder, String... names) throws IOException {
        this.folder = folder.toRealPath();
        this.ssh = LoopbackSshServer.start();
        secrets.put("game-host", ssh.clientKey().reveal());
        for (String name : names) {
            worlds.put(name, FixtureProcess.freePorts());
        }
        launcher = FixtureProcess.install(Files.createDirectories(folder.resolve("launcher")));
    }

    /** The same with a host of its own for each world. */
    static RolloutFixture hostsApart(Path folder, String... names) throws IOException {
        RolloutFixture fixture = new RolloutFixture(folder, names);
        for (String name : names) {
            LoopbackSshServer host = LoopbackSshServer.start();
            fixture.apart.put(name, host);
            fixture.secrets.put(name + "-host", host.clientKey().reveal());
        }
        return fixture;
    }

    /** The folder of a world. */
    Path world(String name) {
        return folder.resolve("worlds").resolve(name);
    }

    Ports ports(String name) {
        return worlds.get(name);
    }

    Path home() {
        return folder.resolve("home");
    }

    /** Writes {@code aviary.yml}. */
    RolloutFixture configured(String... moreOfEachWorld) throws IOException {
        StringBuilder yaml = new StringBuilder("version: 1\nhosts:\n").append(host("game", "game-host", ssh));
        apart.forEach((name, host) -> yaml.append(host(name, name + "-host", host)));
        yaml.append("environments:\n  " + ENVIRONMENT + ":\n    policy:\n      readyWithin: 60s\n")
                .append("      stopWithin: 30s\n      steadyFor: 0s\n" + policy + "    worlds:\n");
        worlds.forEach((name, ports) -> {
            yaml.append("      " + name + ":\n        host: " + (apart.containsKey(name) ? name : "game")
                    + "\n        path: " + quoted(world(name).toString()));
            yaml.append("\n        ports: {game: " + ports.game() + ", login: 0, status: " + ports.status() + "}\n");
            yaml.append("        start:\n          command:\n");
            FixtureProcess.command(name, ports, 3).forEach(word -> yaml.append("            - " + quoted(word) + "\n"));
            yaml.append("          environment:\n");
            new TreeMap<>(FixtureProcess.with(Map.of()))
                    .forEach((key, value) -> yaml.append("            " + key + ": " + quoted(value) + "\n"));
            for (String more : moreOfEachWorld) {
                yaml.append("        " + more.replace("NAME", name) + "\n");
            }
        });
        Files.writeString(Files.createDirectories(folder.resolve("workspace")).resolve("aviary.yml"), yaml);
        return this;
    }

    private static String host(String name, String credential, LoopbackSshServer server) {
        return "  " + name + ":\n    address: 127.0.0.1\n    port: " + server.port() + "\n    user: "
                + System.getProperty("user.name") + "\n    credentials: " + credential + "\n    hostKey: "
                + quoted(server.hostKey()) + "\n";
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** Puts a release into the artifact store. */
    String release(String version, Map<String, String> properties, FixtureServer.Fault... faults) throws IOException {
        Map<String, Path> files = new TreeMap<>();
        for (Map.Entry<String, String> more : this.files.entrySet()) {
            files.put(more.getKey(), text(version + "." + more.getKey().replace('/', '.'), more.getValue()));
        }
        files.put("canary", launcher);
        files.put("config.lua.dist", text(version + ".lua", """
                -- The configuration.
                serverName = "Canary"
                maxPlayers = 0
                allowReload = false
                gameProtocolPort = 7172
                statusProtocolPort = 7171
                mysqlHost = "127.0.0.1"
                mysqlPort = 3306
                mysqlPass = "root"
                """));
        files.put("version", text(version + ".version", version));
        StringBuilder names = new StringBuilder();
        for (FixtureServer.Fault fault : faults) {
            names.append(fault.name()).append('\n');
        }
        files.put(FixtureServer.FAULTS_FILE, text(version + ".faults", names.toString()));
        List<ArtifactFile> listed = new ArrayList<>();
        Map<Digest, Path> places = new HashMap<>();
        for (Map.Entry<String, Path> file : files.entrySet()) {
            Digest digest = Digest.of(file.getValue());
            listed.add(new ArtifactFile(
                    file.getKey(), file.getKey().equals("canary"), Files.size(file.getValue()), digest));
            places.put(digest, file.getValue());
        }
        ArtifactManifest manifest = new ArtifactManifest("canary", version, "", properties, listed);
        return FolderArtifactStore.inHome(home()).put(manifest, places).hex();
    }

    private Path text(String name, String content) throws IOException {
        return Files.writeString(
                Files.createDirectories(folder.resolve("sources")).resolve(name), content);
    }

    /** What delivers a release to all worlds, one after another, and asks for nothing else. */
    static DeployRelease delivery(String release) {
        return new DeployRelease(
                ENVIRONMENT,
                release,
                List.of(),
                DeployRelease.Strategy.ROLLING,
                false,
                false,
                false,
                Duration.ofSeconds(30),
                "");
    }

    /** A rollout of a release in stages that measures nothing before it begins. */
    static CanaryRelease canary(
            String environment,
            String release,
            List<StageSpec> stages,
            String resume,
            CanaryRelease.Decision decision,
            boolean evenUnsaved,
            Duration saveWithin) {
        return new CanaryRelease(
                environment,
                release,
                List.of(),
                stages,
                List.of(),
                null,
                Duration.ZERO,
                null,
                resume,
                decision,
                evenUnsaved,
                saveWithin,
                "");
    }

    /** The same from its beginning. */
    static CanaryRelease canary(String environment, String release, List<StageSpec> stages, Duration saveWithin) {
        return canary(environment, release, stages, "", null, false, saveWithin);
    }

    /** What a step runs in. */
    RunContext context() {
        Processes none = (ProcessRequest request) -> {
            throw new AssertionError("no program is run on this side");
        };
        return new RunContext(
                folder.resolve("workspace"),
                home(),
                this,
                Unwatched.PROGRESS,
                none,
                this,
                this,
                Clock.systemUTC(),
                environment);
    }

    /** The version of the release that {@code current} of a world leads to. */
    String current(String world) throws IOException {
        return Files.readString(world(world).resolve("current/version"));
    }

    /** The running server of a world, if it has exactly one. */
    Optional<ProcessHandle> server(String world) {
        List<ProcessHandle> found = servers(world(world).resolve("releases"));
        if (found.size() > 1) {
            throw new AssertionError("two servers of " + world + " run: " + found);
        }
        return found.stream().findFirst();
    }

    /** The version of the release that a world's server runs from. */
    String running(String world) {
        return server(world)
                .flatMap(process -> process.info().command())
                .map(command -> Path.of(command).getParent().getFileName().toString())
                .map(DeliveryEvents::versionOf)
                .orElse("nothing");
    }

    /** The running processes whose executables are below a folder. */
    public static List<ProcessHandle> servers(Path below) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .command()
                        .filter(command -> command.startsWith(below.toString()))
                        .isPresent())
                .toList();
    }

    /** Lays down the key of the host where a {@link DetachedDelivery} looks for it. */
    void handOverKey() throws IOException {
        Path key = Files.createFile(
                Files.createDirectories(folder.resolve("secrets")).resolve("game-host"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(key, secrets.get("game-host"));
    }

    /** Cuts every connection to the hosts. */
    void cutConnections() {
        ssh.cutConnections();
    }

    int port() {
        return ssh.port();
    }

    @Override
    public void close() {
        ssh.close();
        apart.values().forEach(LoopbackSshServer::close);
        for (ProcessHandle server : servers(folder)) {
            server.destroyForcibly();
            server.onExit().orTimeout(10, TimeUnit.SECONDS).join();
        }
    }

    @Override
    public Secret text(String id) {
        if (!secrets.containsKey(id)) {
            throw new OperationFailure("There is no credential '" + id + "'");
        }
        return Secret.of(secrets.get(id));
    }

    @Override
    public String username(String id) {
        return "";
    }

    @Override
    public void record(Event event) {
        witness.accept(event.type());
        events.add(event);
    }

    @Override
    public void info(String line) {
        lines.add(line);
    }

    @Override
    public void warn(String line) {
        lines.add("WARN " + line);
    }

    @Override
    public void error(String line) {
        lines.add("ERROR " + line);
    }

    @Override
    public void output(String line) {
        lines.add(line);
    }
}
