package io.jenkins.plugins.aviary.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.server.FixtureServer.Fault;
import io.jenkins.plugins.aviary.server.Readiness.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a world's server does when it is driven, with servers in this process. */
@Timeout(60)
class WorldServerTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(400);

    @TempDir
    Path folder;

    private final FixtureWorlds surroundings = new FixtureWorlds();
    private FixtureHost host;
    private World world;
    private WorldServer server;

    @BeforeEach
    void set() {
        world = FixtureWorlds.world("alpha", folder.resolve("alpha"), 7172);
        host = new FixtureHost("here").with(world).players(5);
        server = surroundings.server(host, world);
    }

    @AfterEach
    void end() {
        host.powerCut();
    }

    private Readiness started(Duration within, Fault... faults) throws Exception {
        Path release = FixtureWorlds.release(world, "1.0.0-abcdef01", faults);
        LogMark mark = server.mark();
        server.start(release.toString());
        return server.awaitReady(mark, within, surroundings);
    }

    private FixtureServer running() {
        return host.server(world).orElseThrow();
    }

    @Test
    void becomesReadyOnceItsLogItsStatusAndItsGamePortSaySo() throws Exception {
        Readiness readiness = started(LONG);

        assertThat(readiness.verdict()).as(readiness.reason()).isEqualTo(Verdict.READY);
        assertThat(readiness.status().orElseThrow().serverName()).isEqualTo("alpha");
        assertThat(server.process().orElseThrow().workingDirectory()).endsWith("/releases/1.0.0-abcdef01");
    }

    @ParameterizedTest
    @CsvSource({
        "NEVER_READY, TOO_SLOW, it is not online after",
        "MUTE_STATUS, MUTE, its status port 7173: it did not answer",
        "MUTE_GAME, MUTE, its game port 7172: it cannot be reached",
        "BIND_FAILURE, PORT_TAKEN, could not bind one of its ports",
        "STARTUP_FAILURE, STARTUP_FAILED, Failed to connect to database!",
        "MIGRATION_FAILURE, MIGRATION_FAILED, Duplicate column name",
        "CRASH_WHILE_LOADING, CRASHED, its process is gone",
        "CRASH_WHEN_READY, CRASHED, its process is gone",
        "CRASH_UNSEEN, CRASH_LOOP, it ended 3 times while it started"
    })
    void tellsWhyAServerIsNotReady(Fault fault, Verdict verdict, String reason) throws Exception {
        Readiness readiness = started(SHORT, fault);

        assertThat(readiness.verdict()).as(readiness.reason()).isEqualTo(verdict);
        assertThat(readiness.reason()).contains(reason);
        assertThat(readiness.isReady()).isFalse();
    }

    @Test
    void saysOfAFailedStartWhatTheLogComplainedOf() throws Exception {
        assertThat(started(LONG, Fault.STARTUP_FAILURE).evidence())
                .extracting(LogEntry::message)
                .first()
                .asString()
                .contains("Access denied");
    }

    @Test
    void doesNotStartASecondServerForAWorld() throws Exception {
        started(LONG);

        assertThatThrownBy(() -> server.start(
                        folder.resolve("alpha/releases/1.0.0-abcdef01").toString()))
                .isInstanceOf(ServerFailure.class)
                .hasMessageContaining("runs already as pid");
        assertThat(host.started()).hasSize(1);
    }

    @Test
    void doesNotStartAServerWhereAnotherHasTheGamePort() throws Exception {
        World squatter = FixtureWorlds.world("squatter", folder.resolve("squatter"), 7172);
        host.with(squatter);
        surroundings
                .server(host, squatter)
                .start(FixtureWorlds.release(squatter, "1").toString());
        assertThat(surroundings
                        .server(host, squatter)
                        .awaitReady(LogMark.beginning(squatter.path() + "/shared/logs/server.log"), LONG, surroundings)
                        .isReady())
                .isTrue();

        assertThatThrownBy(() -> started(LONG)).hasMessageContaining("answers on its game port 7172");
    }

    @Test
    void savesAndTellsWhatTheServerConfirmed() throws Exception {
        started(LONG);

        SaveReport save = server.save(LONG);

        assertThat(save.players()).isEqualTo(5);
        assertThat(save.took()).isEqualTo(Duration.ofMillis(13));
        assertThat(running().history()).contains("saved");
    }

    @Test
    void doesNotTakeAnEarlierSaveForThisOne() throws Exception {
        started(LONG);
        server.save(LONG);
        host.powerCut();
        started(LONG, Fault.SAVE_UNCONFIRMED);

        assertThatThrownBy(() -> server.save(SHORT))
                .isInstanceOf(ServerFailure.class)
                .hasMessageContaining("began to save but did not end within 400 ms");
    }

    @Test
    void refusesASaveThatMissedAPlayer() throws Exception {
        started(LONG, Fault.PLAYER_NOT_SAVED);

        assertThatThrownBy(() -> server.save(LONG)).hasMessageContaining("complained 1 times of players or houses");
    }

    @Test
    void cannotSaveWhatDoesNotRun() {
        assertThatThrownBy(() -> server.save(LONG)).hasMessageContaining("test/alpha does not run on here");
    }

    @Test
    void stopsAServerSoThatItSavesFirst() throws Exception {
        started(LONG);
        FixtureServer stopped = running();

        StopReport report = server.stop(StopPlan.gently(LONG));

        assertThat(report.saved()).isTrue();
        assertThat(report.forced()).isEmpty();
        assertThat(report.players()).isEqualTo(5);
        assertThat(stopped.history()).containsExactly("started", "saved", "stopped");
        assertThat(server.process()).isEmpty();
    }

    @Test
    void saysOfAServerThatDoesNotStopAndMayNotBeForcedThatItMayGoDown() throws Exception {
        started(LONG, Fault.NEVER_STOPS);

        assertThatThrownBy(() -> server.stop(new StopPlan(SHORT, Duration.ZERO, false, SHORT, SHORT)))
                .isInstanceOf(StillStopping.class)
                .hasMessageContaining("did not stop within 400ms")
                .hasMessageContaining("shutting game server down")
                .hasMessageContaining("may go down at any time");
        assertThat(running().history()).doesNotContain("killed");
    }

    /** Once Canary has begun to shut down nothing stops it, so whoever gives up would leave the world down. */
    @Test
    void waitsForAServerThatIsSeenToShutDown() throws Exception {
        started(LONG, Fault.SLOW_TO_STOP);
        FixtureServer stopped = running();

        StopReport report = server.stop(new StopPlan(SHORT, Duration.ZERO, false, LONG, SHORT));

        assertThat(report.forced()).isEmpty();
        assertThat(stopped.history()).containsExactly("started", "saved", "stopped");
        assertThat(StopPlan.gently(Duration.ofSeconds(60)).overtime()).isEqualTo(Duration.ofMinutes(5));
        assertThat(StopPlan.gently(Duration.ofMinutes(2)).overtime()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void tellsAServerThatDiedFromOneThatWasStopped() throws Exception {
        started(LONG);
        assertThat(server.hasDied()).isFalse();
        host.powerCut();
        assertThat(server.hasDied()).isTrue();
        started(LONG);
        server.stop(StopPlan.gently(LONG));
        assertThat(server.hasDied()).isFalse();
    }

    @Test
    void endsAServerByForceOnlyIfThePlanAllowsIt() throws Exception {
        started(LONG, Fault.NEVER_STOPS);
        FixtureServer stopped = running();

        StopReport report = server.stop(new StopPlan(SHORT, Duration.ZERO, false, SHORT, SHORT).orByForce());

        assertThat(report.forced()).isEqualTo("ABRT");
        assertThat(report.saved()).isFalse();
        assertThat(stopped.history()).containsExactly("started", "killed");
    }

    @Test
    void givesAServerMoreTimeForMorePlayers() {
        StopPlan plan = new StopPlan(Duration.ofSeconds(60), Duration.ofMillis(100), false, LONG, LONG);

        assertThat(plan.patience(1000)).isEqualTo(Duration.ofSeconds(160));
        assertThat(plan.patience(-1)).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void hasNothingToStopWhereNothingRuns() throws Exception {
        assertThat(server.stop(StopPlan.gently(LONG)).wasRunning()).isFalse();
    }

    @Test
    void reloadsAndShowsWhatTheLogSaidSince() throws Exception {
        started(LONG);
        LogMark mark = server.mark();

        server.reload();

        List<LogEntry> said = List.of();
        while (said.size() < 2) {
            said = server.logSince(mark, 100);
        }
        assertThat(said)
                .extracting(LogEntry::message)
                .startsWith("SIGHUP received, reloading config files...", "Reloaded config");
    }

    @Test
    void seesAHealthyServer() throws Exception {
        started(LONG);
        server.save(LONG);

        Health health = server.health();

        assertThat(health.state()).as(health.checks().toString()).isEqualTo(Health.State.HEALTHY);
        assertThat(health.players()).isEqualTo(5);
        assertThat(health.lastSave()).isPresent();
    }

    @Test
    void seesAServerWhoseScriptsFailAsDegraded() throws Exception {
        started(LONG, Fault.LUA_ERRORS);
        Health health = server.health();
        while (health.errorBlocks() == 0) {
            health = server.health();
        }

        assertThat(health.state()).isEqualTo(Health.State.DEGRADED);
        assertThat(health.checks())
                .anySatisfy(check -> assertThat(check.sentence()).contains("the last: Lua Script Error Detected"));
    }

    @Test
    void seesAMissingServerAsDown() throws Exception {
        Health health = server.health();

        assertThat(health.state()).isEqualTo(Health.State.DOWN);
        assertThat(health.process()).isEmpty();
        assertThat(health.players()).isEqualTo(-1);
    }

    @Test
    void drivesAThousandWorldsInOneProcess() throws Exception {
        FixtureHost fleet = new FixtureHost("fleet").players(1);
        try {
            for (int i = 0; i < 1000; i++) {
                World one = FixtureWorlds.world("w" + i, folder.resolve("w" + i), 10_000 + 2 * i);
                fleet.with(one);
                surroundings
                        .server(fleet, one)
                        .start(FixtureWorlds.release(one, "1").toString());
            }
            for (int i = 0; i < 1000; i++) {
                World one = FixtureWorlds.world("w" + i, folder.resolve("w" + i), 10_000 + 2 * i);
                LogMark beginning = LogMark.beginning(one.path() + "/shared/logs/server.log");
                assertThat(surroundings
                                .server(fleet, one)
                                .awaitReady(beginning, LONG, surroundings)
                                .isReady())
                        .isTrue();
            }
        } finally {
            fleet.powerCut();
        }
    }
}
