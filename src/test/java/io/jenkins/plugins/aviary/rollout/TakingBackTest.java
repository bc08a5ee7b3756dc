package io.jenkins.plugins.aviary.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.artifact.FolderArtifactStore;
import io.jenkins.plugins.aviary.host.InstalledRelease;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.model.EnvironmentPolicy;
import io.jenkins.plugins.aviary.operation.ExitCode;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.testing.MovableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bad release is taken back from every world that can be reached, whatever is wrong with another one. */
class TakingBackTest {
    private static final InstalledRelease OLD = WorldDeliveryTest.release("1.0");

    @TempDir
    Path folder;

    SimulatedSurroundings surroundings;
    MovableClock clock;
    StoredRelease stored;
    final List<SimulatedSite> sites = new ArrayList<>();

    @BeforeEach
    void fleet() throws Exception {
        surroundings = new SimulatedSurroundings(folder);
        clock = new MovableClock(Instant.parse("2026-01-01T00:00:00Z"));
        surroundings.clock = clock;
        stored = StoredRelease.of(new Digest(surroundings.stored("2.0", Map.of())), FolderArtifactStore.inHome(folder));
        IntStream.range(0, 4).forEach(index -> sites.add(new SimulatedSite("world" + index).running(OLD)));
    }

    private static StageSpec worlds(int percent, int seconds) {
        return new StageSpec(StageSpec.Kind.WORLDS, 0, percent, 0, Duration.ofSeconds(seconds));
    }

    private Outcome<CanaryRelease.Result> canary(List<StageSpec> stages, String resume, CanaryRelease.Decision decision)
            throws InterruptedException {
        return canary(stages, resume, decision, false);
    }

    private Outcome<CanaryRelease.Result> canary(
            List<StageSpec> stages, String resume, CanaryRelease.Decision decision, boolean evenUnsaved)
            throws InterruptedException {
        CanaryRelease step = RolloutFixture.canary(
                "production", stored.digest().hex(), stages, resume, decision, evenUnsaved, Duration.ofSeconds(1));
        KnownReleases known = known();
        try (Fleet fleet = new Fleet(List.copyOf(sites), known, Duration.ofSeconds(1), surroundings.context());
                Fleet others = new Fleet(List.of(), known, Duration.ofSeconds(1), surroundings.context())) {
            return step.run(
                    fleet,
                    others,
                    DeliveryTarget.of(stored),
                    EnvironmentPolicy.DEFAULT,
                    known,
                    surroundings.context(),
                    clock::move);
        }
    }

    private KnownReleases known() {
        return new KnownReleases(FolderArtifactStore.inHome(folder));
    }

    private List<WorldOutcome> deploy(boolean rollbackAll) throws InterruptedException {
        DeliveryPlan plan = new DeliveryPlan(
                "test", "rolling", "", false, false, false, Duration.ofSeconds(1), EnvironmentPolicy.DEFAULT, Map.of());
        try (Fleet fleet = new Fleet(List.copyOf(sites), known(), Duration.ofSeconds(1), surroundings.context())) {
            FleetDelivery delivery = new FleetDelivery(fleet, known(), plan, surroundings.context());
            delivery.check("Delivering", "somebody", (site, state) -> DeliveryTarget.of(stored));
            return delivery.deliver(rollbackAll);
        }
    }

    private List<String> running() {
        return sites.stream().map(site -> site.running.orElse("nothing")).toList();
    }

    /** The first world dies on the new release while a host goes away. */
    private void diesWhile(SimulatedSite away) {
        sites.get(0).onStart = release -> {
            if (release.equals(stored.releaseName())) {
                sites.get(0).healthy = false;
                away.dead = true;
            } else {
                sites.get(0).healthy = true;
            }
        };
    }

    @Test
    void aDeadHostThatTheRolloutNeverTouchedDoesNotStopIt() throws Exception {
        diesWhile(sites.get(3));

        Outcome<CanaryRelease.Result> outcome = canary(List.of(worlds(25, 15), worlds(100, 0)), "", null);

        assertThat(outcome.code()).as(outcome.summary()).isEqualTo(ExitCode.ROLLED_BACK);
        assertThat(running()).containsOnly(OLD.name());
        assertThat(outcome.result().takenBack().get(3).line())
                .contains("host-of-world3 cannot be reached", "never touched it", "runs " + OLD.name());
    }

