package io.jenkins.plugins.aviary.release;

import static io.jenkins.plugins.aviary.approval.LocalDelivery.payload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.approval.LocalDelivery;
import io.jenkins.plugins.aviary.artifact.BuildAttestation;
import io.jenkins.plugins.aviary.ledger.Actor;
import io.jenkins.plugins.aviary.ledger.EventQuery;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.LedgerEvent;
import io.jenkins.plugins.aviary.ledger.LocalLedger;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.operation.ExitCode;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromoteReleaseTest {
    private static final String YAML = """
            version: 1
            server: {dataPack: data-sample}
            hosts:
              here: {local: true}
            environments:
              staging:
                worlds:
                  test: {host: here, path: /srv/test}
              production:
                policy:
                  after: [staging]
                  soak: 2h
                  evidence: [tests, benchmark, backup]
                  backupWithin: 6h
                worlds:
                  one:
                    host: here
                    path: /srv/one
                    database: {name: one, user: one}
            """;

    @TempDir
    Path folder;

    private LocalDelivery delivery;
    private Digest release;

    @BeforeEach
    void anArtifactIsThere() throws IOException {
        delivery = new LocalDelivery(folder, YAML);
        release = delivery.artifact("1.0", "-- nothing");
    }

    private Outcome<PromoteRelease.Result> promote() {
        return new PromoteRelease("production", release.hex(), false).run(delivery.context());
    }

    private void tested() {
        delivery.happened(
                "build.finished", "", release, payload().put("testsPassed", 12).put("testsFailed", 0));
    }

    private void benchmarked() {
        delivery.happened("benchmark.compared", "", release, payload().put("result", "passed"));
    }

    private void delivered(String id) {
        delivery.happened(
                "deployment.started",
                "staging",
                release,
                payload().put("deployment", id).put("world", "test"));
        delivery.happened(
                "deployment.finished",
                "staging",
                release,
                payload().put("deployment", id).put("world", "test").put("result", "success"));
    }

    private void backedUp(boolean valid) {
        delivery.happened(
                "backup.finished",
                "production",
                release,
                payload().put("world", "one").put("valid", valid));
    }

    private void bringEverything() {
        tested();
        benchmarked();
        delivered("d1");
        delivery.pass(Duration.ofHours(3));
        backedUp(true);
    }

    @Test
    void aReleaseThatBringsEverythingIsPromotedWithItsEvidence() {
        bringEverything();
        assertThat(promote().code()).isEqualTo(ExitCode.DONE);
        try (Ledger ledger = Ledger.inHomeForReading(delivery.home(), delivery.clock())) {
            var event = ledger.query(EventQuery.ALL.ofType("release.promoted"))
                    .events()
                    .get(0)
                    .event();
            assertThat(event.environment()).isEqualTo("production");
            assertThat(event.payload().path("evidence")).hasSize(4);
        }
    }

    @Test
    void everythingThatIsMissingIsNamedAtOnce() {
        delivery.happened("other.thing", "", release, payload());
        var outcome = promote();
        assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
        assertThat(outcome.summary())
                .contains("ran in staging for 2h", "tests (", "benchmark (", "backup within 6h", "run backupDatabase");
    }

    @Test
    void aDryRunPromotesNothing() {
        bringEverything();
        assertThat(new PromoteRelease("production", release.hex(), true)
                        .run(delivery.context())
                        .code())
                .isEqualTo(ExitCode.DONE);
        try (Ledger ledger = Ledger.inHomeForReading(delivery.home(), delivery.clock())) {
            assertThat(ledger.query(EventQuery.ALL.ofType("release.promoted")).events())
                    .isEmpty();
        }
    }

    @Test
    void theSoakTimeIsCountedFromTheEndOfTheDelivery() {
        tested();
        benchmarked();
        delivered("d1");
        delivery.pass(Duration.ofMinutes(119));
        backedUp(true);
        assertThat(promote().summary()).contains("so far only: test 1h59m");
    }

    @Test
    void whatAnotherReleaseRanInBetweenIsNotCounted() throws IOException {
        tested();
        benchmarked();
        delivered("d1");
        delivery.pass(Duration.ofMinutes(30));
        Digest other = delivery.artifact("2.0", "-- other");
        delivery.happened(
                "deployment.started",
                "staging",
                other,
                payload().put("deployment", "d2").put("world", "test"));
        delivery.happened(
                "deployment.finished",
                "staging",
                other,
                payload().put("deployment", "d2").put("world", "test").put("result", "success"));
        delivery.pass(Duration.ofHours(5));
        backedUp(true);
        assertThat(promote().summary()).contains("so far only: test 30m");
    }

    @Test
    void aReleaseThatWasRolledBackEarlierIsRefused() {
        bringEverything();
        delivery.happened(
                "deployment.rolledback",
                "staging",
                release,
                payload().put("deployment", "d1").put("world", "test").put("reason", "slow ticks"));
        assertThat(promote().summary())
                .contains("was rolled back in staging/test")
                .contains("slow ticks");
    }

    @Test
    void aBackupThatWasNotRestoredDoesNotCount() {
        tested();
        benchmarked();
        delivered("d1");
        delivery.pass(Duration.ofHours(3));
        backedUp(false);
        assertThat(promote().summary()).contains("backup within 6h");
    }

    @Test
    void anOldBackupDoesNotCount() {
        bringEverything();
        delivery.pass(Duration.ofHours(7));
        assertThat(promote().summary()).contains("backup within 6h");
    }

    @Test
    void anUnknownKindOfEvidenceIsAMistakeInTheFile() throws IOException {
        delivery.happened("other.thing", "", release, payload());
        delivery.configure(YAML.replace("[tests, benchmark, backup]", "[test]"));
        assertThatThrownBy(this::promote)
                .isInstanceOf(InvalidParameter.class)
                .hasMessageContaining("did you mean 'tests'");
    }

    @Test
    void anArtifactWithAChangedFileIsNotPromoted() throws IOException {
        bringEverything();
        Path blobs = delivery.home().resolve("artifacts/blobs");
        try (var files = Files.walk(blobs)) {
            Path blob = files.filter(Files::isRegularFile).findFirst().orElseThrow();
            blob.toFile().setWritable(true);
            Files.writeString(blob, "something else");
        }
        assertThatThrownBy(this::promote).hasMessageContaining("changed");
    }

    /** As benchmarkGate records it: about a commit, with a verdict. */
    @Test
    void theBenchmarkOfTheCommitThatTheReleaseIsOfCounts() {
        String commit = "c".repeat(40);
        delivery.happened(
                "build.finished",
                "",
                release,
                payload().put("testsPassed", 12).put("testsFailed", 0).put("commit", commit));
        delivered("d1");
        delivery.pass(Duration.ofHours(3));
        backedUp(true);
        compared("d".repeat(40), "passed");
        assertThat(promote().summary()).contains("benchmark (none is known");
        compared(commit, "slower");
        assertThat(promote().summary()).contains("benchmark (slower");
        compared(commit, "passed");
        assertThat(promote().code()).isEqualTo(ExitCode.DONE);
    }

    private void compared(String commit, String verdict) {
        try (Ledger ledger = LocalLedger.open(delivery.home(), delivery.clock())) {
            ledger.append(new LedgerEvent(
                    "benchmark.compared",
                    1,
                    delivery.clock().instant(),
                    new Actor("anna", "test"),
                    "run",
                    "",
                    "",
                    payload().put("commit", commit).put("verdict", verdict)));
        }
    }

    private void attest() throws IOException {
        try (Ledger ledger = LocalLedger.open(delivery.home(), delivery.clock())) {
            new BuildAttestation(delivery.home(), ledger, delivery.clock())
                    .attest(
                            release,
                            new BuildAttestation.Build(
                                    "canary#7",
                                    new Actor("anna", "test"),
                                    Map.of(),
                                    "",
                                    LocalDelivery.START,
                                    LocalDelivery.START));
        }
    }

    @Test
    void aProvenanceThatIsDemandedIsMissedWithEverythingElse() throws IOException {
        delivery.configure(YAML.replace("after: [staging]", "provenance: {required: true}"));
        delivery.happened("other.thing", "", release, payload());
        assertThat(promote().summary()).contains("provenance (", "is missing, and production demands one", "tests (");

        attest();
        assertThat(promote().summary()).doesNotContain("provenance").contains("tests (");
    }

    @Test
    void aProvenanceThatDoesNotHoldIsRefusedAlsoWhereNoneIsDemanded() throws IOException {
        bringEverything();
        attest();
        assertThat(promote().code()).isEqualTo(ExitCode.DONE);
        Path file = delivery.home().resolve("artifacts/provenance").resolve(release.hex() + ".json");
        Files.delete(file);
        assertThat(promote().summary()).contains("provenance (", "gone from the disk");
        Files.writeString(file, "{}");
        assertThat(promote().summary()).contains("provenance (", "cannot be read");
    }

    @Test
    void aSuiteThatPassedDoesNotMakeUpForOneThatDidNot() throws IOException {
        delivery.configure(YAML.replace("[tests, benchmark, backup]", "[benchmark]")
                .replace("after: [staging]", "keepReleases: 3")
                .replace("backupWithin: 6h", "stopWithin: 1m"));
        delivery.happened(
                "benchmark.compared", "", release, payload().put("suite", "map").put("verdict", "slower"));
        delivery.happened(
                "benchmark.compared",
                "",
                release,
                payload().put("suite", "login").put("verdict", "passed"));
        assertThat(promote().summary()).contains("benchmark (login passed, map slower; run benchmarkGate");

        delivery.happened(
                "benchmark.compared", "", release, payload().put("suite", "map").put("verdict", "accepted"));
        assertThat(promote().code()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void aScanForAnotherEnvironmentDoesNotCount() throws IOException {
        String yaml = YAML.replace("[tests, benchmark, backup]", "[scan]")
                .replace("after: [staging]", "keepReleases: 3")
                .replace("backupWithin: 6h", "stopWithin: 1m");
        delivery.configure(yaml);
        delivery.happened("scan.finished", "staging", release, payload().put("result", "passed"));
        assertThat(promote().summary()).contains("scan (none is known");
        delivery.happened("scan.finished", "", release, payload().put("result", "passed"));
        assertThat(promote().code()).isEqualTo(ExitCode.DONE);

        delivery.configure(yaml.replace("stopWithin: 1m", "scan: {failOn: low}"));
        assertThat(promote().summary()).contains("run securityScan with environment: 'production'");
        delivery.happened("scan.finished", "production", release, payload().put("result", "passed"));
        assertThat(promote().code()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void evidenceIsFoundBehindTheManyEventsOfALargeRollout() {
        bringEverything();
        delivery.largeRollout("elsewhere", release);
        assertThat(promote().code()).isEqualTo(ExitCode.DONE);
    }
}
