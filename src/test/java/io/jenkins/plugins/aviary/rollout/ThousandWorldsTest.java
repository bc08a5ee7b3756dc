package io.jenkins.plugins.aviary.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.artifact.FolderArtifactStore;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.model.EnvironmentPolicy;
import io.jenkins.plugins.aviary.rollout.SimulatedSite.At;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A release goes to a thousand simulated worlds in waves, with failures among them. */
class ThousandWorldsTest {
    private static final int AT_ONCE = 50;

    @TempDir
    Path folder;

    SimulatedSurroundings surroundings;
    StoredRelease stored;

    @BeforeEach
    void release() throws Exception {
        surroundings = new SimulatedSurroundings(folder);
        String digest = surroundings.stored("2.0", Map.of());
        stored = StoredRelease.of(new Digest(digest), FolderArtifactStore.inHome(folder));
    }

    private static List<SimulatedSite> worlds(int count) {
        List<SimulatedSite> sites = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            sites.add(new SimulatedSite("world" + index).running(WorldDeliveryTest.release("1.0")));
        }
        return sites;
    }

    private List<WorldOutcome> deliver(List<SimulatedSite> sites, int maxUnavailable, boolean rollbackAll)
            throws InterruptedException {
        EnvironmentPolicy policy = FixtureFleet.atOnce(maxUnavailable);
        DeliveryPlan plan =
                new DeliveryPlan("test", "rolling", "", false, false, false, Duration.ofSeconds(1), policy, Map.of());
        KnownReleases known = new KnownReleases(FolderArtifactStore.inHome(folder));
        try (Fleet fleet = new Fleet(List.copyOf(sites), known, Duration.ofSeconds(1), surroundings.context())) {
            FleetDelivery delivery = new FleetDelivery(fleet, known, plan, surroundings.context());
            delivery.check("test", "a test", (site, state) -> DeliveryTarget.of(stored));
            return delivery.deliver(rollbackAll);
        }
    }

    @Test
    void costsNoMoreForEachWorldWhenThereAreMany() throws Exception {
        deliver(worlds(100), 50, false);
        for (int count : new int[] {100, 1000}) {
            List<SimulatedSite> sites = worlds(count);
            long begun = System.nanoTime();
            List<WorldOutcome> outcomes = deliver(sites, 50, false);
            double millis = (System.nanoTime() - begun) / 1e6;
            Runtime runtime = Runtime.getRuntime();
            System.out.printf(
                    Locale.ROOT,
                    "%d worlds: %.0f ms, %.3f ms a world, heap %d MiB%n",
                    count,
                    millis,
                    millis / count,
                    (runtime.totalMemory() - runtime.freeMemory()) >> 20);
            assertThat(outcomes).hasSize(count).allMatch(outcome -> outcome.state() == WorldState.DELIVERED);
            // What a world is asked does not grow with the fleet.
            assertThat(sites).allSatisfy(site -> assertThat(site.done).hasSize(5));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 50})
    void stopsAtTheFirstFailureAndNamesEveryWorld(int atOnce) throws Exception {
        List<SimulatedSite> sites = worlds(1000);
        sites.get(300).badReleases.add(stored.releaseName());

        List<WorldOutcome> outcomes = deliver(sites, atOnce, false);

        assertThat(outcomes).hasSize(1000);
        assertThat(outcomes.get(300).state()).isEqualTo(WorldState.ROLLED_BACK);
        if (atOnce == 1) {
            // With more at once, how many others get through before the failure is seen is up to the threads.
            assertThat(outcomes.stream().filter(outcome -> outcome.state() == WorldState.UNTOUCHED))
                    .hasSize(699);
        }
        for (int index = 0; index < sites.size(); index++) {
            SimulatedSite site = sites.get(index);
            assertThat(site.running).contains(outcomes.get(index).release());
            assertThat(site.inspect().journal().unfinished()).isEmpty();
        }
    }

    @Test
    void takesAThousandWorldsBack() throws Exception {
        List<SimulatedSite> sites = worlds(1000);
        sites.get(999).badReleases.add(stored.releaseName());

        List<WorldOutcome> outcomes = deliver(sites, AT_ONCE, true);

        // A world whose turn had not come when the failure was seen has nothing to be taken back.
        assertThat(outcomes)
                .hasSize(1000)
                .allMatch(outcome ->
                        outcome.state() == WorldState.ROLLED_BACK || outcome.state() == WorldState.UNTOUCHED);
        assertThat(outcomes.stream().filter(outcome -> outcome.state() == WorldState.ROLLED_BACK))
                .as("at most the %d that share the last turns were still to begin", AT_ONCE - 1)
                .hasSizeGreaterThan(1000 - AT_ONCE);
        assertThat(sites)
                .allSatisfy(site -> assertThat(site.running)
                        .contains(WorldDeliveryTest.release("1.0").name()));
    }

    @Test
    void touchesNobodyWhenOneOfAThousandHostsIsDead() {
        List<SimulatedSite> sites = worlds(1000);
        sites.get(500).failingAt(At.INSPECT);

        org.assertj.core.api.Assertions.assertThatThrownBy(() -> deliver(sites, 50, false))
                .isInstanceOf(DeliveryRefused.class)
                .hasMessageContaining("world500 failed at INSPECT");
        assertThat(sites).allSatisfy(site -> assertThat(site.done).isEmpty());
    }
}
