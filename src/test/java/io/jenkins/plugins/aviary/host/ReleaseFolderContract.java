package io.jenkins.plugins.aviary.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.model.ArtifactFile;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.operation.Progress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the folder of a world is like on every kind of host. */
@Tag("integration")
@Timeout(120)
abstract class ReleaseFolderContract {
    static final Progress UNWATCHED = (what, total, unit) -> new Progress.Task() {
        @Override
        public void at(long done) {
            assertThat(done).isNotNegative();
        }

        @Override
        public void outOf(long all) {
            assertThat(all).isNotNegative();
        }

        @Override
        public void close() {
            assertThat(what).isNotEmpty();
        }
    };

    @TempDir
    Path temporary;

    Path world;
    GameHost host;
    ReleaseFolder folder;

    abstract GameHost connect() throws Exception;

    @BeforeEach
    void connected() throws Exception {
        host = connect();
        world = temporary.resolve("worlds/eternia's world");
        folder = new ReleaseFolder(host, world.toString());
    }

    @AfterEach
    void disconnected() {
        host.close();
    }

    private InstallReport install(ReleaseContent content) throws InterruptedException {
        return folder.install(content, UNWATCHED);
    }

    private void activate(ReleaseContent content) throws InterruptedException {
        try (FolderLock lock = folder.lock("a test")) {
            folder.activate(lock, content.releaseName());
        }
    }

    private void record(JournalEntry.Kind kind, String release) throws InterruptedException {
        try (FolderLock lock = folder.lock("a test")) {
            folder.record(lock, new JournalEntry(Instant.EPOCH, kind, release, "", "test", "because", "a deployment"));
        }
    }

    private Path file(ReleaseContent content, String path) {
        return world.resolve("releases").resolve(content.releaseName()).resolve(path);
    }

    @Test
    void bringsEveryFileWithItsContentAndMode() throws Exception {
        String deep = "data/" + "very-".repeat(30) + "long/ünïcode 'quoted' \"name\".lua";
        TestRelease release = TestRelease.of(
                "1.0",
                "canary",
                "binary",
                "-n",
                "dash",
                "data/a b.lua",
                "return 1",
                deep,
                "deep",
                "empty",
                "",
                "$(id)",
                "x");

        InstallReport report = install(release);

        assertThat(report.release()).isEqualTo("1.0-" + release.digest().brief());
        assertThat(report.files()).isEqualTo(6);
        assertThat(report.alreadyThere()).isFalse();
        assertThat(file(release, "canary")).hasContent("binary");
        assertThat(file(release, "-n")).hasContent("dash");
        assertThat(file(release, "$(id)")).hasContent("x");
        assertThat(file(release, "data/a b.lua")).hasContent("return 1");
        assertThat(file(release, deep)).hasContent("deep");
        assertThat(file(release, "empty")).hasContent("");
        assertThat(mode(file(release, "canary"))).isEqualTo("rwxr-xr-x");
        assertThat(mode(file(release, "data/a b.lua"))).isEqualTo("rw-r--r--");
        assertThat(mode(file(release, "data"))).isEqualTo("rwxr-xr-x");
        assertThat(folder.inspect().releases())
                .containsExactly(new InstalledRelease(report.release(), release.digest()));
        assertThat(folder.inspect().current()).isEmpty();
    }

    @Test
    void keepsUnusualNamesToTheLetter() throws Exception {
        List<String> names = List.of(
                "data/ both ends ",
                "data/dots...",
                "data/...",
                "data/..hidden",
                "data/star*?[a].lua",
                "data/50%25",
                "data/#note",
                "data/~",
                "~/x",
                "data/\u202egpj.lua",
                "data/\ud83d\udc24");
        String[] files = names.stream()
                .flatMap(name -> Stream.of(name, "content of " + name))
                .toArray(String[]::new);
        TestRelease release = TestRelease.of("1.0", files);

        install(release);

        for (String name : names) {
            assertThat(file(release, name)).as(name).hasContent("content of " + name);
        }
        assertThat(folder.damage(folder.inspect().releases().get(0))).isEmpty();
    }

