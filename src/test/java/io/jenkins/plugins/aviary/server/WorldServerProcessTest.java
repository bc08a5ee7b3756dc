package io.jenkins.plugins.aviary.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.host.GameHost;
import io.jenkins.plugins.aviary.host.HostConnections;
import io.jenkins.plugins.aviary.host.LocalHost;
import io.jenkins.plugins.aviary.host.LoopbackSshServer;
import io.jenkins.plugins.aviary.model.Launch;
import io.jenkins.plugins.aviary.model.Ports;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.server.FixtureServer.Fault;
import io.jenkins.plugins.aviary.server.Readiness.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers in processes of their own, driven on this machine and over SSH. */
@Tag("integration")
@Timeout(120)
class WorldServerProcessTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String SECRET = "a-secret-of-28-characters-!'";

    @TempDir
    Path folder;

    /** What holds for servers on every kind of host. */
    abstract class OnAHost {
        final FixtureWorlds surroundings = new FixtureWorlds();
        final Ports ports = FixtureProcess.freePorts();
        GameHost host;
        World world;

        abstract GameHost connect(FixtureWorlds surroundings);

        @BeforeEach
        void connected() {
            host = connect(surroundings);
            surroundings.secrets.put("database", SECRET);
            world = FixtureWorlds.world(
                    "alpha",
                    folder.resolve("alpha world"),
                    ports,
                    FixtureProcess.launch("alpha", ports, 3, Map.of("FIXTURE_SECRET", "credentials:database")));
        }

        WorldServer server() {
            return surroundings.server(host, world);
        }

        Path release(String version, Fault... faults) {
            Path release = FixtureWorlds.release(world, version, faults);
            FixtureProcess.install(release);
            return release;
        }

        Readiness started(Path release) throws Exception {
            LogMark mark = server().mark();
            server().start(release.toString());
            return server().awaitReady(mark, LONG, surroundings);
        }

        @AfterEach
        void endServer() throws Exception {
            // A wrapper's shell and the server it has now are both in the world's folder.
            for (int i = 0; i < 3; i++) {
                var found = new ProcessTable(host, "alpha", world.path(), "canary").find();
                if (found.isPresent()) {
                    found.get().supervisors().forEach(shell -> end(shell.pid()));
                    end(found.get().process().pid());
                }
            }
            host.close();
            disconnect();
        }

        void disconnect() {
            // A local host holds no connection.
        }

        private void end(long pid) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }

        @Test
        void startsSavesAndStopsAServer() throws Exception {
            Path release = release("1.0.0-abcdef01");

            Readiness readiness = started(release);
            assertThat(readiness.verdict())
                    .as(readiness.reason() + readiness.evidence())
                    .isEqualTo(Verdict.READY);
            ServerProcess process = server().process().orElseThrow();
            assertThat(process.executable()).isEqualTo(release.toRealPath() + "/canary");
            assertThat(process.workingDirectory())
                    .isEqualTo(release.toRealPath().toString());
            assertThat(server().save(LONG).players()).isEqualTo(3);
            assertThat(server().health().state())
                    .as(server().health().checks().toString())
                    .isEqualTo(Health.State.HEALTHY);

            StopReport stop = server().stop(StopPlan.gently(LONG));

            assertThat(stop.saved()).isTrue();
            assertThat(stop.players()).isEqualTo(3);
            assertThat(server().process()).isEmpty();
        }

        @Test
        void givesASecretToTheServerAloneAndNeverOnACommandLine() throws Exception {
            started(release("1"));

            List<LogEntry> log = server().logSince(LogMark.beginning(world.path() + "/shared/logs/server.log"), 100);

            assertThat(log).extracting(LogEntry::message).contains("The secret has 28 characters");
            assertThat(commandLines()).noneMatch(line -> line.contains(SECRET));
        }

        @Test
        void keepsTheEnvironmentOfTheAgentFromTheServer() throws Exception {
            started(release("1"));

            String environment = Files.readString(
                    Path.of("/proc/" + server().process().orElseThrow().pid() + "/environ"),
                    StandardCharsets.ISO_8859_1);

            assertThat(environment).contains("FIXTURE_SECRET=").doesNotContain("AVIARY_RUN", "MAVEN", "SUREFIRE");
        }

        @Test
        void findsAServerWhoseReleaseWasDeleted() throws Exception {
            Path release = release("1");
            started(release);
            host.deleteTree(world.path(), release.toString());

            assertThat(server().process()).isPresent();
            assertThat(server().stop(StopPlan.gently(LONG)).saved()).isTrue();
        }

        @Test
        void signalsNobodyWhoGotThePidOfAServer() throws Exception {
            started(release("1"));
            ServerProcess process = server().process().orElseThrow();
            ProcessTable table = new ProcessTable(host, "alpha", world.path(), "canary");

            boolean sent = table.signal(
                    new ProcessTable.Target(process.pid(), process.startTicks() + 1, process.executable()),
                    ServerSignal.KILL);
            boolean sentToAnother = table.signal(
                    new ProcessTable.Target(process.pid(), process.startTicks(), "/bin/other"), ServerSignal.KILL);

            assertThat(sent).isFalse();
            assertThat(sentToAnother).isFalse();
            assertThat(server().process()).isPresent();
        }

        @Test
        void doesNotTakeAServerOfTheSameNameElsewhereForItsOwn() throws Exception {
            World elsewhere = FixtureWorlds.world("alpha2", folder.resolve("alpha world 2"), ports, world.launch());
            started(release("1"));

            assertThat(surroundings.server(host, elsewhere).process()).isEmpty();
        }

        @Test
        void saysWhyABinaryDoesNotStart() throws Exception {
            Path release = FixtureWorlds.release(world, "1");

            assertThatThrownBy(() -> server().start(release.toString()))
                    .isInstanceOf(ServerFailure.class)
                    .hasMessageContaining("canary is missing or not executable");
        }

        @Test
        void stopsAServerThatItsWrapperWouldStartAgain() throws Exception {
            Path release = release("1");
            wrapped(release);

            assertThat(started(release).isReady()).isTrue();
            StopReport stop = server().stop(StopPlan.gently(LONG));

            assertThat(stop.saved()).isTrue();
            assertThat(surroundings.lines).anyMatch(line -> line.contains("which would start it again"));
            assertThat(server().process()).isEmpty();
            assertThat(inTheWorldsFolder()).isEmpty();
        }

        @Test
        void recognisesAServerThatIsStartedAgainAndAgain() throws Exception {
            Path release = release("1", Fault.CRASH_WHILE_LOADING);
            wrapped(release);

            assertThat(started(release).verdict()).isEqualTo(Verdict.CRASH_LOOP);
        }

        /** As Canary's start.sh does: a loop, the output through a filter and tee. */
        private void wrapped(Path release) throws IOException {
            String binary = String.join(" ", FixtureProcess.command("alpha", ports, 3));
            Files.writeString(
                    release.resolve("start.sh"),
                    "mkdir -p logs\nwhile true; do\n    sleep 0.3\n    " + binary
                            + " 2>&1 | while IFS= read -r line; do echo \"$(date +'%F %T - ') $line\"; done"
                            + " | tee \"logs/$(date +'%F %H-%M-%S.log')\"\ndone\n");
            world = FixtureWorlds.world(
                    "alpha",
                    Path.of(world.path()),
                    ports,
                    new Launch("", List.of("/bin/sh", "start.sh", "alpha"), FixtureProcess.with(Map.of())));
        }

        /** The processes that work in the world's folder; the pipe's other end has a moment to see that it is over. */
        private List<Path> inTheWorldsFolder() throws Exception {
            List<Path> left = List.of(folder);
            for (int i = 0; i < 100 && !left.isEmpty(); i++) {
                Thread.sleep(20);
                try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
                    left = processes
                            .filter(path -> path.getFileName().toString().matches("\\d+"))
                            .filter(path -> workingFolder(path).startsWith(folder))
                            .toList();
                }
            }
            return left;
        }

        private Path workingFolder(Path process) {
            try {
                return Files.readSymbolicLink(process.resolve("cwd"));
            } catch (IOException e) {
                return Path.of("/");
            }
        }

        private List<String> commandLines() throws IOException {
            try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
                return processes
                        .filter(path -> path.getFileName().toString().matches("\\d+"))
                        .map(path -> read(path.resolve("cmdline")))
                        .toList();
            }
        }

        private String read(Path file) {
            try {
                return Files.readString(file, StandardCharsets.ISO_8859_1).replace('\0', ' ');
            } catch (IOException e) {
                return "";
            }
        }
    }

    @Nested
    class OnThisMachine extends OnAHost {
        @Override
        GameHost connect(FixtureWorlds surroundings) {
            return new LocalHost("here");
        }
    }

    @Nested
    class OverSsh extends OnAHost {
        private LoopbackSshServer ssh;
        private HostConnections connections;

        @Override
        GameHost connect(FixtureWorlds surroundings) {
            ssh = LoopbackSshServer.start();
            surroundings.secrets.put("key", ssh.clientKey().reveal());
            connections = new HostConnections(surroundings, event -> {}, surroundings);
            return connections.host(ssh.address("loopback", "key"));
        }

        @Override
        void disconnect() {
            connections.close();
            ssh.close();
        }
    }
}
