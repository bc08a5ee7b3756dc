package io.jenkins.plugins.aviary.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.aviary.cli.demo.FreePorts;
import io.jenkins.plugins.aviary.cli.pipeline.PipelineRunner;
import io.jenkins.plugins.aviary.cli.pipeline.engine.PipelineResult;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Result;
import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.host.FolderLock;
import io.jenkins.plugins.aviary.host.LocalHost;
import io.jenkins.plugins.aviary.host.ReleaseFolder;
import io.jenkins.plugins.aviary.host.TestRelease;
import io.jenkins.plugins.aviary.model.DatabaseAddress;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.server.LogMark;
import io.jenkins.plugins.aviary.server.WorldServer;
import io.jenkins.plugins.aviary.testing.RecordedRun;
import io.jenkins.plugins.aviary.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines change the content of the sample server, a program in C++ with a database, while players are online. */
@Tag("integration")
@Timeout(900)
class ContentPipelinesTest {
    private static final Path SOURCES = Path.of("examples/server");
    private static final Path BUILD = Path.of("target/sample-server");
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final int POPULATION = 6;

    @TempDir
    Path folder;

    private final RecordedRun run = new RecordedRun();
    private final LocalHost host = new LocalHost("here");
    private Path workspace;

    @BeforeAll
    static void build() throws Exception {
        assumeThat(Stream.of("cmake", "g++").allMatch(ContentPipelinesTest::isInstalled))
                .as("cmake and g++ are installed")
                .isTrue();
        run(List.of(
                "cmake",
                "-S",
                SOURCES.toString(),
                "-B",
                BUILD.toString(),
                "-DCMAKE_BUILD_TYPE=Release",
                "-DTOGGLE_BIN_FOLDER=ON"));
        run(List.of("cmake", "--build", BUILD.toString(), "--target", "canary"));
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(":")).anyMatch(path -> Files.isExecutable(Path.of(path, program)));
    }

    private static void run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Path.of("target", "sample-server.log").toFile())
                .start();
        assertThat(process.waitFor()).as("exit code of " + command).isZero();
    }

    @BeforeEach
    void delivered() throws Exception {
        workspace = Files.createDirectories(folder.resolve("workspace"));
        DatabaseAddress database = TestDatabase.shared().newAddress();
        importSchema(database);
        List<Integer> ports = FreePorts.take(2);
        Files.writeString(workspace.resolve("aviary.yml"), """
                version: 1
                server: {dialect: canary, binary: canary, dataPack: data-sample}
                build: {source: ., preset: release}
                package:
                  name: sample
                  include: ['data/**', 'data-sample/**', config.lua.dist]
                  exclude: ['data/aviary/reload.*']
                hosts:
                  here: {local: true}
                environments:
                  staging:
                    policy: {readyWithin: 90s, stopWithin: 60s, steadyFor: 1s}
                    worlds:
                      alba:
                        host: here
                        path: '%s'
                        ports: {game: %d, login: %d, status: %d}
                        start:
                          environment: {MYSQL_DATABASE: %s, MYSQL_USER: root}
                """.formatted(
                        folder.resolve("alba"), ports.get(0), ports.get(1), ports.get(1), database.name()));
        TestRelease release = TestRelease.of("1.0.0");
        for (String part : List.of("data", "data-sample", "config.lua.dist")) {
            release = copied(SOURCES.resolve(part), release);
        }
        release = release.with("canary", Files.readAllBytes(BUILD.resolve("bin/canary")));
        ReleaseFolder releases = new ReleaseFolder(host, world().path());
        releases.install(release, run);
        try (FolderLock lock = releases.lock("the test")) {
            releases.activate(lock, release.releaseName());
        }
        String config = Files.readString(SOURCES.resolve("config.lua.dist"))
                .replace("loginProtocolPort = 7171", "loginProtocolPort = " + ports.get(1))
                .replace("statusProtocolPort = 7171", "statusProtocolPort = " + ports.get(1))
                .replace("gameProtocolPort = 7172", "gameProtocolPort = " + ports.get(0))
                .replace("mysqlPort = 3306", "mysqlPort = " + database.port())
                .replace("samplePopulation = 40", "samplePopulation = " + POPULATION)
                .replace("sampleLoginsPerSecond = 4", "sampleLoginsPerSecond = 50")
                .replace("sampleDeathTimerMs = 3000", "sampleDeathTimerMs = 100");
        Files.writeString(live().resolve("config.lua"), config);
        LogMark mark = server().mark();
        server().start(live().toString());
        assertThat(server().awaitReady(mark, LONG, run).isReady()).isTrue();
        while (server().playersOnline() < POPULATION) {
            Thread.onSpinWait();
        }
    }

    private TestRelease copied(Path from, TestRelease release) throws IOException {
        TestRelease all = release;
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String path = SOURCES.relativize(file).toString();
                Path copy = workspace.resolve(path);
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
                all = all.with(path, Files.readAllBytes(file));
            }
        }
        return all;
    }

    private static void importSchema(DatabaseAddress database) throws Exception {
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

    @AfterEach
    void ended() throws Exception {
        server().process()
                .flatMap(process -> ProcessHandle.of(process.pid()))
                .ifPresent(ProcessHandle::destroyForcibly);
    }

    private World world() {
        return config().worlds("staging", List.of()).get(0);
    }

    private AviaryConfig config() {
        return AviaryConfig.read(workspace.resolve("aviary.yml"), Map.of());
    }

    private WorldServer server() {
        return new WorldServer(host, world(), config().server(), run, run, Clock.systemUTC());
    }

    private Path live() throws IOException {
        return folder.resolve("alba/current").toRealPath();
    }

    private PipelineResult play(Path file, Map<String, String> parameters) {
        RunContext context = run.context(workspace, folder.resolve("home"), Clock.systemUTC());
        return PipelineRunner.of(
                        file,
                        new RunContext(
                                context.workspace(),
                                context.home(),
                                context.log(),
                                context.progress(),
                                new io.jenkins.plugins.aviary.operation.ProcessTrees(
                                        Map.of("PATH", System.getenv("PATH"))),
                                context.secrets(),
                                context.events(),
                                context.clock(),
                                Map.of("PATH", System.getenv("PATH"))))
                .catalogue(StepCatalogue.all())
                .blockStep(new MaintenanceBlock())
                .parameters(parameters)
                .build()
                .run();
    }

    @Test
    void reloadsScriptsWhilePlayersAreOnline() throws Exception {
        long pid = server().process().orElseThrow().pid();
        Path welcome = workspace.resolve("data-sample/scripts/welcome.lua");
        Files.writeString(welcome, Files.readString(welcome) + "-- a quest\n");

        PipelineResult result = play(
                Path.of("examples/pipelines/30-hot-reload.Jenkinsfile"),
                Map.of("STAGING", "staging", "PRODUCTION", "staging"));

        assertThat(result.result()).as(run.lines().toString()).isEqualTo(Result.SUCCESS);
        assertThat(live().resolve("data-sample/scripts/welcome.lua")).hasSameBinaryContentAs(welcome);
        assertThat(live().resolve("data/scripts/late.lua")).doesNotExist();
        assertThat(server().process().orElseThrow().pid()).isEqualTo(pid);
        assertThat(server().playersOnline()).isEqualTo(POPULATION);
        assertThat(run.lines()).anyMatch(line -> line.contains("late.lua:1: unexpected symbol near '='"));
    }

    @Test
    void putsAScriptBackThatOnlyTheServerFindsWrong() throws Exception {
        // LuaJIT compiles it; to the sample server a script is a table, and it says so as Canary does.
        Path welcome = workspace.resolve("data-sample/scripts/welcome.lua");
        String before = Files.readString(welcome);
        Files.writeString(welcome, "return {\n  message = os.time(),\n}\n");
        Path pipeline =
                Files.writeString(folder.resolve("bad.Jenkinsfile"), "node { hotReload environment: 'staging' }\n");

        PipelineResult result = play(pipeline, Map.of());

        assertThat(result.result()).isEqualTo(Result.FAILURE);
        assertThat(result.reason())
                .contains("data-sample/scripts/welcome.lua:2: ")
                .contains("previous files are back");
        assertThat(live().resolve("data-sample/scripts/welcome.lua")).hasContent(before);
        assertThat(server().playersOnline()).isEqualTo(POPULATION);
    }

    @Test
    void closesTheWorldForABlockAndOpensItAgainThoughTheBlockFails() throws Exception {
        byte[] before = Files.readAllBytes(live().resolve("config.lua"));
        long pid = server().process().orElseThrow().pid();

        PipelineResult result = play(
                Path.of("examples/pipelines/31-maintenance.Jenkinsfile"),
                Map.of("ENVIRONMENT", "staging", "ANNOUNCE", "1s", "DRAIN", "1s"));

        assertThat(result.result()).as(run.lines().toString()).isEqualTo(Result.SUCCESS);
        assertThat(run.lines()).contains("The work failed, and players can play: The new disk is broken");
        assertThat(Files.readAllBytes(live().resolve("config.lua"))).isEqualTo(before);
        assertThat(server().process().orElseThrow().pid()).isNotEqualTo(pid);
        assertThat(folder.resolve("alba/.aviary/maintenance")).isEmptyDirectory();
        assertThat(run.events())
                .extracting(event -> event.type())
                .contains("flag.changed", "maintenance.opened", "maintenance.closed");
    }
}