    @Test
    void aDeadHostThatHasTheReleaseIsNamedAndTakenBackOnceItAnswers() throws Exception {
        diesWhile(sites.get(1));

        Outcome<CanaryRelease.Result> outcome = canary(List.of(worlds(50, 15), worlds(100, 0)), "", null);

        // World 1 is delivered after world 0, so its delivery is what finds its host dead.
        assertThat(outcome.code()).as(outcome.summary()).isEqualTo(ExitCode.FAILED);
        assertThat(running()).containsOnly(OLD.name());
        assertThat(outcome.result().takenBack().get(1).line())
                .contains("FAILED", "host-of-world1 cannot be reached", "as far as anybody knows");
        String id = outcome.result().rollout();
        assertThat(outcome.summary()).contains("world1", "resume '" + id + "'");

        Outcome<CanaryRelease.Result> stillDead = canary(List.of(), id, CanaryRelease.Decision.ROLLBACK);
        assertThat(stillDead.code()).as(stillDead.summary()).isEqualTo(ExitCode.FAILED);

        sites.get(1).dead = false;
        sites.get(1).current = sites.get(1).inspect().release(stored.releaseName());
        sites.get(1).running = Optional.of(stored.releaseName());
        Outcome<CanaryRelease.Result> again = canary(List.of(), id, null);

        assertThat(again.code()).as(again.summary()).isEqualTo(ExitCode.ROLLED_BACK);
        assertThat(running()).containsOnly(OLD.name());
    }

    @Test
    void itIsResumedAndTakenBackWhileAHostIsDead() throws Exception {
        sites.forEach(site -> site.measurable = false);
        Outcome<CanaryRelease.Result> asked = canary(List.of(worlds(25, 15), worlds(100, 0)), "", null);
        assertThat(asked.code()).isEqualTo(ExitCode.INCONCLUSIVE);
        sites.get(3).dead = true;

        Outcome<CanaryRelease.Result> back =
                canary(List.of(), asked.result().rollout(), CanaryRelease.Decision.ROLLBACK);

        assertThat(back.code()).as(back.summary()).isEqualTo(ExitCode.ROLLED_BACK);
        assertThat(running()).containsOnly(OLD.name());
        assertThat(surroundings.lines).anyMatch(line -> line.startsWith("WARN world3 is left out"));
    }

    @Test
    void goneOnWithItLeavesOutADeadHostAndSaysSo() throws Exception {
        sites.forEach(site -> site.measurable = false);
        Outcome<CanaryRelease.Result> asked = canary(List.of(worlds(25, 15), worlds(100, 0)), "", null);
        sites.get(3).dead = true;

        Outcome<CanaryRelease.Result> on = canary(List.of(), asked.result().rollout(), CanaryRelease.Decision.CONTINUE);

        assertThat(on.code()).as(on.summary()).isEqualTo(ExitCode.FAILED);
        assertThat(on.summary()).contains("passed all 2 stages, but left out what could not be reached: world3");
        assertThat(running().subList(0, 3)).containsOnly(stored.releaseName());
        assertThat(sites.get(3).running).contains(OLD.name());
    }

    @Test
    void aRolloutOfWhichNoWorldCanBeReachedIsRefused() throws Exception {
        sites.forEach(site -> site.measurable = false);
        Outcome<CanaryRelease.Result> asked = canary(List.of(worlds(25, 15), worlds(100, 0)), "", null);
        sites.forEach(site -> site.dead = true);

        assertThatThrownBy(() -> canary(List.of(), asked.result().rollout(), CanaryRelease.Decision.ROLLBACK))
                .isInstanceOf(DeliveryRefused.class)
                .hasMessageContaining("host-of-world3 cannot be reached");
    }

    @Test
    void rollbackReleaseBringsBackTheWorldsThatCanBeReached() throws Exception {
        InstalledRelease now = new InstalledRelease(stored.releaseName(), stored.digest());
        sites.forEach(site -> site.running(now));
        sites.get(2).dead = true;
        DeliveryPlan plan = new DeliveryPlan(
                "test", "rolling", "", true, false, false, Duration.ofSeconds(1), EnvironmentPolicy.DEFAULT, Map.of());
        try (Fleet fleet = new Fleet(List.copyOf(sites), known(), Duration.ofSeconds(1), surroundings.context())) {
            FleetDelivery delivery = new FleetDelivery(fleet, known(), plan, surroundings.context());
            EarlierRelease earlier = new EarlierRelease("previous", false, known());
            delivery.check("Rolling back", "somebody", earlier::of);

            List<WorldOutcome> outcomes = delivery.deliver(false);

            assertThat(outcomes)
                    .extracting(WorldOutcome::world)
                    .contains("world2")
                    .hasSize(4);
            assertThat(outcomes)
                    .filteredOn(outcome -> outcome.state() == WorldState.FAILED)
                    .singleElement()
                    .satisfies(outcome -> assertThat(outcome.reason()).contains("host-of-world2 cannot be reached"));
        }
        assertThat(running()).containsExactly(OLD.name(), OLD.name(), now.name(), OLD.name());
    }

    @Test
    void aRollingDeliveryIsTakenBackWhereItCanBe() throws Exception {
        sites.get(3).onStart = release -> sites.get(1).dead = true;
        sites.get(3).badReleases.add(stored.releaseName());

        List<WorldOutcome> outcomes = deploy(true);

        assertThat(outcomes)
                .extracting(WorldOutcome::state)
                .containsExactly(
                        WorldState.ROLLED_BACK, WorldState.FAILED, WorldState.ROLLED_BACK, WorldState.ROLLED_BACK);
        assertThat(outcomes.get(1).reason())
                .contains(
                        "host-of-world1 cannot be reached",
                        "runs " + stored.releaseName() + " as far as anybody knows");
        assertThat(sites.get(0).running).contains(OLD.name());
        assertThat(sites.get(2).running).contains(OLD.name());
    }

