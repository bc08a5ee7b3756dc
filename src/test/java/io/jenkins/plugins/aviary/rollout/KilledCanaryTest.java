package io.jenkins.plugins.aviary.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.operation.ExitCode;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.rollout.stage.RolloutInput;
import io.jenkins.plugins.aviary.rollout.stage.RolloutState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Staged rollouts are killed with SIGKILL wherever they are, over SSH, with servers in processes of their own. */
@Tag("integration")
@Timeout(900)
class KilledCanaryTest {
    private static final int KILLS = 6;
    private static final List<String> WORLDS = List.of("alpha", "beta");

    @TempDir
    Path folder;

    RolloutFixture installation;

    @BeforeEach
    void installed() throws Exception {
        installation = new RolloutFixture(folder, WORLDS.toArray(String[]::new)).configured();
        installation.handOverKey();
    }

    @AfterEach
    void removed() {
        installation.close();
    }

    @Test
    void isGoneOnWithAndNoStageHappensTwice() throws Exception {
        RolloutFixture.delivery(installation.release("1.0", Map.of())).run(installation.context());
        String[] releases = {installation.release("1.1", Map.of()), installation.release("1.2", Map.of())};
        long began = System.nanoTime();
        Process whole = DetachedDelivery.begun(folder, releases[0], DetachedDelivery.CANARY);
        assertThat(whole.waitFor(120, TimeUnit.SECONDS)).isTrue();
        long usual = System.nanoTime() - began;
        assertThat(installation.running("beta")).isEqualTo("1.1");
        Random moments = new Random(11);
        for (int kill = 0; kill < KILLS; kill++) {
            String release = releases[1 - kill % 2];
            // The first part of the time is the start of its JVM.
            long moment = (long) ((0.2 + 0.8 * (kill + moments.nextDouble()) / KILLS) * usual);

            Process rollout = DetachedDelivery.begun(folder, release, DetachedDelivery.CANARY);
            rollout.waitFor(moment, TimeUnit.NANOSECONDS);
            rollout.destroyForcibly();
            rollout.waitFor();

            String when = "kill " + kill + " after " + Duration.ofNanos(moment).toMillis() + " ms";
            Optional<Rollouts.Standing> left = new Rollouts(installation.home(), Clock.systemUTC())
                    .all().stream()
                            .filter(one -> one.release().equals(release))
                            .filter(one -> !one.state().phase().isFinal())
                            .findFirst();
            int before = left.map(one -> one.state().stage()).orElse(0);
            Outcome<CanaryRelease.Result> outcome =
                    resumed(release, left.map(Rollouts.Standing::id).orElse(""));

            assertThat(outcome.code()).as(when + ": " + outcome.summary()).isEqualTo(ExitCode.DONE);
            assertThat(outcome.result().stage()).as(when).isEqualTo(DetachedDelivery.STAGES.size());
            for (String world : WORLDS) {
                assertThat(installation.running(world)).as(when).isEqualTo(kill % 2 == 0 ? "1.2" : "1.1");
            }
            List<String> applied = Files.readAllLines(installation
                            .home()
                            .resolve("rollouts")
                            .resolve(outcome.result().rollout())
                            .resolve("inputs.jsonl"))
                    .stream()
                    .filter(line -> line.contains("\"applied\""))
                    .map(line -> line.replaceAll(".*\"stage\":(\\d+).*", "$1"))
                    .toList();
            assertThat(applied).as(when + ", in stage " + before).containsExactly("0", "1", "2", "3");
        }
    }

    /** The locks are held by processes on the host: they end when the connection of the killed run does. */
    private Outcome<CanaryRelease.Result> resumed(String release, String id) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (true) {
            try {
                return DetachedDelivery.canary(release, id).run(installation.context());
            } catch (DeliveryRefused e) {
                assertThat(System.nanoTime()).as(e.getMessage()).isLessThan(end);
                LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            }
        }
    }

    @Test
    void aRolloutThatNobodyRunsIsRolledBackByAWish() throws Exception {
        RolloutFixture.delivery(installation.release("1.0", Map.of())).run(installation.context());
        String release = installation.release("1.1", Map.of());
        Process rollout = DetachedDelivery.begun(folder, release, DetachedDelivery.CANARY);
        Rollouts rollouts = new Rollouts(installation.home(), Clock.systemUTC());
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (rollouts.all().stream().noneMatch(one -> one.state().stage() > 0)) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        rollout.destroyForcibly();
        rollout.waitFor();
        Rollouts.Standing left = rollouts.all().get(0);
        assertThat(left.state().phase()).isNotEqualTo(RolloutState.Phase.SUCCEEDED);

        rollouts.wish(left.id(), RolloutInput.Wish.Kind.ROLLBACK, "ann", "dupes");
        Outcome<CanaryRelease.Result> outcome = resumed(release, left.id());

        assertThat(outcome.code()).as(outcome.summary()).isEqualTo(ExitCode.ROLLED_BACK);
        assertThat(outcome.summary()).contains("rolled back by ann: dupes");
        for (String world : WORLDS) {
            assertThat(installation.running(world)).isEqualTo("1.0");
        }
    }
}
