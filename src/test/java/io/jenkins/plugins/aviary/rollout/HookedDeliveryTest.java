package io.jenkins.plugins.aviary.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.host.FolderLock;
import io.jenkins.plugins.aviary.host.HostFailure;
import io.jenkins.plugins.aviary.host.LocalHost;
import io.jenkins.plugins.aviary.host.ReleaseFolder;
import io.jenkins.plugins.aviary.operation.ExitCode;
import io.jenkins.plugins.aviary.operation.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hooks run over SSH after real deliveries, under the world's lock. */
@Tag("integration")
@Timeout(300)
class HookedDeliveryTest {
    /** Notes that it began, and goes on once it may. */
    private static final String WAITS = "echo \"$AVIARY_WORLD $AVIARY_RELEASE\" >>\"$1/told\"; echo $$ >\"$1/pid\";"
            + " for i in $(seq 600); do [ -e \"$1/go\" ] && exit 0; sleep 0.1; done; exit 1";

    @TempDir
    Path folder;

    private RolloutFixture installation;

    @BeforeEach
    void installed() throws Exception {
        installation = new RolloutFixture(folder, "alpha");
        hooks("within: 2m, postDeploy: [[sh, -c, '" + WAITS.replace("'", "''") + "', hook, '" + folder + "']]");
        installation.handOverKey();
    }

    @AfterEach
    void removed() {
        installation.close();
    }

    private void hooks(String hooks) throws Exception {
        installation.configured("hooks: {" + hooks + "}");
    }

    private Outcome<FleetResult> deploy(String release) throws InterruptedException {
        return RolloutFixture.delivery(release).run(installation.context());
    }

    private boolean isLocked() throws InterruptedException {
        try (LocalHost here = new LocalHost("here");
                FolderLock lock =
                        new ReleaseFolder(here, installation.world("alpha").toString()).lock("the test")) {
            return lock == null;
        } catch (HostFailure e) {
            return true;
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(String what, Condition condition) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    @Test
    void holdsTheLockUntilTheyEnd() throws Exception {
        String release = installation.release("1.0", Map.of());

        CompletableFuture<Outcome<FleetResult>> delivery = CompletableFuture.supplyAsync(() -> {
            try {
                return deploy(release);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        await("the hook begins", () -> Files.exists(folder.resolve("pid")));
        assertThat(isLocked()).isTrue();
        assertThat(delivery).isNotDone();
        assertThat(installation.running("alpha")).isEqualTo("1.0");
        Files.createFile(folder.resolve("go"));

        Outcome<FleetResult> outcome = delivery.get(60, TimeUnit.SECONDS);
        assertThat(outcome.code()).as(outcome.summary()).isEqualTo(ExitCode.DONE);
        await("the lock is free", () -> !isLocked());
        assertThat(Files.readAllLines(folder.resolve("told")))
                .singleElement()
                .asString()
                .startsWith("alpha 1.0-");
    }

    @Test
    void endsTheHookAndFreesTheLockWhenTheHolderIsKilledAndTheNextRunRunsItOnceMore() throws Exception {
        String release = installation.release("1.0", Map.of());
        Process delivery = DetachedDelivery.begun(folder, release);
        await("the hook begins", () -> Files.exists(folder.resolve("pid")));
        assertThat(isLocked()).isTrue();
        long hook = Long.parseLong(Files.readString(folder.resolve("pid")).strip());

        delivery.destroyForcibly();
        delivery.waitFor();

        await("the lock is free", () -> !isLocked());
        await(
                "the hook has ended",
                () -> ProcessHandle.of(hook).filter(ProcessHandle::isAlive).isEmpty());
        Files.createFile(folder.resolve("go"));
        Outcome<FleetResult> next = deploy(release);
        assertThat(next.code()).as(next.summary()).isEqualTo(ExitCode.DONE);
        assertThat(Files.readAllLines(folder.resolve("told"))).hasSize(2);
        assertThat(installation.running("alpha")).isEqualTo("1.0");
    }

    @Test
    void takesAReleaseBackWhoseHookHangsAndRunsThoseOfTheWayBack() throws Exception {
        Files.createFile(folder.resolve("go"));
        deploy(installation.release("1.0", Map.of()));
        hooks("within: 1s, postDeploy: [[sh, -c, 'echo $$ >\"$1/hung\"; echo stuck; sleep 600', hook, '" + folder
                + "']], postRollback: [[sh, -c, 'echo \"back to $AVIARY_RELEASE\" >>\"$1/told\"', hook, '" + folder
                + "']]");

        Outcome<FleetResult> outcome = deploy(installation.release("1.1", Map.of()));

        assertThat(outcome.code()).as(outcome.summary()).isEqualTo(ExitCode.ROLLED_BACK);
        assertThat(outcome.result().worlds().get(0).reason())
                .contains(
                        "the postDeploy hook 1 (sh) did not end within 1s and was ended; its output ends with: stuck");
        assertThat(installation.running("alpha")).isEqualTo("1.0");
        long hung = Long.parseLong(Files.readString(folder.resolve("hung")).strip());
        assertThat(ProcessHandle.of(hung).filter(ProcessHandle::isAlive)).isEmpty();
        List<String> told = Files.readAllLines(folder.resolve("told"));
        assertThat(told).hasSize(2);
        assertThat(told.get(1)).startsWith("back to 1.0-");
    }
}