    /** Its main loop hangs: it serves nobody and does not save. */
    @Test
    void aHungCanaryIsEndedByForceAndTakenBack() throws Exception {
        SimulatedSite first = sites.get(0);
        first.onStart = release -> {
            boolean hangs = release.equals(stored.releaseName());
            first.healthy = !hangs;
            if (hangs) {
                first.failingAt(SimulatedSite.At.SAVE);
            }
        };

        Outcome<CanaryRelease.Result> outcome = canary(List.of(worlds(25, 15), worlds(100, 0)), "", null);

        assertThat(outcome.code()).as(outcome.summary()).isEqualTo(ExitCode.ROLLED_BACK);
        assertThat(first.done).contains("force " + stored.releaseName());
        assertThat(running()).containsOnly(OLD.name());
    }

    @Test
    void aServerThatStillServesIsNeverEndedUnsavedByItself() throws Exception {
        SimulatedSite first = sites.get(0);
        sites.forEach(site -> site.measurable = false);
        Outcome<CanaryRelease.Result> asked = canary(List.of(worlds(25, 15), worlds(100, 0)), "", null);
        String id = asked.result().rollout();
        first.failingAt(SimulatedSite.At.SAVE);

        Outcome<CanaryRelease.Result> refused = canary(List.of(), id, CanaryRelease.Decision.ROLLBACK);

        assertThat(refused.code()).as(refused.summary()).isEqualTo(ExitCode.FAILED);
        assertThat(refused.summary()).contains("it still serves players", "evenUnsaved");
        assertThat(first.running).contains(stored.releaseName());
        assertThat(first.done).noneMatch(what -> what.startsWith("force "));

        Outcome<CanaryRelease.Result> agreed = canary(List.of(), id, CanaryRelease.Decision.ROLLBACK, true);

        assertThat(agreed.code()).as(agreed.summary()).isEqualTo(ExitCode.ROLLED_BACK);
        assertThat(first.done).contains("force " + stored.releaseName());
        assertThat(first.running).contains(OLD.name());
    }

    @Test
    void aReleaseThatDiesAfterItWasGoodIsTakenBackAndStopsTheRest() throws Exception {
        SimulatedSite first = sites.get(0);
        SimulatedSite second = sites.get(1);
        second.onStart = release -> first.badReleases.add(stored.releaseName());

        List<WorldOutcome> outcomes = deploy(false);

        assertThat(outcomes)
                .extracting(WorldOutcome::state)
                .containsExactly(
                        WorldState.ROLLED_BACK, WorldState.DELIVERED, WorldState.UNTOUCHED, WorldState.UNTOUCHED);
        assertThat(outcomes.get(0).reason()).contains("good at first, but serves nobody any more");
        assertThat(first.running).contains(OLD.name());
        assertThat(first.inspect().journal().isRejected(stored.releaseName())).isTrue();
    }

    @Test
    void theLastWorldsAreLookedAtOnceMoreToo() throws Exception {
        SimulatedSite last = sites.get(3);
        last.onStart = release -> sites.get(2).badReleases.add(stored.releaseName());

        List<WorldOutcome> outcomes = deploy(true);

        assertThat(outcomes).extracting(WorldOutcome::state).containsOnly(WorldState.ROLLED_BACK);
        assertThat(running()).containsOnly(OLD.name());
    }

    @Test
    void aWorldThatGoesDownAfterAllWasToldToStopIsStartedAgain() throws Exception {
        SimulatedSite slow = sites.get(0);
        slow.slowToStop = true;

        List<WorldOutcome> outcomes = deploy(false);

        assertThat(outcomes.get(0).state()).isEqualTo(WorldState.FAILED);
        assertThat(outcomes.get(0).reason()).doesNotContain("runs on").contains("was started again");
        assertThat(slow.running).contains(OLD.name());
    }

    @Test
    void anAbortedRolloutSaysWhichWorldItLeavesClosedAndWhatOpensIt() throws Exception {
        sites.forEach(site -> site.measurable = false);
        List<StageSpec> stages =
                List.of(new StageSpec(StageSpec.Kind.STAFF, 0, 0, 0, Duration.ofSeconds(15)), worlds(100, 0));
        Outcome<CanaryRelease.Result> asked = canary(stages, "", null);

        Outcome<CanaryRelease.Result> aborted =
                canary(List.of(), asked.result().rollout(), CanaryRelease.Decision.ABORT);

        assertThat(aborted.code()).isEqualTo(ExitCode.FAILED);
        assertThat(aborted.summary()).contains("world0 is still closed to all but staff", "deployRelease");
        assertThat(aborted.result().reason()).contains("world0 is still closed");
        assertThat(surroundings.lines).anyMatch(line -> line.startsWith("WARN world0 is still closed"));
        assertThat(surroundings
                        .events
                        .get(surroundings.events.size() - 1)
                        .payload()
                        .path("limited")
                        .path(0)
                        .textValue())
                .contains("world0 is still closed");
    }
}
