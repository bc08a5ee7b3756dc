package io.jenkins.plugins.aviary.rollout;

import static io.jenkins.plugins.aviary.rollout.WorldDeliveryTest.NEW;
import static io.jenkins.plugins.aviary.rollout.WorldDeliveryTest.OLD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.artifact.FolderArtifactStore;
import io.jenkins.plugins.aviary.host.InstalledRelease;
import io.jenkins.plugins.aviary.host.JournalEntry;
import io.jenkins.plugins.aviary.model.EnvironmentPolicy;
import io.jenkins.plugins.aviary.rollout.hook.HookPhase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A release counts as delivered only once its hooks ended well; one whose hook fails is taken back. */
class DeliveryHooksTest {
    @TempDir
    Path folder;

    private final SimulatedSite site = new SimulatedSite("alpha").running(OLD);
    private SimulatedSurroundings surroundings;
    private String strategy = "rolling";

    @BeforeEach
    void surrounded() {
        surroundings = new SimulatedSurroundings(folder);
        site.locked = true;
        site.releases.add(NEW);
    }

    private WorldOutcome deliver(InstalledRelease release, boolean backwards) throws InterruptedException {
        DeliveryPlan plan = new DeliveryPlan(
                "test",
                strategy,
                "",
                backwards,
                false,
                false,
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

    private void settle() throws InterruptedException {
        new Recovery(site, known(), Duration.ofSeconds(1), surroundings).settle();
    }

    @Test
    void runsThemBeforeItConfirmsTheReleaseAndWhileTheLockIsHeld() throws Exception {
        assertThat(deliver(NEW, false).state()).isEqualTo(WorldState.DELIVERED);
        assertThat(site.hooks).containsExactly("POST_DEPLOY " + NEW.name());
        assertThat(site.inspect().journal().isConfirmed(NEW.name())).isTrue();
    }

    @Test
    void takesAReleaseBackWhoseHookFailsAndSaysWhy() throws Exception {
        site.badHooks.add(HookPhase.POST_DEPLOY);

        WorldOutcome outcome = deliver(NEW, false);

        assertThat(outcome.state()).isEqualTo(WorldState.ROLLED_BACK);
        assertThat(outcome.reason()).contains("hook 1 exited with 1");
        assertThat(site.running).contains(OLD.name());
        assertThat(site.inspect().journal().isRejected(NEW.name())).isTrue();
        assertThat(site.hooks).containsExactly("POST_DEPLOY " + NEW.name(), "POST_ROLLBACK " + OLD.name());
    }

    @Test
    void onlyTellsOfAHookThatFailsAfterTheWayBack() throws Exception {
        site.running(NEW);
        site.badHooks.add(HookPhase.POST_ROLLBACK);

        WorldOutcome outcome = deliver(OLD, true);

        assertThat(outcome.state()).isEqualTo(WorldState.DELIVERED);
        assertThat(outcome.reason()).contains("hook 1 exited with 1");
        assertThat(site.running).contains(OLD.name());
        assertThat(site.hooks).containsExactly("POST_ROLLBACK " + OLD.name());
        assertThat(surroundings.lines).anyMatch(line -> line.startsWith("ERROR") && line.contains("hook 1"));
    }

    /** Players have played on the new server while its hooks ran: the dump from before would lose that. */
    @Test
    void doesNotRestoreADumpOnceTheNewServerServedPlayers() throws Exception {
        InstalledRelease old =
                WorldDeliveryTest.installed("1.0", surroundings.stored("1.0", Map.of("databaseVersion", "59")));
        strategy = DeliveryPlan.BLUE_GREEN;
        site.releases.clear();
        site.journal.clear();
        site.running(old);
        site.releases.add(NEW);
        site.database = OptionalInt.of(59);
        site.onStart = release -> site.database = OptionalInt.of(60);
        site.badHooks.add(HookPhase.POST_DEPLOY);

        WorldOutcome outcome = deliver(NEW, false);

        assertThat(outcome.state()).isEqualTo(WorldState.FAILED);
        assertThat(outcome.reason()).contains("hook 1 exited with 1").contains("restoreDatabase");
        assertThat(site.done).doesNotContain("undo");
        assertThat(site.running).contains(NEW.name());
    }

    @Test
    void runsThemOnceMoreAfterARunThatWasKilledBetweenStartAndHook() throws Exception {
        site.record(JournalEntry.Kind.ACTIVATED, NEW, "", "");
        site.activate(NEW.name());
        site.running = Optional.of(NEW.name());

        assertThat(deliver(NEW, false).state()).isEqualTo(WorldState.DELIVERED);

        assertThat(site.hooks).containsExactly("POST_DEPLOY " + NEW.name());
    }

    @Test
    void doesNotConfirmWhatAKilledRunLeftBehindWithoutThem() throws Exception {
        site.record(JournalEntry.Kind.ACTIVATED, NEW, "", "");
        site.activate(NEW.name());
        site.running = Optional.of(NEW.name());

        settle();

        assertThat(site.hooks).containsExactly("POST_DEPLOY " + NEW.name());
        assertThat(site.running).contains(NEW.name());
    }

    @Test
    void bringsBackWhatRanWhenTheHooksOfALeftBehindReleaseFail() throws Exception {
        site.record(JournalEntry.Kind.ACTIVATED, NEW, "", "");
        site.activate(NEW.name());
        site.running = Optional.of(NEW.name());
        site.badHooks.add(HookPhase.POST_DEPLOY);

        settle();

        assertThat(site.running).contains(OLD.name());
        assertThat(site.inspect().journal().isRejected(NEW.name())).isTrue();
    }

    @Test
    void endsACancelledHookAndLeavesTheWorldOnAReleaseThatRuns() {
        site.cancelledInHook = true;

        assertThatThrownBy(() -> deliver(NEW, false)).isInstanceOf(InterruptedException.class);

        assertThat(site.running).contains(NEW.name());
        assertThat(site.inspect().journal().unfinished()).isEmpty();
        assertThat(site.hooks).containsExactly("POST_DEPLOY " + NEW.name(), "POST_DEPLOY " + NEW.name());
    }

    @Test
    void runsNoneOnceTheLockWasLost() throws Exception {
        site.onStart = release -> site.locked = false;

        assertThat(deliver(NEW, false).state()).isEqualTo(WorldState.FAILED);
        assertThat(site.hooks).isEmpty();
    }
}