    private static String mode(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void sendsOnlyWhatTheHostLacks() throws Exception {
        byte[] map = GameHostContract.random(300_000);
        byte[] sounds = GameHostContract.random(200_000);
        install(TestRelease.of("1.0", "canary", "one").with("map.otbm", map).with("old/sounds", sounds));
        TestRelease next =
                TestRelease.of("1.1", "canary", "two").with("map.otbm", map).with("new place/sounds", sounds);

        InstallReport report = install(next);

        assertThat(next.opened).containsExactly(Digest.of("two"));
        assertThat(report.bytes()).isEqualTo(500_003);
        assertThat(report.sentBytes()).isLessThan(1_000);
        assertThat(file(next, "map.otbm")).hasBinaryContent(map);
        assertThat(file(next, "new place/sounds")).hasBinaryContent(sounds);
    }

    @Test
    void sendsNothingForAReleaseThatIsThere() throws Exception {
        TestRelease release = TestRelease.of("1.0", "canary", "one", "config.lua.dist", "two");
        install(release);
        Files.writeString(file(release, "server.log"), "what the server wrote");

        InstallReport again = install(release);

        assertThat(again.alreadyThere()).isTrue();
        assertThat(file(release, "server.log")).exists();
    }

    @Test
    void doesNotTakeTheNameOfAnotherArtifact() throws Exception {
        TestRelease there = TestRelease.of("1.0", "canary", "one");
        install(there);
        String digest = there.digest().hex();
        Digest alike = new Digest(digest.substring(0, 8) + "0".repeat(56));
        TestRelease other = TestRelease.of("1.0", "canary", "two").named(alike);

        assertThatThrownBy(() -> install(other))
                .isInstanceOf(HostFailure.class)
                .hasMessageContaining("belongs to another artifact, " + digest);
        assertThat(file(there, "canary")).hasContent("one");
    }

    @Test
    void doesNotTakeOverWhatAServerChangedInItsRelease() throws Exception {
        TestRelease old = TestRelease.of("1.0", "canary", "one", "map.otbm", "a good map");
        install(old);
        Files.writeString(file(old, "map.otbm"), "<html>404</html>");
        TestRelease next = TestRelease.of("1.1", "canary", "two", "map.otbm", "a good map");

        install(next);

        assertThat(file(next, "map.otbm")).hasContent("a good map");
        assertThat(file(old, "map.otbm")).hasContent("<html>404</html>");
    }

    @Test
    void copiesSoThatAServerCannotReachIntoAnotherRelease() throws Exception {
        TestRelease old = TestRelease.of("1.0", "canary", "one", "map.otbm", "a good map");
        install(old);
        TestRelease next = TestRelease.of("1.1", "canary", "two", "map.otbm", "a good map");
        install(next);

        Files.writeString(file(next, "map.otbm"), "scribbled over in place");

        assertThat(file(old, "map.otbm")).hasContent("a good map");
    }

    @Test
    void mendsADamagedRelease() throws Exception {
        TestRelease release = TestRelease.of("1.0", "canary", "one", "data/map.otbm", "a good map", "other", "x");
        install(release);
        activate(release);
        Files.writeString(file(release, "data/map.otbm"), "");
        Files.delete(file(release, "other"));
        InstalledRelease installed = folder.inspect().current().orElseThrow();
        assertThat(folder.damage(installed)).containsExactlyInAnyOrder("data/map.otbm", "other");

        InstallReport report = install(release);

        assertThat(report.alreadyThere()).isFalse();
        assertThat(folder.damage(installed)).isEmpty();
        assertThat(file(release, "data/map.otbm")).hasContent("a good map");
    }

    @Test
    void goesOnWithATransferThatWasCutOff() throws Exception {
        TestRelease release = TestRelease.of("1.0", "a", "first", "b", "second", "c", "third");
        release.failAfter = 2;
        assertThatThrownBy(() -> install(release))
                .isInstanceOf(HostFailure.class)
                .hasMessageContaining("the store is out of reach");
        assertThat(folder.inspect().releases()).isEmpty();
        assertThat(world.resolve("releases")).isEmptyDirectory();

        release.failAfter = Integer.MAX_VALUE;
        release.opened.clear();
        install(release);

        assertThat(release.opened).contains(Digest.of("third")).doesNotContain(Digest.of("first"));
        assertThat(folder.inspect().releases()).hasSize(1);
    }

    /** A map of two MiB, as large files are, with something put into its middle. */
    private static byte[] changed(byte[] map) {
        byte[] more = new byte[map.length + 96];
        System.arraycopy(map, 0, more, 0, map.length / 2);
        System.arraycopy(map, map.length / 2, more, map.length / 2 + 96, map.length - map.length / 2);
        return more;
    }

    @Test
    void sendsALargeFileThatChangedAsAPatch() throws Exception {
        byte[] map = GameHostContract.random(2 << 20);
        TestRelease old = TestRelease.of("1.0", "canary", "one").with("the map.otbm", map);
        TestRelease next = TestRelease.of("1.1", "canary", "one")
                .with("the map.otbm", changed(map))
                .keeping(old);
        install(old);

        InstallReport report = install(next);

        assertThat(file(next, "the map.otbm")).hasBinaryContent(changed(map));
        assertThat(report.sentBytes()).isLessThan(20_000);
    }

    @Test
    void sendsALargeFileWholeWhenWhatThePatchChangesIsDamaged() throws Exception {
        byte[] map = GameHostContract.random(2 << 20);
        TestRelease old = TestRelease.of("1.0", "canary", "one").with("map.otbm", map);
        TestRelease next = TestRelease.of("1.1", "canary", "one")
                .with("map.otbm", changed(map))
                .keeping(old);
        install(old);
        byte[] scribbled = map.clone();
        scribbled[1000] ^= 1;
        Files.write(file(old, "map.otbm"), scribbled);

        InstallReport report = install(next);

        assertThat(file(next, "map.otbm")).hasBinaryContent(changed(map));
        assertThat(report.sentBytes()).isGreaterThan(map.length);
    }

    @Test
    void sendsALargeFileWholeWhenTheOldOneIsNotKept() throws Exception {
        byte[] map = GameHostContract.random(2 << 20);
        install(TestRelease.of("1.0", "canary", "one").with("map.otbm", map));
        TestRelease next = TestRelease.of("1.1", "canary", "one").with("map.otbm", changed(map));

        install(next);

        assertThat(file(next, "map.otbm")).hasBinaryContent(changed(map));
    }

    @Test
    void goesOnInTheMiddleOfALargeFile() throws Exception {
        byte[] map = GameHostContract.random(3 << 20);
        TestRelease release = TestRelease.of("1.0", "canary", "one").with("map.otbm", map);
        release.breakAt = 2 << 20;
        assertThatThrownBy(() -> install(release)).hasMessageContaining("the store is out of reach");

        release.breakAt = Integer.MAX_VALUE;
        InstallReport report = install(release);

        assertThat(file(release, "map.otbm")).hasBinaryContent(map);
        assertThat(report.sentBytes()).isBetween(1L << 20, (1L << 20) + 300_000);
    }

    @Test
    void doesNotGoOnWithAPartThatIsNotOfTheFile() throws Exception {
        byte[] map = GameHostContract.random(3 << 20);
        TestRelease release = TestRelease.of("1.0", "canary", "one").with("map.otbm", map);
        release.breakAt = 2 << 20;
        assertThatThrownBy(() -> install(release)).hasMessageContaining("the store is out of reach");
        Path part =
                world.resolve(".aviary/incoming").resolve(release.releaseName()).resolve("map.otbm");
        Files.write(part, GameHostContract.random((int) Files.size(part)));

        release.breakAt = Integer.MAX_VALUE;
        install(release);

        assertThat(file(release, "map.otbm")).hasBinaryContent(map);
    }

    @Test
    void refusesALargeFileThatIsNotWhatItsNameSays() throws Exception {
        TestRelease release = TestRelease.of("1.0", "canary", "one").with("map.otbm", new byte[2 << 20]);
        ReleaseContent lying = new Lying(release, new byte[(2 << 20) - 1], (byte) 7);

        assertThatThrownBy(() -> install(lying))
                .isInstanceOf(HostFailure.class)
                .hasMessageContaining("./map.otbm: FAILED");
        assertThat(folder.inspect().releases()).isEmpty();
    }

    @Test
    void refusesContentThatIsNotWhatItsNameSays() throws Exception {
        TestRelease release = TestRelease.of("1.0", "canary", "good");
        ReleaseContent lying = new Lying(release, "evi".getBytes(StandardCharsets.UTF_8), (byte) 'l');

        assertThatThrownBy(() -> install(lying))
                .isInstanceOf(HostFailure.class)
                .hasMessageContaining("./canary: FAILED");
        assertThat(folder.inspect().releases()).isEmpty();
    }

    @Test
    void switchesCurrent() throws Exception {
        TestRelease first = TestRelease.of("1.0", "canary", "one");
        TestRelease second = TestRelease.of("1.1", "canary", "two");
        install(first);
        install(second);

        activate(first);
        assertThat(world.resolve("current/canary")).hasContent("one");
        activate(second);

        assertThat(world.resolve("current/canary")).hasContent("two");
        assertThat(folder.inspect().current()).map(InstalledRelease::digest).contains(second.digest());
        assertThat(Files.readSymbolicLink(world.resolve("current")))
                .isEqualTo(Path.of("releases", second.releaseName()));
    }

    @Test
    void doesNotSwitchToWhatIsNotThere() throws Exception {
        TestRelease first = TestRelease.of("1.0", "canary", "one");
        install(first);
        activate(first);

        assertThatThrownBy(() -> activate(TestRelease.of("9.9", "canary", "never sent")))
                .isInstanceOf(HostFailure.class)
                .hasMessageContaining("there is no release 9.9-");
        assertThat(world.resolve("current/canary")).hasContent("one");
    }

    @Test
    void isLockedByOneAtATimeWhoIsNamed() throws Exception {
        try (FolderLock lock = folder.lock("build 7 of ann")) {
            lock.check();
            assertThatThrownBy(() -> folder.lock("build 8 of bob"))
                    .isInstanceOf(HostFailure.class)
                    .hasMessageContaining("is being worked on by build 7 of ann");
            lock.check();
        }
        folder.lock("build 8 of bob").close();
    }

    @Test
    void whoWasOvertakenIsRefusedTheLockAlsoOnceItIsFree() throws Exception {
        folder.lock("the first", "0123456789abcdef 7").close();
        folder.lock("the second", "0123456789abcdef 12").close();

        assertThatThrownBy(() -> folder.lock("the first", "0123456789abcdef 7"))
                .isInstanceOf(HostFailure.class)
                .hasMessageContaining("a later delivery to this environment came first");
        folder.lock("the second again", "0123456789abcdef 12").close();
        folder.lock("one of another ledger", "fedcba9876543210 3").close();
        folder.lock("one without a turn").close();
    }

    @Test
    void doesNotObeyWhoLostTheLock() throws Exception {
        TestRelease release = TestRelease.of("1.0", "canary", "one");
        install(release);
        FolderLock lost = folder.lock("the first");
        lost.close();
        try (FolderLock lock = folder.lock("the second")) {
            lock.check();

            assertThatThrownBy(() -> folder.activate(lost, release.releaseName()))
                    .isInstanceOf(HostFailure.class)
                    .hasMessageContaining("somebody else holds the lock");
            assertThatThrownBy(lost::check).isInstanceOf(HostFailure.class);
        }
        assertThat(world.resolve("current")).doesNotExist();
    }

    @Test
    void remembersWhatHappenedToReleases() throws Exception {
        record(JournalEntry.Kind.BEGUN, "1.0-aaaaaaaa");
        assertThat(folder.inspect().journal().unfinished()).isPresent();
        record(JournalEntry.Kind.ACTIVATED, "1.0-aaaaaaaa");
        record(JournalEntry.Kind.CONFIRMED, "1.0-aaaaaaaa");
        Files.writeString(
                world.resolve(".aviary/journal.jsonl"), "{\"time\":\"2026", java.nio.file.StandardOpenOption.APPEND);
        record(JournalEntry.Kind.REJECTED, "1.1-bbbbbbbb");

        ReleaseJournal journal = folder.inspect().journal();

        assertThat(journal.entries())
                .extracting(JournalEntry::release)
                .hasSize(4)
                .endsWith("1.1-bbbbbbbb");
        assertThat(journal.unfinished()).isEmpty();
        assertThat(journal.good()).containsExactly("1.0-aaaaaaaa");
        assertThat(journal.isRejected("1.1-bbbbbbbb")).isTrue();
    }

    /** Capistrano's issue 1885: a failed deployment removed the release that had been good. */
    @Test
    void capistrano1885KeepsGoodReleasesWhenBadOnesComeAndGo() throws Exception {
        TestRelease good = TestRelease.of("1.0", "canary", "good");
        TestRelease running = TestRelease.of("1.1", "canary", "running");
        for (TestRelease release : List.of(good, running)) {
            install(release);
            activate(release);
            record(JournalEntry.Kind.CONFIRMED, release.releaseName());
        }
        for (int attempt = 0; attempt < 4; attempt++) {
            TestRelease bad = TestRelease.of("2." + attempt, "canary", "bad" + attempt);
            install(bad);
            record(JournalEntry.Kind.REJECTED, bad.releaseName());
        }

        try (FolderLock lock = folder.lock("a test")) {
            assertThat(folder.prune(lock, 1, Set.of())).hasSize(4).noneMatch(name -> name.startsWith("1."));
        }

        assertThat(folder.inspect().releases())
                .extracting(InstalledRelease::name)
                .containsExactlyInAnyOrder(good.releaseName(), running.releaseName());
        assertThat(world.resolve(".aviary/incoming")).doesNotExist();
    }

    /** Capistrano's issue 351: a rollback went to a release that was only half there. */
    @Test
    void capistrano351NeverCountsAHalfMadeReleaseAsOne() throws Exception {
        TestRelease release = TestRelease.of("1.0", "a", "first", "b", "second");
        release.failAfter = 1;
        assertThatThrownBy(() -> install(release)).isInstanceOf(HostFailure.class);
        Files.createDirectories(world.resolve("releases/1.1-cccccccc"));

        assertThat(folder.inspect().releases()).isEmpty();
    }

    @Test
    void tellsWhyAFolderOfSomebodyElseIsNotTaken() throws Exception {
        Files.createDirectories(world);
        Files.writeString(world.resolve("canary"), "started by hand");
        Files.writeString(world.resolve("config.lua"), "x = 1");

        assertThat(folder.inspect().obstacle())
                .contains("holds files that Aviary did not put there (canary, config.lua)")
                .contains("empty folder");
    }

    @Test
    void tellsOfALinkThatLeadsElsewhere() throws Exception {
        Files.createDirectories(world);
        Files.createSymbolicLink(world.resolve("current"), temporary);

        assertThat(folder.inspect().obstacle()).contains("which Aviary did not install");
    }

    @Test
    void knowsHowMuchRoomThereIsBeforeTheFolderExists() throws Exception {
        FolderState state = folder.inspect();

        assertThat(state.freeBytes()).isPositive();
        assertThat(state.obstacle()).isEmpty();
        assertThat(world).doesNotExist();
    }

    /** A release whose content is another one, a byte longer than what is given, where it is as long as it should be. */
    private record Lying(TestRelease release, byte[] first, byte last) implements ReleaseContent {
        @Override
        public Digest digest() {
            return release.digest();
        }

        @Override
        public String version() {
            return release.version();
        }

        @Override
        public List<ArtifactFile> files() {
            return release.files();
        }

        @Override
        public InputStream open(Digest file) throws IOException {
            byte[] bytes = java.util.Arrays.copyOf(first, first.length + 1);
            bytes[first.length] = last;
            byte[] real = release.open(file).readAllBytes();
            return new ByteArrayInputStream(real.length == bytes.length ? bytes : real);
        }
    }
}
