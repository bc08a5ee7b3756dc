package io.jenkins.plugins.aviary.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.aviary.host.LocalHost;
import io.jenkins.plugins.aviary.model.DatabaseAddress;
import io.jenkins.plugins.aviary.model.Launch;
import io.jenkins.plugins.aviary.model.Ports;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.server.Readiness.Verdict;
import io.jenkins.plugins.aviary.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The sample server, a program in C++ with a database, driven as Canary would be. */
@Tag("integration")
@Timeout(900)
class SampleServerTest {
    private static final Path SOURCES = Path.of("examples/server");
    private static final Path BUILD = Path.of("target/sample-server");
    private static final Duration LONG = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    private final FixtureWorlds surroundings = new FixtureWorlds();
    private final LocalHost host = new LocalHost("here");
    private DatabaseAddress database;
    private World world;
    private Path release;

    @BeforeAll
    static void build() throws Exception {
        assumeThat(Stream.of("cmake", "g++").allMatch(SampleServerTest::isInstalled))
                .as("cmake and g++ are installed")
                .isTrue();
        run(
                "cmake",
                "-S",
                SOURCES.toString(),
                "-B",
                BUILD.toString(),
                "-DCMAKE_BUILD_TYPE=Release",
                "-DTOGGLE_BIN_FOLDER=ON");
        run("cmake", "--build", BUILD.toString(), "--target", "canary");
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Path.of("target", "sample-server.log").toFile())
                .start();
        assertThat(process.waitFor()).as("exit code of " + List.of(command)).isZero();
    }

    @BeforeEach
    void install() throws Exception {
        database = TestDatabase.shared().newAddress();
        importSchema();
        Ports ports = FixtureProcess.freePorts();
        world = FixtureWorlds.world(
                "alba",
                folder.resolve("alba"),
                ports,
                new Launch("", List.of(), Map.of("MYSQL_DATABASE", database.name(), "MYSQL_USER", "root")));
        release = Files.createDirectories(Path.of(world.path(), "releases", "1.0.0-abcdef01"));
        for (String part : List.of("data", "data-sample")) {
            copy(SOURCES.resolve(part), release.resolve(part));
        }
        Files.copy(BUILD.resolve("bin/canary"), release.resolve("canary"));
        Map<String, String> settings = new TreeMap<>(Map.of(
                "serverName",
                "Alba",
                "gameProtocolPort",
                String.valueOf(ports.game()),
                "loginProtocolPort",
                String.valueOf(ports.status()),
                "statusProtocolPort",
                String.valueOf(ports.status()),
                "mysqlPort",
                String.valueOf(database.port()),
                "samplePopulation",
                "6",
                "sampleLoginsPerSecond",
                "50",
                "sampleDeathTimerMs",
                "100"));
        Files.writeString(
                release.resolve("config.lua"),
                ConfigLua.parse(Files.readString(SOURCES.resolve("config.lua.dist")))
                        .with(settings)
                        .text());
    }

    private void importSchema() throws Exception {
        String url = "jdbc:mysql://127.0.0.1:" + database.port() + "/" + database.name()
                + "?user=root&allowMultiQueries=true&useSSL=false&allowPublicKeyRetrieval=true";
        try (Connection connection = TestDatabase.dataSource(url).getConnection();
                Statement statement = connection.createStatement()) {
            // DELIMITER is a word of the mysql client, which needs it for triggers; the server does not.
            statement.execute(Files.readString(SOURCES.resolve("schema.sql"))
                    .replaceAll("(?m)^DELIMITER .*$", "")
                    .replaceAll("(?m)//\\s*$", ";"));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    @AfterEach
    void end() throws Exception {
        server().process()
                .flatMap(process -> ProcessHandle.of(process.pid()))
                .ifPresent(ProcessHandle::destroyForcibly);
    }

    private WorldServer server() {
        return surroundings.server(host, world);
    }

    private Readiness started() throws Exception {
        LogMark mark = server().mark();
        server().start(release.toString());
        return server().awaitReady(mark, LONG, surroundings);
    }

    @Test
    void startsSavesReloadsAndStops() throws Exception {
        Readiness readiness = started();
        assertThat(readiness.verdict())
                .as(readiness.reason() + readiness.evidence())
                .isEqualTo(Verdict.READY);
        assertThat(readiness.status().orElseThrow().serverName()).isEqualTo("Alba");
        while (server().playersOnline() < 6) {
            Thread.onSpinWait();
        }

        SaveReport save = server().save(LONG);
        assertThat(save.players()).isEqualTo(6);
        Health health = server().health();
        assertThat(health.players()).isEqualTo(6);
        assertThat(health.lastSave()).isPresent();
        assertThat(health.state()).as(health.checks().toString()).isEqualTo(Health.State.HEALTHY);
        LogMark mark = server().mark();
        server().reload();
        LogFollower follower = server().follow(mark);
        while (follower.look().stream().noneMatch(entry -> entry.sign() == LogSign.RELOADED)) {
            Thread.onSpinWait();
        }

        StopReport stop = server().stop(StopPlan.gently(LONG));

        assertThat(stop.saved()).isTrue();
        assertThat(stop.forced()).isEmpty();
        assertThat(stop.players()).isEqualTo(6);
    }

    @Test
    void doesNotTakeAReleaseWhoseMigrationFailsForReady() throws Exception {
        Files.copy(SOURCES.resolve("bad-releases/migrations/5.lua"), release.resolve("data-sample/migrations/5.lua"));

        Readiness readiness = started();

        assertThat(readiness.verdict()).as(readiness.reason()).isEqualTo(Verdict.MIGRATION_FAILED);
    }

    @Test
    void tellsThatThereIsNoDatabase() throws Exception {
        Path config = release.resolve("config.lua");
        Files.writeString(
                config,
                ConfigLua.parse(Files.readString(config))
                        .with(Map.of("mysqlPort", "1"))
                        .text());

        // It gives up so soon that its end may be seen before its start.
        String reason;
        try {
            Readiness readiness = started();
            assertThat(readiness.verdict()).isEqualTo(Verdict.STARTUP_FAILED);
            reason = readiness.reason();
        } catch (ServerFailure e) {
            reason = e.getMessage();
        }

        assertThat(reason).containsAnyOf("Failed to connect to database", "No services running");
    }
}
