package io.jenkins.plugins.aviary.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.model.ArtifactFile;
import io.jenkins.plugins.aviary.model.Digest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The host's side of a delivery killed with {@code kill -9} before each single command of each script, pipelines and
 * functions counted: whatever is there then, {@code current} leads to a whole release, nothing counts as a release that is
 * not whole, and the next run brings the delivery to its end.
 */
@Tag("integration")
@Timeout(900)
class HostFaultMatrixTest {
    private static final byte[] MAP = GameHostContract.random((1 << 20) + 5000);

    @TempDir
    Path temporary;

    private final LocalHost sound = new LocalHost("here");
    private TestRelease old;
    private TestRelease next;
    private Path world;
    private int worlds;
    /** A file that a release has lost and that is being brought back: it may be missing, but never be another one. */
    private String lost = "";

    /** What is done to the world folder. */
    private interface Work {
        void on(ReleaseFolder folder) throws InterruptedException;
    }

    @BeforeEach
    void aWorldWithARunningRelease() throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/bin/bash")), "no /bin/bash here, whose traps do the killing");
        byte[] grown = new byte[MAP.length + 96];
        System.arraycopy(MAP, 0, grown, 0, MAP.length / 2);
        System.arraycopy(MAP, MAP.length / 2, grown, MAP.length / 2 + 96, MAP.length - MAP.length / 2);
        old = TestRelease.of("1.0", "canary", "one", "data/same.lua", "return 1")
                .with("data/map.otbm", MAP);
        next = TestRelease.of("1.1", "canary", "two", "data/same.lua", "return 1", "data/new.lua", "return 2")
                .with("data/map.otbm", grown)
                .with("data/sounds", GameHostContract.random(1 << 20))
                .keeping(old);
        world = temporary.resolve("template");
        ReleaseFolder folder = new ReleaseFolder(sound, world.toString());
        folder.install(old, ReleaseFolderContract.UNWATCHED);
        activate(folder, old);
    }

    private static void activate(ReleaseFolder folder, TestRelease release) throws InterruptedException {
        try (FolderLock lock = folder.lock("a test")) {
            folder.record(lock, entry(JournalEntry.Kind.BEGUN, release));
            folder.activate(lock, release.releaseName());
            folder.record(lock, entry(JournalEntry.Kind.CONFIRMED, release));
        }
    }

    private static JournalEntry entry(JournalEntry.Kind kind, TestRelease release) {
        return new JournalEntry(Instant.EPOCH, kind, release.releaseName(), "", "test", "because", "a deployment");
    }

    private Path copyOf(Path template) throws Exception {
        Path copy = temporary.resolve("world" + worlds++);
        assertThat(sound.run(RemoteCommand.of("cp", "-a", template.toString(), copy.toString()))
                        .succeeded())
                .isTrue();
        return copy;
    }

    /** Kills at one step after the other until the script gets through. */
    private int killAtEveryStep(HostScript script, Path template, Work work, TestRelease... mayRun) throws Exception {
        for (int step = 1; ; step++) {
            Path copy = copyOf(template);
            FaultyHost host = FaultyHost.killing(script, step);
            boolean failed = false;
            try {
                work.on(new ReleaseFolder(host, copy.toString()));
            } catch (HostFailure e) {
                failed = true;
            }
            String when = script + " killed at step " + step;
            assertThat(runs(copy, when)).as(when).isIn((Object[]) mayRun);
            assertWhole(copy, when);
            ReleaseFolder folder = new ReleaseFolder(sound, copy.toString());
            folder.install(next, ReleaseFolderContract.UNWATCHED);
            activate(folder, next);
            assertThat(runs(copy, when))
                    .as(when + ", once the next run is done")
                    .isEqualTo(next);
            assertThat(copy.resolve("current/data/new.lua")).as(when).hasContent("return 2");
            sound.deleteTree(temporary.toString(), copy.toString());
            if (!failed && !host.wasKilled()) {
                return step;
            }
        }
    }

    private TestRelease runs(Path folder, String when) throws Exception {
        Path release = Files.readSymbolicLink(folder.resolve("current"));
        TestRelease found = release.equals(Path.of("releases", old.releaseName())) ? old : next;
        assertThat(release).as(when).isEqualTo(Path.of("releases", found.releaseName()));
        assertHas(folder.resolve(release), found, when);
        return found;
    }

    private void assertWhole(Path folder, String when) throws Exception {
        for (InstalledRelease each :
                new ReleaseFolder(sound, folder.toString()).inspect().releases()) {
            TestRelease release = each.name().equals(old.releaseName()) ? old : next;
            assertThat(each.digest()).as(when).isEqualTo(release.digest());
            assertHas(folder.resolve("releases").resolve(each.name()), release, when);
        }
    }

    private void assertHas(Path folder, TestRelease release, String when) throws Exception {
        for (ArtifactFile file : release.files()) {
            Path place = folder.resolve(file.path());
            if (file.path().equals(lost) && !Files.exists(place)) {
                continue;
            }
            assertThat(place).as(when).isRegularFile();
            assertThat(Digest.of(place)).as(when + ": " + place).isEqualTo(file.digest());
            assertThat(Files.isExecutable(place)).as(when + ": " + place).isEqualTo(file.executable());
        }
    }

    @Test
    void killedWhileItLooksWhatTheHostHas() throws Exception {
        int steps = killAtEveryStep(
                HostScript.PREPARE_RELEASE,
                world,
                folder -> folder.install(next, ReleaseFolderContract.UNWATCHED),
                old);

        assertThat(steps).isGreaterThan(30);
    }

    @Test
    void killedWhileTheReleaseArrives() throws Exception {
        int steps = killAtEveryStep(
                HostScript.RECEIVE_RELEASE,
                world,
                folder -> folder.install(next, ReleaseFolderContract.UNWATCHED),
                old);

        assertThat(steps).isGreaterThan(50);
    }

    @Test
    void killedWhileAReleaseIsMended() throws Exception {
        lost = "data/new.lua";
        Path damaged = copyOf(world);
        ReleaseFolder folder = new ReleaseFolder(sound, damaged.toString());
        folder.install(next, ReleaseFolderContract.UNWATCHED);
        Files.delete(damaged.resolve("releases").resolve(next.releaseName()).resolve(lost));

        int steps = killAtEveryStep(
                HostScript.RECEIVE_RELEASE, damaged, each -> each.install(next, ReleaseFolderContract.UNWATCHED), old);

        assertThat(steps).isGreaterThan(30);
    }

    @Test
    void killedWhileCurrentIsSwitched() throws Exception {
        Path both = copyOf(world);
        new ReleaseFolder(sound, both.toString()).install(next, ReleaseFolderContract.UNWATCHED);

        int steps = killAtEveryStep(HostScript.ACTIVATE_RELEASE, both, folder -> activate(folder, next), old, next);

        assertThat(steps).isGreaterThan(5);
    }

    @Test
    void killedWhileTheJournalIsWritten() throws Exception {
        Path both = copyOf(world);
        new ReleaseFolder(sound, both.toString()).install(next, ReleaseFolderContract.UNWATCHED);

        int steps = killAtEveryStep(HostScript.APPEND_JOURNAL, both, folder -> activate(folder, next), old, next);

        assertThat(steps).isGreaterThan(5);
    }

    @Test
    void killedWhileOldReleasesAreDeleted() throws Exception {
        Path three = copyOf(world);
        ReleaseFolder filled = new ReleaseFolder(sound, three.toString());
        filled.install(next, ReleaseFolderContract.UNWATCHED);
        activate(filled, next);

        int steps = killAtEveryStep(
                HostScript.PRUNE_RELEASES,
                three,
                folder -> {
                    try (FolderLock lock = folder.lock("a test")) {
                        folder.prune(lock, 1, Set.of());
                    }
                },
                next);

        assertThat(steps).isGreaterThan(5);
    }

    @Test
    void aFullDiskIsToldAndWhatHasComeIsGoneOnWith() throws Exception {
        TestRelease large = TestRelease.of("2.0", "canary", "three").with("map.otbm", GameHostContract.random(3 << 20));
        FaultyHost full = FaultyHost.full(HostScript.RECEIVE_RELEASE, 2 << 20);

        assertThatThrownBy(
                        () -> new ReleaseFolder(full, world.toString()).install(large, ReleaseFolderContract.UNWATCHED))
                .isInstanceOf(HostFailure.class)
                .hasMessageContaining("File too large")
                .hasMessageContaining("nothing was changed for the running server");
        assertThat(runs(world, "with a full disk")).isEqualTo(old);
        assertWhole(world, "with a full disk");

        InstallReport report =
                new ReleaseFolder(sound, world.toString()).install(large, ReleaseFolderContract.UNWATCHED);

        assertThat(report.sentBytes()).isLessThan((1 << 20) + 10_000);
        assertHas(world.resolve("releases").resolve(large.releaseName()), large, "once there is room");
    }

    @Test
    void theLockIsFreeOnceItsHolderOnTheHostIsKilledAndNobodyElseWasLetIn() throws Exception {
        ReleaseFolder folder = new ReleaseFolder(sound, world.toString());
        FolderLock lock = folder.lock("the first");
        List<Long> holders = ProcessHandle.current()
                .descendants()
                .filter(process -> process.info()
                        .arguments()
                        .map(arguments -> List.of(arguments).contains(world.toString()))
                        .orElse(false))
                .map(ProcessHandle::pid)
                .toList();
        assertThat(holders).hasSize(1);
        assertThatThrownBy(() -> folder.lock("the second")).hasMessageContaining("is being worked on by the first");

        assertThat(sound.run(RemoteCommand.of("kill", "-9", holders.get(0).toString()))
                        .succeeded())
                .isTrue();

        assertThatThrownBy(lock::check).hasMessageContaining("was lost");
        folder.lock("the second").close();
        lock.close();
    }
}
