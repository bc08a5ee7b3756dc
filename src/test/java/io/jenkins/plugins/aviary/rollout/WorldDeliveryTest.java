package io.jenkins.plugins.aviary.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.artifact.FolderArtifactStore;
import io.jenkins.plugins.aviary.config.ServerConfig;
import io.jenkins.plugins.aviary.host.InstalledRelease;
import io.jenkins.plugins.aviary.host.JournalEntry;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.model.EnvironmentPolicy;
import io.jenkins.plugins.aviary.operation.Event;
import io.jenkins.plugins.aviary.rollout.SimulatedSite.At;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One world gets a release, and whatever goes wrong it ends on a release that runs or was never touched. */
class WorldDeliveryTest {
    static final InstalledRelease OLD = release("1.0");
    static final InstalledRelease NEW = release("2.0");
    private static final DeliveryPlan PLAN = new DeliveryPlan(
            "test", "rolling", "", false, false, false, Duration.ofSeconds(1), EnvironmentPolicy.DEFAULT, Map.of());

    @TempDir
    Path folder;

    final SimulatedSite site = new SimulatedSite("alpha").running(OLD);
    SimulatedSurroundings surroundings;

    @BeforeEach
    void surrounded() {
        surroundings = new SimulatedSurroundings(folder);
        site.locked = true;
        site.releases.add(NEW);
    }

    static InstalledRelease release(String version) {
        Digest digest = Digest.of(version);
        return new InstalledRelease(version + "-" + digest.brief(), digest);
    }

    private WorldDelivery delivery(DeliveryPlan plan) {
        return new WorldDelivery(
                site,
                new DeliveryTarget(NEW, Optional.empty()),
                plan,
                new KnownReleases(new FolderArtifactStore(folder)),
                surroundings.context());
    }

    private WorldOutcome deliver() throws InterruptedException {
        return delivery(PLAN).deliver();
    }

    @Test
    void savesStopsSwitchesAndStarts() throws Exception {
        assertThat(deliver().state()).isEqualTo(WorldState.DELIVERED);
        assertThat(site.done)
                .containsExactly("save", "stop " + OLD.name(), "activate " + NEW.name(), "start " + NEW.name());
        assertThat(site.journal)
                .extracting(JournalEntry::kind)
                .endsWith(JournalEntry.Kind.BEGUN, JournalEntry.Kind.ACTIVATED, JournalEntry.Kind.CONFIRMED);
    }

    @Test
    void startsWhatRanBeforeWhenTheNewReleaseIsBad() throws Exception {
        site.badReleases.add(NEW.name());

        WorldOutcome outcome = deliver();

        assertThat(outcome.state()).isEqualTo(WorldState.ROLLED_BACK);
        assertThat(outcome.reason()).contains(NEW.name() + " crashed");
        assertThat(site.running).contains(OLD.name());
        assertThat(site.current).contains(OLD);
        assertThat(site.inspect().journal().isRejected(NEW.name())).isTrue();
        assertThat(site.inspect().journal().unfinished()).isEmpty();
        assertThat(surroundings.events)
                .extracting(Event::type)
                .containsExactly("deployment.started", "deployment.rolledback");
    }

    @Test
    void saysSoWhenNothingRanBefore() throws Exception {
        SimulatedSite fresh = new SimulatedSite("beta");
        fresh.locked = true;
        fresh.releases.add(NEW);
        fresh.badReleases.add(NEW.name());

        WorldOutcome outcome = new WorldDelivery(
                        fresh,
                        new DeliveryTarget(NEW, Optional.empty()),
                        PLAN,
                        new KnownReleases(new FolderArtifactStore(folder)),
                        surroundings.context())
                .deliver();

        assertThat(outcome.state()).isEqualTo(WorldState.FAILED);
        assertThat(outcome.reason()).contains("nothing ran before");
    }

    @Test
    void leavesAServerThatDoesNotSaveOrStop() throws Exception {
        for (At where : List.of(At.SAVE, At.STOP)) {
            site.faults.clear();
            site.failingAt(where);

            WorldOutcome outcome = deliver();

            assertThat(outcome.state()).isEqualTo(WorldState.FAILED);
            assertThat(site.running).contains(OLD.name());
            assertThat(site.current).contains(OLD);
            assertThat(site.inspect().journal().unfinished()).isEmpty();
            assertThat(site.inspect().journal().isRejected(NEW.name())).isFalse();
        }
    }

    @Test
    void endsAServerThatDoesNotSaveIfThatIsWanted() throws Exception {
        site.failingAt(At.SAVE);
        DeliveryPlan anyway = new DeliveryPlan(
                "test", "rolling", "", false, false, true, Duration.ofSeconds(1), EnvironmentPolicy.DEFAULT, Map.of());

        assertThat(delivery(anyway).deliver().state()).isEqualTo(WorldState.DELIVERED);
        assertThat(surroundings.lines).anyMatch(line -> line.contains("evenUnsaved"));
    }

