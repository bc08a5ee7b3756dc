package io.jenkins.plugins.aviary.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.model.ArtifactFile;
import io.jenkins.plugins.aviary.model.Digest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hosts whose programs are older or fewer than GNU's: releases arrive there all the same. */
@Tag("integration")
@Timeout(120)
class HostToolsTest {
    private static final byte[] MAP = GameHostContract.random((2 << 20) + 12_345);
    private static final byte[] SOUNDS = GameHostContract.random(1 << 20);

    @TempDir
    Path temporary;

    private TestRelease old;
    private TestRelease next;

    @BeforeEach
    void aReleaseWithLargeFilesOfWhichOneChanges() {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/bin/bash")), "no /bin/bash here, in which programs can be replaced");
        byte[] grown = MAP.clone();
        grown[MAP.length / 2] ^= 1;
        old = TestRelease.of("1.0", "canary", "one", "data/a.lua", "return 1")
                .with("data/map.otbm", MAP)
                .with("data/sounds", SOUNDS);
        next = TestRelease.of("1.1", "canary", "two", "data/a.lua", "return 1")
                .with("data/map.otbm", grown)
                .with("data/sounds", SOUNDS)
                .keeping(old);
    }

    private InstallReport install(GameHost host, TestRelease release) throws Exception {
        InstallReport report =
                new ReleaseFolder(host, temporary.toString()).install(release, ReleaseFolderContract.UNWATCHED);
        for (ArtifactFile file : release.files()) {
            assertThat(Digest.of(
                            temporary.resolve("releases/" + report.release()).resolve(file.path())))
                    .as(file.path())
                    .isEqualTo(file.digest());
        }
        return report;
    }

    @Test
    void aDdThatCannotCountBytesBringsEveryByte() throws Exception {
        GameHost host = FaultyHost.with(
                HostScript.RECEIVE_RELEASE, "dd() { case $* in *count_bytes*) return 1 ;; esac; command dd \"$@\"; }");

        install(host, old);
        InstallReport report = install(host, next);

        assertThat(report.sentBytes()).isLessThan(20_000);
    }

    @Test
    void aDdThatKnowsNoFlagsIsNotNeeded() throws Exception {
        GameHost host = FaultyHost.with(HostScript.RECEIVE_RELEASE, "dd() { return 1; }");

        install(host, old);
        InstallReport report = install(host, next);

        assertThat(report.sentBytes()).isLessThan(20_000);
    }

    @Test
    void aSyncThatKnowsOnlyTheWholeDiskIsEnough() throws Exception {
        GameHost host =
                FaultyHost.with(HostScript.RECEIVE_RELEASE, "sync() { [ $# -eq 0 ] || return 1; command sync; }");

        install(host, old);
    }

    @Test
    void withoutPerlWhatChangedTravelsWhole() throws Exception {
        GameHost host = FaultyHost.with(
                HostScript.PREPARE_RELEASE, "command() { [ \"$2\" != perl ] && builtin command \"$@\"; }");

        install(host, old);
        InstallReport report = install(host, next);

        assertThat(report.sentBytes()).isBetween((long) MAP.length, MAP.length + 20_000L);
    }

    @Test
    void withoutOpensslDigestsAreCheckedByCoreutils() throws Exception {
        GameHost host = FaultyHost.with(HostScript.RECEIVE_RELEASE, "openssl() { return 127; }");

        install(host, old);
        install(host, next);
    }
}
