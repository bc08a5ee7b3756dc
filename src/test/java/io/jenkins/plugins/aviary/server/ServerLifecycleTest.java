package io.jenkins.plugins.aviary.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.aviary.config.ServerConfig;
import io.jenkins.plugins.aviary.config.ServerConfig.Dialect;
import io.jenkins.plugins.aviary.host.LocalHost;
import io.jenkins.plugins.aviary.model.Launch;
import io.jenkins.plugins.aviary.model.Ports;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.server.Readiness.Verdict;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What servers of every dialect get to feel from their start to their end, in processes that write it down. */
@Tag("integration")
@Timeout(60)
class ServerLifecycleTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(700);
    private static final Ports NONE = new Ports(0, 0, 0);
    private static final byte[] CHALLENGE = {6, 0, 0x1f, 1, 2, 3, 4, 5};
    private static final byte[] STATUS = ("<?xml version=\"1.0\"?><tsqp version=\"1.0\"><serverinfo uptime=\"0\""
                    + " servername=\"Fixture\" server=\"The Forgotten Server\" version=\"1.6\"/>"
                    + "<players online=\"2\" max=\"100\" peak=\"2\"/></tsqp>")
            .getBytes(StandardCharsets.UTF_8);

    private static final String CANARY_STARTS =
            "info 'Canary - Version [3.6.1] dated [x]' 'Database connection established!' 'Fixture server online!'";
    private static final String CANARY_SAVES = "info 'SIGUSR1 received, saving the game state...' 'Saving server...'"
            + " 'Saving 2 players... (Async: Disabled)'; sleep 0.1; info 'Server saved in 100 milliseconds.'";
    private static final String CANARY_STOPS =
            "info 'SIGTERM received, shutting game server down...' 'Saving server...'"
                    + " 'Saving 2 players... (Async: Disabled)' 'Server saved in 9 milliseconds.' 'Shutting down...' 'Done!'; exit 0";
    private static final String TFS_STARTS = "say 'The Forgotten Server - Version 1.6' '>> Loading config'"
            + " '>> Running database manager' '>> Loading vocations' '>> Loading script systems'"
            + " '>> Loaded all modules, server starting up...' '>> Fixture Server Online!' ''";
    private static final String TFS_SAVES =
            ">saving; say 'SIGUSR1 received, saving the game state...'" + " 'Saving server...'; sleep 0.4; rm saving";
    private static final String TFS_STOPS = "say 'SIGTERM received, shutting game server down...' 'Saving server...';"
            + " printf 'Shutting down...'; sleep 0.1; say ' done!'; exit 0";

    @TempDir
    Path folder;

    private final FixtureWorlds surroundings = new FixtureWorlds();
    private final LocalHost host = new LocalHost("here");
    private final List<ServerSocketChannel> open = new ArrayList<>();
    private World world;
    private ServerConfig config;

    @BeforeEach
    void isCanary() {
        is(Dialect.CANARY, "", NONE, ScriptedServer.COMMAND);
    }

    private void is(Dialect dialect, String readyLine, Ports ports, List<String> command) {
        world = FixtureWorlds.world("alpha", folder.resolve("alpha world"), ports, new Launch("", command, Map.of()));
        config = new ServerConfig(dialect, ScriptedServer.BINARY, "data", readyLine);
    }

    @AfterEach
    void end() throws Exception {
        var found = new ProcessTable(host, "alpha", world.path(), ScriptedServer.BINARY).find();
        if (found.isPresent()) {
            found.get().supervisors().forEach(shell -> end(shell.pid()));
            end(found.get().process().pid());
        }
        open.forEach(FixtureNetwork::close);
    }

    private static void end(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    private WorldServer server() {
        return new WorldServer(
                host, world, config, surroundings, surroundings, Clock.systemUTC(), pause -> Thread.sleep(20));
    }

    private Readiness started(Path release, Duration within) throws Exception {
        LogMark mark = server().mark();
        server().start(release.toString());
        openPorts(release);
        return server().awaitReady(mark, within, surroundings);
    }

    /** Its ports answer from this process, and like one main loop: not while it saves. */
    private void openPorts(Path release) throws IOException {
        if (world.ports().game() > 0) {
            open.add(FixtureNetwork.greeting(world.ports().game(), CHALLENGE));
        }
        if (world.ports().status() > 0) {
            open.add(FixtureNetwork.answering(world.ports().status(), request -> answer(release)));
        }
    }

    private static Optional<byte[]> answer(Path release) {
        while (Files.exists(release.resolve("saving"))) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        return Optional.of(STATUS);
    }

    private ScriptedServer canary() {
        return ScriptedServer.thatBegins(CANARY_STARTS).on("USR1", CANARY_SAVES).on("TERM", CANARY_STOPS);
    }

    @Test
    void sendsACanaryNoSignalButThoseThatItHandles() throws Exception {
        Path release = canary().into(world, "1");

        assertThat(started(release, LONG).verdict()).isEqualTo(Verdict.READY);
        assertThat(server().save(LONG).players()).isEqualTo(2);
        server().reload();
        server().health();
        StopReport stop = server().stop(StopPlan.gently(LONG));

        assertThat(stop.saved()).isTrue();
        assertThat(ScriptedServer.signals(release)).containsExactly("USR1", "HUP", "TERM");
    }

    @Test
    void sendsAServerThatHangsNoSignalButThoseThatEndIt() throws Exception {
        Path release = ScriptedServer.thatBegins(CANARY_STARTS).into(world, "1");
        started(release, LONG);

        StopReport stop = server().stop(new StopPlan(SHORT, Duration.ZERO, true, SHORT, SHORT));

        assertThat(stop.forced()).isEqualTo("KILL");
        assertThat(stop.saved()).isFalse();
        assertThat(ScriptedServer.signals(release)).containsExactly("TERM", "ABRT");
    }

    @Test
    void sendsAServerBelowStartShNoSignalButTheOneThatStopsIt() throws Exception {
        Path release = canary().into(world, "1");
        Files.writeString(
                release.resolve("start.sh"),
                "while true; do\n    sleep 0.1\n    ./server-binary server.sh 2>&1 | tee -a all.log\ndone\n");
        is(Dialect.CANARY, "", NONE, List.of("/bin/sh", "start.sh"));
        assertThat(started(release, LONG).verdict()).isEqualTo(Verdict.READY);

        assertThat(server().stop(StopPlan.gently(LONG)).saved()).isTrue();

        assertThat(ScriptedServer.signals(release)).containsExactly("TERM");
        assertThat(server().process()).isEmpty();
    }

    /** The only way by which this package signals anything is a list that holds neither SIGUSR2 nor SIGQUIT. */
    @Test
    void knowsNoSignalThatEndsAServerWithoutSavingButTheForcibleOnes() throws Exception {
        assertThat(ServerSignal.values())
                .extracting(Enum::name)
                .containsExactlyInAnyOrder("HUP", "USR1", "TERM", "ABRT", "KILL", "STOP", "CONT");
        List<String> kills = new ArrayList<>();
        for (Path root : List.of(Path.of("src/main/java"), Path.of("src/main/resources"))) {
            try (Stream<Path> files = Files.list(root.resolve("io/jenkins/plugins/aviary/server"))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.readAllLines(file).stream()
                            .filter(line -> line.matches(".*\\b(?:kill|pkill|killall|skill)\\b.*"))
                            .filter(line -> !line.strip().matches("(?:#|//|\\*|/\\*).*"))
                            .forEach(line -> kills.add(file.getFileName() + ": " + line.strip()));
                }
            }
        }
        assertThat(kills)
                .allMatch(line -> line.equals("signal-server.sh: kill -s \"$signal\" \"$pid\" || exit 1")
                        || line.startsWith("Starting.java: ") && line.contains("kill -0"))
                .hasSize(2);
    }

    @Test
    void doesNotSignalACanaryThatWouldDieOfIt() throws Exception {
        Path release = ScriptedServer.thatBegins(CANARY_STARTS)
                .on("TERM", CANARY_STOPS)
                .handlingOnly("TERM")
                .into(world, "1");
        started(release, LONG);

        assertThatThrownBy(() -> server().save(LONG))
                .isInstanceOf(ServerFailure.class)
                .hasMessageContaining("does not handle SIGUSR1");
        assertThatThrownBy(() -> server().reload())
                .isInstanceOf(ServerFailure.class)
                .hasMessageContaining("does not handle SIGHUP");
        assertThat(server().process()).isPresent();
    }

    @Test
    void doesNotTakeTheEndOfASaveThatWasUnderWayForThisOne() throws Exception {
        Path release =
                canary().on("USR1", "info 'Server saved in 9 milliseconds.'").into(world, "1");
        started(release, LONG);

        assertThatThrownBy(() -> server().save(SHORT)).hasMessageContaining("did not begin to save");
    }

    @Test
    void doesNotTakeTheEndOfASaveThatWasUnderWayForTheOneOfAStop() throws Exception {
        Path release = canary().on(
                        "TERM",
                        "info 'Saving server...' 'SIGTERM received, shutting game server down...'"
                                + " 'Server saved in 9 milliseconds.'; exit 0")
                .into(world, "1");
        started(release, LONG);

        assertThat(server().stop(StopPlan.gently(LONG)).saved()).isFalse();
    }

    @Test
    void refusesASaveThatLostTheHouses() throws Exception {
        Path release = canary().on(
                        "USR1",
                        "info 'SIGUSR1 received, saving the game state...' 'Saving server...';"
                                + " error 'Failed to save map.'; info 'Server saved in 9 milliseconds.'")
                .into(world, "1");
        started(release, LONG);

        assertThatThrownBy(() -> server().save(LONG)).hasMessageContaining("players or houses it could not save");
    }

    @Test
    void isNotReadyWhileWhatAnswersMayBeAnotherServer() throws Exception {
        is(Dialect.CANARY, "", FixtureProcess.freePorts(), ScriptedServer.COMMAND);
        Path release = ScriptedServer.thatBegins(
                        CANARY_STARTS + "; error '[ServicePort::open] - Error code: bind: Address already in use'")
                .into(world, "1");

        assertThat(started(release, SHORT).verdict()).isEqualTo(Verdict.PORT_TAKEN);
    }

    @Test
    void keepsTheCoreDumpOfAServerThatHadToBeEnded() throws Exception {
        String pattern = Files.readString(Path.of("/proc/sys/kernel/core_pattern"));
        is(Dialect.CANARY, "", NONE, List.of("/bin/sh", "-c", "ulimit -S -c 0; exec ./server-binary server.sh"));
        Path release = hangs("1");

        StopReport stop = server().stop(new StopPlan(SHORT, Duration.ZERO, true, SHORT, LONG));

        assertThat(stop.forced()).isEqualTo("ABRT");
        if (pattern.startsWith("|")) {
            assertThat(stop.core()).startsWith("handed to ");
            return;
        }
        assumeThat(coreFilesAreAllowed()).as("core files are allowed here").isTrue();
        assertThat(stop.core()).startsWith(world.path() + "/shared/cores/").endsWith(".core");
        host.deleteTree(world.path(), release.toString());
        assertThat(Path.of(stop.core())).exists();
        assertThat(Files.readAllBytes(Path.of(stop.core()))).startsWith(0x7f, 'E', 'L', 'F');
        assertThat(surroundings.lines).anyMatch(line -> line.endsWith("its core dump is " + stop.core()));
    }

    @Test
    void doesNotTakeAnOldCoreDumpForThatOfAServerThatLeftNone() throws Exception {
        is(Dialect.CANARY, "", NONE, List.of("/bin/sh", "-c", "ulimit -c 0; exec ./server-binary server.sh"));
        Path release = hangs("1");
        Path old = Files.writeString(release.resolve("core"), "of another day");
        Files.setLastModifiedTime(old, FileTime.fromMillis(1_000_000));

        StopReport stop = server().stop(new StopPlan(SHORT, Duration.ZERO, true, SHORT, LONG));

        assertThat(stop.forced()).isEqualTo("ABRT");
        assertThat(stop.core()).doesNotContain("/core");
        assertThat(old).exists();
    }

    @Test
    void keepsTheNewestThreeCoreDumps() throws Exception {
        assumeThat(coreFilesAreAllowed()).as("core files are allowed here").isTrue();
        Path cores = Files.createDirectories(Path.of(world.path(), "shared/cores"));
        for (int day = 1; day <= 3; day++) {
            Files.writeString(cores.resolve("2026010" + day + "T000000Z-4711.core"), "core");
        }
        Files.writeString(cores.resolve("notes.txt"), "of a person");
        hangs("1");

        StopReport stop = server().stop(new StopPlan(SHORT, Duration.ZERO, true, SHORT, LONG));

        assertThat(stop.core()).isNotEmpty();
        try (Stream<Path> left = Files.list(cores)) {
            assertThat(left.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "notes.txt",
                            "20260103T000000Z-4711.core",
                            "20260102T000000Z-4711.core",
                            Path.of(stop.core()).getFileName().toString());
        }
    }

    private static boolean coreFilesAreAllowed() throws Exception {
        String hard = Files.readAllLines(Path.of("/proc/self/limits")).stream()
                .filter(line -> line.startsWith("Max core file size"))
                .map(line -> line.substring(20).strip().split(" +")[1])
                .findFirst()
                .orElse("0");
        return !hard.equals("0")
                && !Files.readString(Path.of("/proc/sys/kernel/core_pattern")).startsWith("|");
    }

    private Path hangs(String version) throws Exception {
        Path release = ScriptedServer.thatBegins(CANARY_STARTS)
                .handlingOnly("TERM USR1 HUP INT")
                .into(world, version);
        started(release, LONG);
        return release;
    }

    private Path forgottenServer(String starts, String saves) {
        is(Dialect.TFS, "", FixtureProcess.freePorts(), ScriptedServer.COMMAND);
        return ScriptedServer.thatBegins(starts)
                .on("USR1", saves)
                .on("TERM", TFS_STOPS)
                .into(world, "1");
    }

    @Test
    void startsSavesAndStopsAForgottenServer() throws Exception {
        Path release = forgottenServer(TFS_STARTS, TFS_SAVES);

        Readiness readiness = started(release, LONG);
        assertThat(readiness.verdict()).as(readiness.reason()).isEqualTo(Verdict.READY);
        SaveReport save = server().save(LONG);
        // It says nothing at the end of a save, but its main loop answers only then.
        assertThat(release.resolve("saving")).doesNotExist();
        assertThat(save.confirmation()).contains("answered the status protocol after the save had begun");
        StopReport stop = server().stop(StopPlan.gently(LONG));

        assertThat(stop.saved()).isTrue();
        assertThat(ScriptedServer.signals(release)).containsExactly("USR1", "TERM");
    }

    @Test
    void refusesASaveOfAForgottenServerWhoseDatabaseRefusedIt() throws Exception {
        started(
                forgottenServer(
                        TFS_STARTS,
                        "say 'SIGUSR1 received, saving the game state...' 'Saving server...'"
                                + " '[Error - mysql_real_query] Query: UPDATE players SET level = 8'"
                                + " 'Message: Lock wait timeout exceeded'"),
                LONG);

        assertThatThrownBy(() -> server().save(LONG))
                .isInstanceOf(ServerFailure.class)
                .hasMessageContaining("its database refused");
    }

    @Test
    void seesThatAForgottenServerFailedToStartThoughItExitsWithZero() throws Exception {
        Path release = forgottenServer(
                "say 'The Forgotten Server - Version 1.6' '> ERROR: Failed to connect to database.'"
                        + " '>> No services running. The server is NOT online.'; sleep 1; exit 0",
                "");

        assertThat(started(release, LONG).verdict()).isEqualTo(Verdict.STARTUP_FAILED);
    }

    private void isGeneric() {
        Ports ports = FixtureProcess.freePorts();
        is(Dialect.GENERIC, "listening for players$", new Ports(ports.game(), 0, 0), ScriptedServer.COMMAND);
    }

    @Test
    void startsAndStopsAGenericServerWithoutAStatusProtocol() throws Exception {
        isGeneric();
        Path release = ScriptedServer.thatBegins("say 'loading'; sleep 0.2; say 'INFO listening for players'")
                .on("TERM", "say 'bye'; exit 0")
                .into(world, "1");

        Readiness readiness = started(release, LONG);
        assertThat(readiness.verdict()).as(readiness.reason()).isEqualTo(Verdict.READY);
        assertThat(readiness.status()).isEmpty();
        assertThat(server().health().ready()).isTrue();
        assertThat(server().playersOnline()).isEqualTo(-1);
        StopReport stop = server().stop(StopPlan.gently(LONG));

        assertThat(stop.forced()).isEmpty();
        assertThat(stop.saved()).as("nobody can tell that it saved").isFalse();
        assertThat(ScriptedServer.signals(release)).containsExactly("TERM");
    }

    @Test
    void doesNotTakeCanarysReadyLineForThatOfAGenericServer() throws Exception {
        isGeneric();
        Path release = ScriptedServer.thatBegins("say 'Fixture server online!'").into(world, "1");

        assertThat(started(release, SHORT).verdict()).isEqualTo(Verdict.TOO_SLOW);
    }

    @Test
    void tellsAGenericServerNeitherToSaveNorToReload() throws Exception {
        isGeneric();
        Path release = ScriptedServer.thatBegins("say 'listening for players'").into(world, "1");
        started(release, LONG);

        assertThat(server().save(LONG).confirmation()).contains("it saves when it stops");
        assertThatThrownBy(() -> server().reload()).hasMessageContaining("generic server");
        assertThat(server().process()).isPresent();
        assertThat(ScriptedServer.signals(release)).isEmpty();
    }
}
