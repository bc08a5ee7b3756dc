package io.jenkins.plugins.aviary.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.host.FolderState;
import io.jenkins.plugins.aviary.host.HostFailure;
import io.jenkins.plugins.aviary.host.LocalHost;
import io.jenkins.plugins.aviary.host.ReleaseFolder;
import io.jenkins.plugins.aviary.operation.ExitCode;
import io.jenkins.plugins.aviary.operation.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs are killed with SIGKILL in the middle of deliveries, over SSH, with servers in processes of their own. */
@Tag("integration")
@Timeout(900)
class KilledDeliveryTest {
    private static final int KILLS = 24;

    @TempDir
    Path folder;

    RolloutFixture installation;

    @BeforeEach
    void installed() throws Exception {
        installation = new RolloutFixture(folder, "alpha").configured();
        installation.handOverKey();
    }

    @AfterEach
    void removed() {
        installation.close();
    }

    private Outcome<FleetResult> deploy(String release) throws Exception {
        return RolloutFixture.delivery(release).run(installation.context());
    }

    @Test
    void leavesAWholeReleaseWheneverItIsKilledAndTheNextRunRecovers() throws Exception {
        String[] releases = {installation.release("1.0", Map.of()), installation.release("1.1", Map.of())};
        deploy(releases[0]);
        long began = System.nanoTime();
        Process whole = DetachedDelivery.begun(folder, releases[1]);
        assertThat(whole.waitFor(120, TimeUnit.SECONDS)).isTrue();
        long usual = System.nanoTime() - began;
        Random moments = new Random(7);
        int running = 1;
        for (int kill = 0; kill < KILLS; kill++) {
            int next = 1 - running;
            long moment = (long) (moments.nextDouble() * usual);

            Process delivery = DetachedDelivery.begun(folder, releases[next]);
            delivery.waitFor(moment, TimeUnit.NANOSECONDS);
            delivery.destroyForcibly();
            delivery.waitFor();

            String when = "kill " + kill + " after " + Duration.ofNanos(moment).toMillis() + " ms";
            assertCurrentIsWhole(when);
            awaitLockFree(when);
            int wanted = kill % 2 == 0 ? next : running;
            Outcome<FleetResult> outcome = deploy(releases[wanted]);
            assertThat(outcome.code()).as(when + ": " + outcome.summary()).isEqualTo(ExitCode.DONE);
            String version = wanted == 0 ? "1.0" : "1.1";
            assertThat(installation.running("alpha")).as(when).isEqualTo(version);
            assertThat(installation.current("alpha")).as(when).isEqualTo(version);
            running = wanted;
        }
    }

    private void assertCurrentIsWhole(String when) throws Exception {
        try (LocalHost here = new LocalHost("here")) {
            ReleaseFolder world =
                    new ReleaseFolder(here, installation.world("alpha").toString());
            FolderState state = world.inspect();
            assertThat(state.obstacle()).as(when).isEmpty();
            assertThat(state.current()).as(when).isPresent();
            assertThat(world.damage(state.current().get())).as(when).isEmpty();
        }
    }

    /** The lock is held by a process on the host: it ends when the connection of the killed run does. */
    private void awaitLockFree(String when) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        try (LocalHost here = new LocalHost("here")) {
            while (true) {
                try {
                    new ReleaseFolder(here, installation.world("alpha").toString())
                            .lock("the test")
                            .close();
                    return;
                } catch (HostFailure e) {
                    assertThat(System.nanoTime())
                            .as(when + ": " + e.getMessage())
                            .isLessThan(end);
                    LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
                }
            }
        }
    }
}
