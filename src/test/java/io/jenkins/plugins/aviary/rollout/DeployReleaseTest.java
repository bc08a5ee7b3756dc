package io.jenkins.plugins.aviary.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.host.FolderLock;
import io.jenkins.plugins.aviary.host.HostFailure;
import io.jenkins.plugins.aviary.host.LocalHost;
import io.jenkins.plugins.aviary.host.ReleaseFolder;
import io.jenkins.plugins.aviary.operation.Event;
import io.jenkins.plugins.aviary.operation.ExitCode;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.server.FixtureServer;
import io.jenkins.plugins.aviary.server.FixtureServer.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Releases are delivered to worlds behind SSH, with servers in processes of their own. */
@Tag("integration")
@Timeout(180)
class DeployReleaseTest {
    @TempDir
    Path folder;

    RolloutFixture installation;

    @BeforeEach
    void installed() throws Exception {
        installation = new RolloutFixture(folder, "alpha", "beta").configured();
    }

    @AfterEach
    void removed() {
        installation.close();
    }

    private DeployRelease step(String release) {
        return RolloutFixture.delivery(release);
    }

    private Outcome<FleetResult> deploy(String release) throws Exception {
        return step(release).run(installation.context());
    }

    private String release(String version, Fault... faults) throws Exception {
        return installation.release(version, Map.of(), faults);
    }

    private static List<WorldState> states(Outcome<FleetResult> outcome) {
        return outcome.result().worlds().stream().map(WorldOutcome::state).toList();
    }

    @Test
    void deliversToEveryWorldAndReportsIt() throws Exception {
        String first = release("1.0");
        String second = release("1.1");

        Outcome<FleetResult> fresh = deploy(first);
        Outcome<FleetResult> next = deploy(second);

        assertThat(fresh.code()).as(fresh.summary()).isEqualTo(ExitCode.DONE);
        assertThat(next.code()).as(next.summary()).isEqualTo(ExitCode.DONE);
        assertThat(states(next)).containsExactly(WorldState.DELIVERED, WorldState.DELIVERED);
        for (String world : List.of("alpha", "beta")) {
            assertThat(installation.current(world)).isEqualTo("1.1");
            assertThat(installation.running(world)).isEqualTo("1.1");
        }
        assertThat(next.result().worlds()).allSatisfy(world -> {
            assertThat(world.downtimeMillis()).isPositive();
            assertThat(world.previous()).startsWith("1.0-");
        });
        assertThat(installation.events)
                .extracting(Event::type)
                .containsExactly(
                        "deployment.started",
                        "deployment.finished",
                        "deployment.started",
                        "deployment.finished",
                        "deployment.started",
                        "deployment.finished",
                        "deployment.started",
                        "deployment.finished");
        Event started = installation.events.get(4);
        assertThat(started.release()).isEqualTo(second);
        assertThat(started.payload().path("fromDigest").textValue()).isEqualTo(first);
        assertThat(started.payload().path("fromVersion").textValue()).isEqualTo("1.0");
    }

    @Test
    void writesTheConfigurationOfEachWorld() throws Exception {
        installation.secrets.put("db", "hunter2-hunter2");
        installation.configured("settings: {serverName: 'The \"NAME\" world', maxPlayers: 200}");

        deploy(release("1.0"));

        assertThat(installation.world("alpha").resolve("current/config.lua"))
                .content()
                .contains("serverName = \"The \\\"alpha\\\" world\"")
                .contains("maxPlayers = 200")
                .contains("gameProtocolPort = " + installation.ports("alpha").game())
                .contains("statusProtocolPort = " + installation.ports("alpha").status());
    }

    @Test
    void holdsTheLocksOfAllWorldsUntilTheLastOneIsSeenReadyAndReported() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        installation.witness = type -> seen.add(type + ", alpha " + lockState("alpha") + ", beta " + lockState("beta"));

        Outcome<FleetResult> outcome = deploy(release("1.0"));

