package io.jenkins.plugins.aviary.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.aviary.artifact.FolderArtifactStore;
import io.jenkins.plugins.aviary.host.InstalledRelease;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.model.EnvironmentPolicy;
import io.jenkins.plugins.aviary.operation.Event;
import io.jenkins.plugins.aviary.operation.ExitCode;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.rollout.SimulatedSite.At;
import io.jenkins.plugins.aviary.rollout.stage.RolloutInput;
import io.jenkins.plugins.aviary.testing.MovableClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rollout in stages over simulated worlds, with a clock that runs as fast as the rollout waits. */
class CanaryReleaseTest {
    private static final InstalledRelease OLD = WorldDeliveryTest.release("1.0");
    private static final List<StageSpec> STAGES = List.of(
            new StageSpec(StageSpec.Kind.STAFF, 0, 0, 0, Duration.ofSeconds(15)),
            new StageSpec(StageSpec.Kind.PLAYERS, 0, 0, 20, Duration.ofSeconds(15)),
            new StageSpec(StageSpec.Kind.WORLDS, 1, 0, 0, Duration.ofSeconds(15)),
            new StageSpec(StageSpec.Kind.WORLDS, 0, 50, 0, Duration.ofSeconds(15)),
            new StageSpec(StageSpec.Kind.WORLDS, 0, 100, 0, Duration.ofSeconds(15)));

    @TempDir
    Path folder;

    List<StageSpec> stages = STAGES;
    List<String> baseline = List.of();
    Duration before;
    final List<SimulatedSite> compared = new ArrayList<>();
    SimulatedSurroundings surroundings;
    MovableClock clock;
    String digest;
    StoredRelease stored;
    final List<SimulatedSite> sites = new ArrayList<>();

