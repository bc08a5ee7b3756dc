package io.jenkins.plugins.aviary.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.artifact.FolderArtifactStore;
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
}
