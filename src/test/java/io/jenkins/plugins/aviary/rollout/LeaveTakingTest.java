package io.jenkins.plugins.aviary.rollout;

import static io.jenkins.plugins.aviary.rollout.WorldDeliveryTest.NEW;
import static io.jenkins.plugins.aviary.rollout.WorldDeliveryTest.OLD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.artifact.FolderArtifactStore;
import io.jenkins.plugins.aviary.host.InstalledRelease;
import io.jenkins.plugins.aviary.host.JournalEntry;
import io.jenkins.plugins.aviary.model.EnvironmentPolicy;
import io.jenkins.plugins.aviary.rollout.SimulatedSite.At;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Players are told before their server is saved and stopped, and let in again if it stays. */
class LeaveTakingTest {
    @TempDir
    Path folder;

    private final SimulatedSite site = new SimulatedSite("alpha").running(OLD);
    private SimulatedSurroundings surroundings;

    @BeforeEach
    void surrounded() {
        surroundings = new SimulatedSurroundings(folder);
        site.locked = true;
        site.releases.add(NEW);
    }

    private WorldOutcome deliver(InstalledRelease release, boolean backwards, boolean evenUnsaved)
            throws InterruptedException {
        DeliveryPlan plan = new DeliveryPlan(
                "test",
                "rolling",
                "",
                backwards,
                false,
                evenUnsaved,
                Duration.ofSeconds(1),
                EnvironmentPolicy.DEFAULT,
                Map.of());
        return new WorldDelivery(
                        site, new DeliveryTarget(release, Optional.empty()), plan, known(), surroundings.context())
                .deliver();
    }

    private KnownReleases known() {
        return new KnownReleases(FolderArtifactStore.inHome(folder));
    }

    @Test
    void comesBeforeTheSaveAndIsOverOnceTheServerIsStopped() throws Exception {
        site.beforeEach = () -> {
            if (site.toldOfIt) {
                assertThat(site.done).doesNotContain("start " + NEW.name());
            }
        };

        assertThat(deliver(NEW, false, false).state()).isEqualTo(WorldState.DELIVERED);

        assertThat(site.farewells).containsExactly("said", "over");
    }

    @Test
    void isNotForABadReleaseThatIsTakenBack() throws Exception {
        site.running(NEW);

        assertThat(deliver(OLD, true, false).state()).isEqualTo(WorldState.DELIVERED);

        assertThat(site.farewells).isEmpty();
    }

    @Test
    void isTakenBackWhenTheServerCannotBeToldSavedOrStopped() throws Exception {
        for (At where : new At[] {At.FAREWELL, At.SAVE, At.STOP}) {
            site.faults.clear();
            site.farewells.clear();
            site.failingAt(where);

            WorldOutcome outcome = deliver(NEW, false, false);

            assertThat(outcome.state()).as(where.name()).isEqualTo(WorldState.FAILED);
            assertThat(site.running).contains(OLD.name());
            assertThat(site.farewells).as(where.name()).containsExactly("said", "taken back");
        }
    }

    @Test
    void doesNotKeepAServerThatMayBeStoppedUnsaved() throws Exception {
        site.failingAt(At.FAREWELL);

        assertThat(deliver(NEW, false, true).state()).isEqualTo(WorldState.DELIVERED);

        assertThat(site.done).contains("save");
        assertThat(surroundings.lines).anyMatch(line -> line.contains("evenUnsaved"));
    }

    @Test
    void isTakenBackWhenTheDeliveryIsCancelledMeanwhile() {
        site.cancelledInFarewell = true;

        assertThatThrownBy(() -> deliver(NEW, false, false)).isInstanceOf(InterruptedException.class);

        assertThat(site.farewells).containsExactly("said", "taken back");
        assertThat(site.running).contains(OLD.name());
        assertThat(site.done).doesNotContain("save");
    }

    @Test
    void isTakenBackByWhateverEndsAKilledDelivery() throws Exception {
        site.record(JournalEntry.Kind.BEGUN, NEW, "", "");
        site.toldOfIt = true;

        new Recovery(site, known(), Duration.ofSeconds(1), surroundings).settle();

        assertThat(site.farewells).containsExactly("taken back");
        assertThat(site.running).contains(OLD.name());
    }

    @Test
    void ofAKilledRunIsTakenBackBeforeTheConfigurationIsWritten() throws Exception {
        site.toldOfIt = true;

        assertThat(deliver(NEW, false, false).state()).isEqualTo(WorldState.DELIVERED);

        assertThat(site.farewells).containsExactly("taken back", "said", "over");
    }
}
