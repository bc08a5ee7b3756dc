package io.jenkins.plugins.aviary.server;

import io.jenkins.plugins.aviary.config.ServerConfig;
import io.jenkins.plugins.aviary.host.GameHost;
import io.jenkins.plugins.aviary.model.HostAddress;
import io.jenkins.plugins.aviary.model.Launch;
import io.jenkins.plugins.aviary.model.Ports;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.OperationLog;
import io.jenkins.plugins.aviary.operation.Progress;
import io.jenkins.plugins.aviary.operation.Secret;
import io.jenkins.plugins.aviary.operation.Secrets;
import io.jenkins.plugins.aviary.testing.Unwatched;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Worlds for tests, their folders and releases, and surroundings that remember what they were told. */
public final class FixtureWorlds implements Secrets, OperationLog, Progress {
    /** A Canary whose binary is {@code canary}. */
    public static final ServerConfig CANARY =
            new ServerConfig(ServerConfig.Dialect.CANARY, "canary", "data-canary", "");

    /** What was logged, in order. */
    public final List<String> lines = new CopyOnWriteArrayList<>();

    /** The credentials there are. */
    public final Map<String, String> secrets = new ConcurrentHashMap<>();

    /** A world whose folder is made, on the machine the tests run on. */
    public static World world(String name, Path folder, int port) {
        return world(name, folder, new Ports(port, 0, port + 1), new Launch("", List.of(), Map.of()));
    }

    /** The same with its ports and how it is started. */
    public static World world(String name, Path folder, Ports ports, Launch launch) {
        try {
            Files.createDirectories(folder.resolve("releases"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new World(
                name,
                "test",
                new HostAddress("here", "", 22, "", "", ""),
                folder.toString(),
                ports,
                Optional.empty(),
                Optional.empty(),
                launch,
                Map.of());
    }

    /** Makes a release with faults in a world's folder and returns where it is. */
    public static Path release(World world, String version, FixtureServer.Fault... faults) {
        try {
            Path folder = Files.createDirectories(
                    Path.of(world.path()).resolve("releases").resolve(version));
            Files.write(
                    folder.resolve(FixtureServer.FAULTS_FILE),
                    List.of(faults).stream().map(Enum::name).toList());
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The server of a world. */
    public WorldServer server(GameHost host, World world) {
        return new WorldServer(host, world, CANARY, this, this, Clock.systemUTC(), duration -> Thread.sleep(2));
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
    public Task begin(String what, long total, String unit) {
        return Unwatched.PROGRESS;
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