    @Test
    void doesNotGoBackToWhatCannotRunOnTheDatabase() throws Exception {
        site.badReleases.add(NEW.name());
        site.database = OptionalInt.of(60);
        String old = surroundings.stored("1.0", Map.of("databaseVersion", "59"));
        InstalledRelease knownOld = new InstalledRelease("1.0-" + old.substring(0, 8), new Digest(old));
        site.releases.clear();
        site.journal.clear();
        site.running(knownOld);
        site.releases.add(NEW);

        WorldOutcome outcome = new WorldDelivery(
                        site,
                        new DeliveryTarget(NEW, Optional.empty()),
                        PLAN,
                        new KnownReleases(FolderArtifactStore.inHome(folder)),
                        surroundings.context())
                .deliver();

        assertThat(outcome.state()).isEqualTo(WorldState.FAILED);
        assertThat(outcome.reason()).contains("restoreDatabase");
        assertThat(site.done).doesNotContain("start " + knownOld.name());
    }

    private static final DeliveryPlan BLUE_GREEN = new DeliveryPlan(
            "test",
            DeliveryPlan.BLUE_GREEN,
            "",
            false,
            false,
            false,
            Duration.ofSeconds(1),
            EnvironmentPolicy.DEFAULT,
            Map.of());

    @Test
    void dumpsBetweenTheServersAndProvesTheDumpOnceItServes() throws Exception {
        WorldOutcome outcome = delivery(BLUE_GREEN).deliver();

        assertThat(outcome.state()).isEqualTo(WorldState.DELIVERED);
        assertThat(outcome.reason()).contains("the way back is the dump the-dump");
        assertThat(site.done)
                .containsExactly(
                        "save", "stop " + OLD.name(), "dump", "activate " + NEW.name(), "start " + NEW.name(), "prove");
    }

    @Test
    void startsTheOldServerAgainWhenTheDumpFails() throws Exception {
        site.failingAt(At.DUMP);

        assertThat(delivery(BLUE_GREEN).deliver().state()).isEqualTo(WorldState.FAILED);
        assertThat(site.running).contains(OLD.name());
        assertThat(site.inspect().journal().unfinished()).isEmpty();
    }

    @Test
    void restoresTheDumpWhenTheNewServerChangedTheDatabaseSoThatTheOldOneCannotServe() throws Exception {
        InstalledRelease old = installed("1.0", surroundings.stored("1.0", Map.of("databaseVersion", "59")));
        InstalledRelease newer = installed("2.0", surroundings.stored("2.0", Map.of("databaseVersion", "59")));
        SimulatedSite migrating = new SimulatedSite("beta").running(old);
        migrating.locked = true;
        migrating.database = OptionalInt.of(59);
        migrating.releases.add(newer);
        migrating.badReleases.add(newer.name());
        migrating.onStart = release -> migrating.database = OptionalInt.of(release.equals(newer.name()) ? 60 : 59);
        KnownReleases known = new KnownReleases(FolderArtifactStore.inHome(folder));

        WorldOutcome outcome =
                new WorldDelivery(migrating, known.target(newer), BLUE_GREEN, known, surroundings.context()).deliver();

        assertThat(outcome.state()).as(outcome.reason()).isEqualTo(WorldState.ROLLED_BACK);
        assertThat(migrating.done).containsSubsequence("dump", "start " + newer.name(), "undo", "start " + old.name());
        assertThat(migrating.database).hasValue(59);
    }

    /** A world is never left down when what ran before can safely serve. */
    @Test
    void goesBackOverMigrationsThatOnlyAdded() throws Exception {
        String column = "function onUpdateDatabase() db.query(\"ALTER TABLE `players` ADD `x` int NULL\") end";
        String drop = "function onUpdateDatabase() db.query('ALTER TABLE `players` DROP COLUMN `y`') end";
        assertThat(afterMigration(column).state()).isEqualTo(WorldState.ROLLED_BACK);
        assertThat(surroundings.lines).anyMatch(line -> line.contains("only add to it, so it serves as before"));

        WorldOutcome refused = afterMigration(drop);
        assertThat(refused.state()).isEqualTo(WorldState.FAILED);
        assertThat(refused.reason())
                .contains("60.lua changes more than it adds")
                .contains("no proved backup");
    }

    /** Delivers a release that is bad after its migration was applied. */
    private WorldOutcome afterMigration(String migration) throws Exception {
        SimulatedSite migrated = new SimulatedSite("beta");
        migrated.locked = true;
        migrated.database = OptionalInt.of(60);
        InstalledRelease old = installed("1.0", surroundings.stored("1.0", Map.of("databaseVersion", "59")));
        InstalledRelease newer = installed(
                "2.0",
                surroundings.stored(
                        "2.0", Map.of("databaseVersion", "60"), Map.of("data/migrations/60.lua", migration)));
        migrated.running(old);
        migrated.releases.add(newer);
        migrated.badReleases.add(newer.name());
        FolderArtifactStore store = FolderArtifactStore.inHome(folder);
        KnownReleases known = new KnownReleases(
                store, Optional.of(new ServerConfig(ServerConfig.Dialect.CANARY, "canary", "data", "")));
        return new WorldDelivery(migrated, known.target(newer), PLAN, known, surroundings.context()).deliver();
    }