    /** The run is killed: nothing after it is done. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    @BeforeEach
    void fleet() throws Exception {
        surroundings = new SimulatedSurroundings(folder);
        clock = new MovableClock(Instant.parse("2026-01-01T00:00:00Z"));
        surroundings.clock = clock;
        digest = surroundings.stored("2.0", Map.of());
        stored = StoredRelease.of(new Digest(digest), FolderArtifactStore.inHome(folder));
        worlds(4);
    }

    private void worlds(int count) {
        sites.clear();
        IntStream.range(0, count).forEach(index -> {
            SimulatedSite site = new SimulatedSite("world" + index).running(OLD);
            Random noise = new Random(index);
            site.errors = () -> 100 + noise.nextInt(3);
            sites.add(site);
        });
    }

    private CanaryRelease step(String resume, CanaryRelease.Decision decision) {
        return new CanaryRelease(
                "production",
                digest,
                List.of(),
                stages,
                baseline,
                before,
                Duration.ZERO,
                null,
                resume,
                decision,
                false,
                Duration.ofSeconds(1),
                "");
    }

    private Outcome<CanaryRelease.Result> run(CanaryRelease step) throws InterruptedException {
        KnownReleases known = new KnownReleases(FolderArtifactStore.inHome(folder));
        try (Fleet fleet = new Fleet(List.copyOf(sites), known, Duration.ofSeconds(1), surroundings.context());
                Fleet others = new Fleet(List.copyOf(compared), known, Duration.ofSeconds(1), surroundings.context())) {
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

    private List<String> running() {
        return sites.stream().map(site -> site.running.orElse("nothing")).toList();
    }

    @Test
    void goesThroughItsStagesAndEndsOnAllWorlds() throws Exception {
        Outcome<CanaryRelease.Result> outcome = run(step("", null));

        assertThat(outcome.code()).as(outcome.summary()).isEqualTo(ExitCode.DONE);
        assertThat(running()).containsOnly(stored.releaseName());
        assertThat(outcome.result().stage()).isEqualTo(5);
        // Staff only needs a start, and so does opening again; the number of players does not.
        assertThat(sites.get(0).done.stream().filter(what -> what.startsWith("start ")))
                .hasSize(2);
        assertThat(sites.get(0).done).contains("reload");
        assertThat(sites.get(3).done.stream().filter(what -> what.startsWith("start ")))
                .hasSize(1);
        assertThat(surroundings.events)
                .extracting(Event::type)
                .contains("rollout.started", "rollout.judged")
                .endsWith("rollout.finished");
        assertThat(clock.instant()).isAfterOrEqualTo(Instant.parse("2026-01-01T00:01:15Z"));
    }

    @Test
    void takesTheReleaseBackWhenItIsWorse() throws Exception {
        Random noise = new Random(7);
        SimulatedSite first = sites.get(0);
        first.errors =
                () -> (first.running.filter(stored.releaseName()::equals).isPresent() ? 150 : 100) + noise.nextInt(3);

        Outcome<CanaryRelease.Result> outcome = run(step("", null));

        assertThat(outcome.code()).as(outcome.summary()).isEqualTo(ExitCode.ROLLED_BACK);
        assertThat(outcome.summary()).contains("errors");
        assertThat(running()).containsOnly(OLD.name());
        assertThat(sites.subList(1, 4)).allSatisfy(site -> assertThat(site.done).isEmpty());
        assertThat(first.inspect().journal().isRejected(stored.releaseName())).isTrue();
        JsonNode judged = surroundings.events.stream()
                .filter(event -> event.type().equals("rollout.judged"))
                .findFirst()
                .orElseThrow()
                .payload();
        assertThat(judged.path("verdict").textValue()).isEqualTo("fail");
        assertThat(judged.path("metrics").path(0).path("experiment").size()).isPositive();
    }

    @Test
    void takesAllWorldsBackWhenOneOfALaterStageCrashes() throws Exception {
        sites.get(1).badReleases.add(stored.releaseName());

        Outcome<CanaryRelease.Result> outcome = run(step("", null));

        assertThat(outcome.code()).isEqualTo(ExitCode.ROLLED_BACK);
        assertThat(running()).containsOnly(OLD.name());
    }

    @Test
    void takesTheReleaseBackAsSoonAsAWorldStopsServing() throws Exception {
        SimulatedSite first = sites.get(0);
        Instant dies = clock.instant().plus(Duration.ofSeconds(20));
        first.errors = () -> {
            if (clock.instant().isAfter(dies)
                    && first.running.filter(stored.releaseName()::equals).isPresent()) {
                first.badReleases.add(stored.releaseName());
            }
            return 1;
        };
        sites.subList(1, 4).forEach(site -> site.errors = () -> 1);

        Outcome<CanaryRelease.Result> outcome = run(step("", null));

        assertThat(outcome.code()).as(outcome.summary()).isEqualTo(ExitCode.ROLLED_BACK);
        assertThat(outcome.summary()).contains("world0 does not serve players any more");
        assertThat(Duration.between(dies, clock.instant())).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void asksWhenNothingCanBeMeasuredAndGoesOnAsDecided() throws Exception {
        sites.forEach(site -> site.measurable = false);

        Outcome<CanaryRelease.Result> asked = run(step("", null));

        assertThat(asked.code()).isEqualTo(ExitCode.INCONCLUSIVE);
        assertThat(asked.summary()).contains("stage 1 of 5");
        assertThat(asked.resume()).containsEntry("decision", "CONTINUE");
        String id = asked.resume().get("resume");
        Outcome<CanaryRelease.Result> next = run(step(id, CanaryRelease.Decision.CONTINUE));
        assertThat(next.code()).isEqualTo(ExitCode.INCONCLUSIVE);
        assertThat(next.summary()).contains("stage 2 of 5");

        Outcome<CanaryRelease.Result> back = run(step(id, CanaryRelease.Decision.ROLLBACK));

        assertThat(back.code()).isEqualTo(ExitCode.ROLLED_BACK);
        assertThat(running()).containsOnly(OLD.name());
    }

    @Test
    void honoursWishesWhileItWaits() throws Exception {
        SimulatedSite first = sites.get(0);
        boolean[] asked = new boolean[1];
        first.errors = () -> {
            if (!asked[0]) {
                asked[0] = true;
                RolloutFile.wish(
                        folder,
                        stored.releaseName() + "."
                                + Instant.parse("2026-01-01T00:00:00Z").toEpochMilli(),
                        RolloutInput.Wish.Kind.ROLLBACK,
                        "ann",
                        "a player found a dupe",
                        clock.instant());
            }
            return 1;
        };

        Outcome<CanaryRelease.Result> outcome = run(step("", null));

        assertThat(outcome.code()).isEqualTo(ExitCode.ROLLED_BACK);
        assertThat(outcome.summary()).contains("rolled back by ann: a player found a dupe");
        assertThat(running()).containsOnly(OLD.name());
    }

    @Test
    void aReleaseWhoseNewItemsPlayersHaveIsNotTakenBackByItself() throws Exception {
        InstalledRelease old = WorldDeliveryTest.installed(
                "1.0", surroundings.stored("1.0", Map.of(), Map.of("data/items/items.xml", "<item id=\"100\"/>")));
        digest = surroundings.stored(
                "2.0", Map.of(), Map.of("data/items/items.xml", "<item id=\"100\"/><item id=\"200\"/>"));
        stored = StoredRelease.of(new Digest(digest), FolderArtifactStore.inHome(folder));
        stages = STAGES.subList(2, 3);
        for (long have : new long[] {3, 0}) {
            sites.clear();
            SimulatedSite first = new SimulatedSite("world0").running(old);
            first.savedItems = OptionalLong.of(have);
            Random noise = new Random(5);
            first.errors = () ->
                    (first.running.filter(stored.releaseName()::equals).isPresent() ? 150 : 100) + noise.nextInt(3);
            SimulatedSite second = new SimulatedSite("world1").running(old);
            second.errors = () -> 100 + noise.nextInt(3);
            sites.addAll(List.of(first, second));

            Outcome<CanaryRelease.Result> outcome = run(step("", null));

            if (have == 0) {
                assertThat(outcome.code()).as(outcome.summary()).isEqualTo(ExitCode.ROLLED_BACK);
                assertThat(first.running).contains(old.name());
            } else {
                assertThat(outcome.code()).as(outcome.summary()).isEqualTo(ExitCode.FAILED);
                assertThat(outcome.summary()).contains("does not know 1 item", "they have 3", "acceptLoss");
                assertThat(first.running).contains(stored.releaseName());
            }
            clock.move(Duration.ofSeconds(1));
        }
    }

    @Test
    void aReleaseThatIsBadOnACloneReachesNoWorld() throws Exception {
        stages = List.of(
                new StageSpec(StageSpec.Kind.SMOKE, 0, 0, 0, Duration.ofSeconds(5)),
                new StageSpec(StageSpec.Kind.WORLDS, 0, 100, 0, Duration.ZERO));
        sites.get(0).badReleases.add(stored.releaseName());

        Outcome<CanaryRelease.Result> outcome = run(step("", null));

        assertThat(outcome.code()).as(outcome.summary()).isEqualTo(ExitCode.ROLLED_BACK);
        assertThat(outcome.summary()).contains("it crashed on the clone");
        assertThat(running()).containsOnly(OLD.name());
        assertThat(sites)
                .allSatisfy(site ->
                        assertThat(site.done).noneMatch(what -> what.startsWith("stop ") || what.startsWith("start ")));
    }

    @Test
    void goesOnWithTheWorldsAfterItWasGoodOnAClone() throws Exception {
        stages = List.of(
                new StageSpec(StageSpec.Kind.SMOKE, 0, 0, 0, Duration.ofSeconds(5)),
                new StageSpec(StageSpec.Kind.WORLDS, 0, 100, 0, Duration.ZERO));

        assertThat(run(step("", null)).code()).isEqualTo(ExitCode.DONE);
        assertThat(sites.get(0).done).contains("smoke " + stored.releaseName());
        assertThat(running()).containsOnly(stored.releaseName());
    }

    private JsonNode judged() {
        return surroundings.events.stream()
                .filter(event -> event.type().equals("rollout.judged"))
                .reduce((first, second) -> second)
                .orElseThrow()
                .payload();
    }

    @Test
    void comparesWithTheWorldsThatKeepTheOldReleaseAndSaysSo() throws Exception {
        stages = STAGES.subList(2, 3);

        assertThat(run(step("", null)).code()).isEqualTo(ExitCode.DONE);

        assertThat(judged().path("baseline").textValue())
                .contains("keep the old release meanwhile")
                .contains("world1, world2, world3");
    }

    @Test
    void aWorldThatAlwaysDifferedFromTheOthersIsComparedWithItsOwnPast() throws Exception {
        stages = STAGES.subList(2, 3);
        Random noise = new Random(11);
        sites.get(0).errors = () -> 200 + noise.nextInt(3);

        Outcome<CanaryRelease.Result> same = run(step("", null));

        assertThat(same.code()).as(same.summary()).isEqualTo(ExitCode.DONE);
        assertThat(judged().path("baseline").textValue())
                .contains("own past of the worlds with the release, measured from 2026-01-01T00:00:00Z")
                .contains("not shown to be like the others then: errors");
    }

    @Test
    void whatChangesWithTheHourOnAllWorldsIsNotHeldAgainstTheRelease() throws Exception {
        stages = STAGES.subList(2, 3);
        Instant evening = clock.instant().plus(Duration.ofSeconds(15));
        sites.forEach(site -> {
            Random noise = new Random(site.world().name().hashCode());
            site.errors = () -> (clock.instant().isBefore(evening) ? 100 : 200) + noise.nextInt(3);
        });

        Outcome<CanaryRelease.Result> same = run(step("", null));

        assertThat(same.code()).as(same.summary()).isEqualTo(ExitCode.DONE);
        assertThat(judged().path("baseline").textValue()).doesNotContain("own past");
    }

    @Test
    void startsTheBaselineAnewWithTheNewRelease() throws Exception {
        stages = STAGES.subList(2, 3);
        baseline = List.of("old");
        SimulatedSite old = new SimulatedSite("old").running(OLD);
        old.errors = () -> 100;
        compared.add(old);

        assertThat(run(step("", null)).code()).isEqualTo(ExitCode.DONE);

        assertThat(old.done).contains("save", "stop " + OLD.name(), "start " + OLD.name());
        assertThat(old.running).contains(OLD.name());
        assertThat(judged().path("baseline").textValue())
                .contains("started anew")
                .contains("old");
    }

    @Test
    void aLonelyWorldIsComparedWithItsOwnPastWhichIsMeasuredFirst() throws Exception {
        worlds(1);
        SimulatedSite only = sites.get(0);
        stages = STAGES.subList(2, 3);

        Outcome<CanaryRelease.Result> good = run(step("", null));

        assertThat(good.code()).as(good.summary()).isEqualTo(ExitCode.DONE);
        assertThat(judged().path("baseline").textValue())
                .contains("own past, measured from 2026-01-01T00:00:00Z to 2026-01-01T00:00:14Z");
        assertThat(clock.instant()).isEqualTo(Instant.parse("2026-01-01T00:00:30Z"));

        surroundings.events.clear();
        digest = surroundings.stored("3.0", Map.of());
        stored = StoredRelease.of(new Digest(digest), FolderArtifactStore.inHome(folder));
        Random noise = new Random(3);
        only.errors =
                () -> (only.running.filter(stored.releaseName()::equals).isPresent() ? 200 : 100) + noise.nextInt(3);

        assertThat(run(step("", null)).code()).isEqualTo(ExitCode.ROLLED_BACK);
    }

    @Test
    void whatAPrometheusServerRemembersOfAWeekAgoIsTheBestPast() throws Exception {
        worlds(1);
        stages = STAGES.subList(2, 3);
        before = Duration.ZERO;
        List<Instant> asked = new ArrayList<>();
        Random noise = new Random(4);
        sites.get(0).remembered = from -> {
            asked.add(from);
            return java.util.stream.Stream.generate(() -> 100.0 + noise.nextInt(3))
                    .limit(15)
                    .toList();
        };

        Outcome<CanaryRelease.Result> outcome = run(step("", null));

        assertThat(outcome.code()).as(outcome.summary()).isEqualTo(ExitCode.DONE);
        assertThat(asked).containsOnly(Instant.parse("2025-12-25T00:00:00Z"));
        assertThat(judged().path("baseline").textValue()).contains("7d before at the same time of day");
    }

    @Test
    void withoutAPastNothingIsSettled() throws Exception {
        worlds(1);
        stages = STAGES.subList(2, 3);
        before = Duration.ZERO;

        Outcome<CanaryRelease.Result> outcome = run(step("", null));

        assertThat(outcome.code()).isEqualTo(ExitCode.INCONCLUSIVE);
        assertThat(judged().path("baseline").textValue()).contains("of which nothing is known");
    }

    @Test
    void aMeasurementThatFailsIsNoFailureOfTheReleaseAndIsNamed() throws Exception {
        stages = STAGES.subList(2, 3);
        sites.get(0).measurable = false;

        Outcome<CanaryRelease.Result> outcome = run(step("", null));

        assertThat(outcome.code()).isEqualTo(ExitCode.INCONCLUSIVE);
        assertThat(outcome.summary())
                .contains("Not measured 15 times: world0, the log: nobody can read it")
                .contains("errors");
        assertThat(judged().path("errors").path(0).textValue()).contains("15 times");
    }

    @Test
    void aHostThatCannotBeReachedMeanwhileIsNoFailureOfTheReleaseAndNoPass() throws Exception {
        stages = STAGES.subList(2, 3);
        SimulatedSite first = sites.get(0);
        first.onStart = release -> {
            first.measurable = false;
            first.failingAt(At.HEALTH);
        };

        Outcome<CanaryRelease.Result> outcome = run(step("", null));

        assertThat(outcome.code()).as(outcome.summary()).isEqualTo(ExitCode.INCONCLUSIVE);
        assertThat(surroundings.lines).anyMatch(line -> line.contains("Nobody can tell how world0 is"));
    }

    @Test
    void aWorldThatCannotBeMeasuredDoesNotHideBehindTheOthers() throws Exception {
        stages = STAGES.subList(3, 4);
        sites.get(1).measurable = false;

        assertThat(run(step("", null)).code()).isEqualTo(ExitCode.INCONCLUSIVE);
    }

    @Test
    void writesAReportWithAPictureOfEachMetric() throws Exception {
        run(step("", null));

        String id = judged().path("deployment").textValue();
        String html = Files.readString(folder.resolve("aviary-rollouts").resolve(id + ".html"));
        assertThat(html)
                .contains("Stage 1 of 5 (staff only): PASS")
                .contains("Compared with the worlds that keep the old release meanwhile")
                .contains("<svg")
                .contains("SUCCEEDED")
                .doesNotContain("<script");
    }

    @Test
    void aWishThatIsReadTwiceAroundACrashCountsOnce() throws Exception {
        sites.forEach(site -> site.measurable = false);
        String id = run(step("", null)).resume().get("resume");
        Path wishes = folder.resolve("rollouts").resolve(id).resolve("wishes");
        RolloutFile.wish(folder, id, RolloutInput.Wish.Kind.SKIP, "ann", "", clock.instant());
        byte[] wish;
        try (var files = Files.list(wishes)) {
            wish = Files.readAllBytes(files.findFirst().orElseThrow());
        }
        RolloutFile.open(folder, id).takeWishes(clock.instant());
        Files.write(wishes.resolve("again.json"), wish);

        RolloutFile file = RolloutFile.open(folder, id);
        assertThat(file.takeWishes(clock.instant())).isEmpty();
        assertThat(file.state().stage()).isEqualTo(1);
    }

    /** Every call to a world or a wait may be the last of a run; the next one goes on from there. */
    @Test
    void killedAnywhereItIsGoneOnWithAndNoStageHappensTwice() throws Exception {
        stages = List.of(
                new StageSpec(StageSpec.Kind.STAFF, 0, 0, 0, Duration.ZERO),
                new StageSpec(StageSpec.Kind.PLAYERS, 0, 0, 20, Duration.ofSeconds(10)),
                new StageSpec(StageSpec.Kind.WORLDS, 0, 50, 0, Duration.ZERO),
                new StageSpec(StageSpec.Kind.WORLDS, 0, 100, 0, Duration.ZERO));
        int calls = 0;
        for (int kill = 1; ; kill += 1 + kill / 20) {
            Path home = Files.createDirectories(folder.resolve("home" + kill));
            surroundings = new SimulatedSurroundings(home);
            clock = new MovableClock(Instant.parse("2026-01-01T00:00:00Z"));
            surroundings.clock = clock;
            digest = surroundings.stored("2.0", Map.of());
            stored = StoredRelease.of(new Digest(digest), FolderArtifactStore.inHome(home));
            folder = home;
            worlds(2);
            int last = kill;
            int[] count = new int[1];
            sites.forEach(site -> site.beforeEach = () -> {
                if (++count[0] == last) {
                    throw new Killed();
                }
            });
            boolean killed = false;
            try {
                run(step("", null));
            } catch (Killed e) {
                killed = true;
            }
            if (!killed) {
                break;
            }
            sites.forEach(site -> site.beforeEach = () -> {});
            sites.forEach(SimulatedSite::close);
            Path rollouts = home.resolve("rollouts");
            String id = "";
            if (Files.isDirectory(rollouts)) {
                try (var ids = Files.list(rollouts)) {
                    id = ids.findFirst()
                            .map(path -> path.getFileName().toString())
                            .orElse("");
                }
            }
            Outcome<CanaryRelease.Result> outcome = run(step(id, null));

            assertThat(outcome.code())
                    .as("killed at call " + kill + ": " + outcome.summary())
                    .isEqualTo(ExitCode.DONE);
            assertThat(running()).as("killed at call " + kill).containsOnly(stored.releaseName());
            assertThat(sites)
                    .allSatisfy(site ->
                            assertThat(site.inspect().journal().unfinished()).isEmpty());
            if (!id.isEmpty()) {
                assertThat(Files.readAllLines(rollouts.resolve(id).resolve("inputs.jsonl")).stream()
                                .filter(line -> line.contains("\"applied\""))
                                .toList())
                        .as("killed at call " + kill)
                        .doesNotHaveDuplicates()
                        .hasSize(4);
            }
            calls = kill;
        }
        assertThat(calls).isGreaterThan(50);
    }

    @Test
    void refusesAReleaseThatDoesNotFitBeforeItTouchesAnything() {
        sites.get(3).failingAt(At.LOCK);

        org.assertj.core.api.Assertions.assertThatThrownBy(() -> run(step("", null)))
                .isInstanceOf(DeliveryRefused.class);
        assertThat(sites).allSatisfy(site -> assertThat(site.done).isEmpty());
    }
}
