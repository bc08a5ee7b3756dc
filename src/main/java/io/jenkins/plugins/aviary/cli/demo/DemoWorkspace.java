package io.jenkins.plugins.aviary.cli.demo;

import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;

/** The demo's working folder: the sample server's sources, an {@code aviary.yml} for its worlds, their credentials. */
final class DemoWorkspace {
    /** The environment that the demo delivers to. */
    static final String ENVIRONMENT = "demo";

    private static final String ENVIRONMENTS_BEGIN = "hosts:";

    private final Path sources;
    private final Path folder;

    /**
     * A workspace.
     *
     * @param sources the folder of the sample server
     * @param folder where the workspace is
     */
    DemoWorkspace(Path sources, Path folder) {
        this.sources = sources;
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    /** Aviary's home for the demo. */
    Path home() {
        return folder.resolve(".aviary");
    }

    /** Copies the sources; files that did not change keep their time, so that a second demo compiles little. */
    void copySources() {
        try {
            Files.createDirectories(folder);
            Files.walkFileTree(sources, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path from, BasicFileAttributes attributes) throws IOException {
                    if (from.endsWith("build") || from.endsWith(".aviary")) {
                        return FileVisitResult.SKIP_SUBTREE;
                    }
                    Files.createDirectories(target(from));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path from, BasicFileAttributes attributes) throws IOException {
                    Files.copy(
                            from,
                            target(from),
                            StandardCopyOption.REPLACE_EXISTING,
                            StandardCopyOption.COPY_ATTRIBUTES);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new OperationFailure("The sample server cannot be copied to " + folder + ": " + e.getMessage(), e);
        }
    }

    private Path target(Path from) {
        return folder.resolve(sources.relativize(from).toString());
    }

    /** Writes {@code aviary.yml}: what the sample server's own file says, with the demo's hosts and worlds. */
    void describe(List<DemoWorld> worlds, int databasePort) {
        String own = read(sources.resolve(AviaryConfig.FILE_NAME));
        int end = own.indexOf("\n" + ENVIRONMENTS_BEGIN);
        if (end < 0) {
            throw new OperationFailure(sources.resolve(AviaryConfig.FILE_NAME) + " has no '" + ENVIRONMENTS_BEGIN
                    + "' to put the demo's hosts in place of");
        }
        StringBuilder text = new StringBuilder(own.substring(0, end + 1))
                .append(ENVIRONMENTS_BEGIN)
                .append('\n');
        worlds.forEach(world -> text.append(host(world)));
        text.append("environments:\n  ").append(ENVIRONMENT).append(":\n");
        text.append(
                "    policy:\n      maxUnavailable: 1\n      readyWithin: 20s\n      stopWithin: 20s\n      steadyFor: 1s\n    worlds:\n");
        worlds.forEach(world -> text.append(world(world, databasePort)));
        try {
            Files.writeString(folder.resolve(AviaryConfig.FILE_NAME), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String host(DemoWorld world) {
        return """
                  %s-host:
                    address: 127.0.0.1
                    port: %d
                    user: %s
                    credentials: %s
                    hostKey: %s
                """.formatted(
                        world.name(),
                        world.host().port(),
                        System.getProperty("user.name"),
                        world.hostCredential(),
                        world.host().hostKey());
    }

    private static String world(DemoWorld world, int databasePort) {
        return """
                      %1$s:
                        host: %1$s-host
                        path: %2$s
                        ports: {game: %3$d, login: %4$d, status: %4$d}
                        database: {host: 127.0.0.1, port: %5$d, name: %1$s, user: %1$s, credentials: %6$s}
                        metrics: http://127.0.0.1:%7$d/metrics
                        start:
                          environment:
                            MYSQL_PASSWORD: "credentials:%6$s"
                        settings:
                          serverName: "%1$s"
                          metricsEnablePrometheus: "true"
                          metricsPrometheusAddress: "127.0.0.1:%7$d"
                          samplePopulation: "12"
                """.formatted(
                        world.name(),
                        world.folder(),
                        world.gamePort(),
                        world.statusPort(),
                        databasePort,
                        world.databaseCredential(),
                        world.metricsPort());
    }

    /** Keeps a credential where runs on this machine look for it. */
    void keep(String id, Secret secret) {
        PrivateFiles.write(home().resolve("secrets").resolve(id), secret.reveal());
    }

    private static String read(Path file) {
        try {
            return Files.readString(Objects.requireNonNull(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new OperationFailure(
                    "There is no readable " + file + "; the demo runs in a checkout of the project.", e);
        }
    }
}