    static InstalledRelease installed(String version, String digest) {
        return new InstalledRelease(version + "-" + digest.substring(0, 8), new Digest(digest));
    }

    @Test
    void isBroughtToARunningReleaseWhenCancelled() throws Exception {
        for (boolean servesPlayers : new boolean[] {true, false}) {
            SimulatedSite cancelled = new SimulatedSite("beta").running(OLD);
            cancelled.locked = true;
            cancelled.cancelled = true;
            cancelled.healthy = servesPlayers;
            cancelled.releases.add(NEW);
            WorldDelivery delivery = new WorldDelivery(
                    cancelled,
                    new DeliveryTarget(NEW, Optional.empty()),
                    PLAN,
                    new KnownReleases(new FolderArtifactStore(folder)),
                    surroundings.context());

            assertThatThrownBy(delivery::deliver).isInstanceOf(InterruptedException.class);

            InstalledRelease expected = servesPlayers ? NEW : OLD;
            assertThat(cancelled.running).contains(expected.name());
            assertThat(cancelled.current).contains(expected);
            assertThat(cancelled.inspect().journal().unfinished()).isEmpty();
        }
    }

    @Test
    void endsWhatAKilledRunLeftUndone() throws Exception {
        for (JournalEntry.Kind last : List.of(JournalEntry.Kind.BEGUN, JournalEntry.Kind.ACTIVATED)) {
            for (Optional<String> running : List.of(Optional.<String>empty(), Optional.of(NEW.name()))) {
                SimulatedSite killed = new SimulatedSite("gamma").running(OLD);
                killed.locked = true;
                killed.releases.add(NEW);
                killed.record(last, NEW, "", "");
                if (last == JournalEntry.Kind.ACTIVATED) {
                    killed.activate(NEW.name());
                }
                killed.running = running;
                String expected = running.orElse(OLD.name());

                new Recovery(
                                killed,
                                new KnownReleases(new FolderArtifactStore(folder)),
                                Duration.ofSeconds(1),
                                surroundings)
                        .settle();

                assertThat(killed.running).as(last + " " + running).contains(expected);
                assertThat(killed.current).map(InstalledRelease::name).contains(expected);
                assertThat(killed.inspect().journal().unfinished()).isEmpty();
                assertThat(killed.inspect().journal().isConfirmed(expected)).isTrue();
            }
        }
    }

    /** A delivery that was told to stop is kept open, so that the next run starts a server if the old one went down. */
    @Test
    void keepsADeliveryOpenWhoseOldServerMayGoDownYet() throws Exception {
        site.slowToStop = true;

        WorldOutcome outcome = deliver();

        assertThat(outcome.state()).isEqualTo(WorldState.FAILED);
        assertThat(outcome.reason()).contains("may go down").doesNotContain("runs on");
        assertThat(site.inspect().journal().unfinished()).isPresent();
        site.running = Optional.empty();
        new Recovery(site, new KnownReleases(new FolderArtifactStore(folder)), Duration.ofSeconds(1), surroundings)
                .settle();
        assertThat(site.running).contains(OLD.name());
    }

    @Test
    void aReleaseThatDiesSoonAfterItWasReadyIsNotFoundGood() throws Exception {
        site.dyingReleases.add(NEW.name());

        WorldOutcome outcome = deliver();

        assertThat(outcome.state()).isEqualTo(WorldState.ROLLED_BACK);
        assertThat(outcome.reason()).contains("it was ready, but died");
        assertThat(site.inspect().journal().isConfirmed(NEW.name())).isFalse();
        assertThat(site.running).contains(OLD.name());
    }

    @Test
    void goesFurtherBackWhereWhatRanBeforeDoesNotStart() throws Exception {
        InstalledRelease crasher = release("1.5");
        site.running(crasher);
        site.dyingReleases.add(crasher.name());
        site.badReleases.add(NEW.name());

        WorldOutcome outcome = deliver();

        assertThat(outcome.state()).as(outcome.reason()).isEqualTo(WorldState.ROLLED_BACK);
        assertThat(outcome.release()).isEqualTo(OLD.name());
        assertThat(outcome.reason()).contains(crasher.name() + ": it was ready, but died");
        assertThat(site.running).contains(OLD.name());
    }

    @Test
    void whatIsKnownToHaveDiedIsGoneBackToLast() throws Exception {
        InstalledRelease crasher = release("1.5");
        site.running(crasher);
        site.running = Optional.empty();
        site.died = true;
        site.badReleases.add(NEW.name());

        assertThat(deliver().release()).isEqualTo(OLD.name());
        assertThat(site.done).doesNotContain("start " + crasher.name());
    }
}