        assertThat(outcome.code()).as(outcome.summary()).isEqualTo(ExitCode.DONE);
        assertThat(seen)
                .filteredOn(line -> line.startsWith("deployment.finished"))
                .hasSize(2);
        assertThat(seen).allMatch(line -> line.endsWith("alpha held, beta held"));
        for (String world : List.of("alpha", "beta")) {
            // The holder on the host ends in its own time.
            for (int i = 0; i < 200 && lockState(world).equals("held"); i++) {
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
            assertThat(lockState(world)).isEqualTo("free");
        }
    }

    private String lockState(String world) {
        try (LocalHost here = new LocalHost("here");
                FolderLock lock =
                        new ReleaseFolder(here, installation.world(world).toString()).lock("somebody else")) {
            return lock == null ? "" : "free";
        } catch (HostFailure e) {
            return "held";
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void doesNothingForWhatRunsAlready() throws Exception {
        String release = release("1.0");
        deploy(release);
        long pid = installation.server("alpha").orElseThrow().pid();
        installation.events.clear();

        Outcome<FleetResult> again = deploy(release);

        assertThat(again.code()).isEqualTo(ExitCode.DONE);
        assertThat(again.summary()).contains("runs already in all 2 worlds; nothing was done");
        assertThat(states(again)).containsOnly(WorldState.UNCHANGED);
        assertThat(installation.server("alpha").orElseThrow().pid()).isEqualTo(pid);
        assertThat(installation.events).isEmpty();
    }

    @Test
    void deliversAgainWhenTheSettingsChanged() throws Exception {
        String release = release("1.0");
        deploy(release);
        installation.configured("settings: {maxPlayers: 7}");

        Outcome<FleetResult> again = deploy(release);

        assertThat(states(again)).containsOnly(WorldState.DELIVERED);
        assertThat(installation.world("beta").resolve("current/config.lua"))
                .content()
                .contains("maxPlayers = 7");
    }

    @Test
    void tellsPlayersBeforeTheirServerIsStoppedAndGivesTheOldReleaseItsConfigurationBack() throws Exception {
        installation.files.put(FixtureServer.READS_CONFIG, "");
        String old = release("1.0");
        deploy(old);
        Path config =
                installation.world("alpha").resolve("current").toRealPath().resolve("config.lua");
        String before = Files.readString(config);
        installation.policy = "      announce: 1s\n      drain: 1s\n      notice: Soon.\n";
        installation.configured();
        installation.lines.clear();

        Outcome<FleetResult> outcome = deploy(release("1.1", Fault.STARTUP_FAILURE));

        assertThat(outcome.code()).as(outcome.summary()).isEqualTo(ExitCode.ROLLED_BACK);
        assertThat(installation.lines)
                .containsSubsequence("Players are told: Soon. (in 1s)", "production/alpha: 3 players are still online");
        assertThat(installation.running("alpha")).isEqualTo("1.0");
        assertThat(config).content().isEqualTo(before);
        assertThat(installation.world("alpha").resolve(".aviary/maintenance")).isEmptyDirectory();
    }

    @Test
    void bringsBackWhatRanWhenTheReleaseIsBadAndTouchesNoOtherWorld() throws Exception {
        deploy(release("1.0"));
        String bad = release("2.0", Fault.STARTUP_FAILURE);
        installation.events.clear();

        Outcome<FleetResult> outcome = deploy(bad);

        assertThat(outcome.code()).isEqualTo(ExitCode.ROLLED_BACK);
        assertThat(outcome.summary()).contains("alpha:").contains("beta was not touched");
        assertThat(states(outcome)).containsExactly(WorldState.ROLLED_BACK, WorldState.UNTOUCHED);
        assertThat(installation.running("alpha")).isEqualTo("1.0");
        assertThat(installation.current("alpha")).isEqualTo("1.0");
        assertThat(installation.running("beta")).isEqualTo("1.0");
        assertThat(installation.events)
                .extracting(Event::type)
                .containsExactly("deployment.started", "deployment.rolledback");
        assertThat(installation.events.get(1).payload().path("toVersion").textValue())
                .isEqualTo("1.0");
    }

    @Test
    void leavesTheOldServerAloneWhenItDoesNotSave() throws Exception {
        deploy(release("1.0", Fault.PLAYER_NOT_SAVED));
        long pid = installation.server("alpha").orElseThrow().pid();

        Outcome<FleetResult> outcome = deploy(release("1.1"));

        assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
        assertThat(installation.server("alpha").orElseThrow().pid()).isEqualTo(pid);
        assertThat(installation.current("alpha")).isEqualTo("1.0");
        assertThat(states(outcome)).containsExactly(WorldState.FAILED, WorldState.UNTOUCHED);
    }

    @Test
    void takesAllWorldsBackIfAskedTo() throws Exception {
        Path yaml = folder.resolve("workspace/aviary.yml");
        Files.writeString(yaml, Files.readString(yaml).replace("readyWithin: 60s", "readyWithin: 20s"));
        deploy(release("1.0"));
        String release = release("1.1");
        Files.createDirectories(installation.world("beta").resolve("releases"));
        // The second world's host breaks the release: its binary cannot be started there.
        try (java.net.ServerSocket occupied = new java.net.ServerSocket()) {
            ProcessHandle beta = installation.server("beta").orElseThrow();
            beta.destroyForcibly();
            beta.onExit().join();
            occupied.setReuseAddress(true);
            occupied.bind(new java.net.InetSocketAddress(
                    "127.0.0.1", installation.ports("beta").game()));

            Outcome<FleetResult> outcome = new DeployRelease(
                            RolloutFixture.ENVIRONMENT,
                            release,
                            List.of(),
                            DeployRelease.Strategy.ROLLING,
                            true,
                            false,
                            false,
                            Duration.ofSeconds(30),
                            "")
                    .run(installation.context());

            assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
            assertThat(states(outcome)).containsExactly(WorldState.ROLLED_BACK, WorldState.FAILED);
            assertThat(installation.running("alpha")).isEqualTo("1.0");
        }
    }

    @Test
    void touchesNobodyWhenOneWorldCannotBeReached() throws Exception {
        deploy(release("1.0"));
        Path yaml = folder.resolve("workspace/aviary.yml");
        Files.writeString(
                yaml,
                Files.readString(yaml)
                        .replace(
                                "hosts:\n",
                                "hosts:\n  dead: {address: 127.0.0.1, port: 1, user: nobody, credentials:"
                                        + " game-host, hostKey: '" + hostKey(yaml) + "'}\n")
                        .replaceFirst("(?s)(beta:\\s+host: )game", "$1dead"));
        long pid = installation.server("alpha").orElseThrow().pid();
        String release = release("1.1");

        assertThatThrownBy(() -> deploy(release))
                .isInstanceOf(DeliveryRefused.class)
                .hasMessageContaining("nothing was changed")
                .hasMessageContaining("dead (127.0.0.1:1) cannot be reached");
        assertThat(installation.server("alpha").orElseThrow().pid()).isEqualTo(pid);
        assertThat(installation.current("alpha")).isEqualTo("1.0");
    }

    private static String hostKey(Path yaml) throws Exception {
        String text = Files.readString(yaml);
        int key = text.indexOf("hostKey: '") + "hostKey: '".length();
        return text.substring(key, text.indexOf('\'', key));
    }

    @Test
    void refusesAFolderThatSomebodyElseFilled() throws Exception {
        Files.createDirectories(installation.world("beta"));
        Files.writeString(installation.world("beta").resolve("canary"), "by hand");
        String release = release("1.0");

        assertThatThrownBy(() -> deploy(release))
                .isInstanceOf(DeliveryRefused.class)
                .hasMessageContaining("holds files that Aviary did not put there (canary)");
        assertThat(installation.server("alpha")).isEmpty();
    }

    @Test
    void keepsAsManyReleasesAsThePolicySaysBesidesThoseThatRunAndRan() throws Exception {
        installation.policy = "      keepReleases: 1\n";
        installation.configured();

        for (String version : List.of("1.0", "1.1", "1.2", "1.3")) {
            deploy(release(version));
        }

        try (var releases = Files.list(installation.world("alpha").resolve("releases"))) {
            assertThat(releases.map(
                            path -> DeliveryEvents.versionOf(path.getFileName().toString())))
                    .containsExactlyInAnyOrder("1.3", "1.2", "1.1");
        }
    }
}
