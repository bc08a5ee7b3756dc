package io.jenkins.plugins.aviary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.artifact.FolderArtifactStore;
import io.jenkins.plugins.aviary.artifact.Provenance;
import io.jenkins.plugins.aviary.artifact.ProvenanceCheck;
import io.jenkins.plugins.aviary.build.CanaryBuild;
import io.jenkins.plugins.aviary.ledger.EventQuery;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.model.ArtifactFile;
import io.jenkins.plugins.aviary.model.ArtifactManifest;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.model.ProvenanceDemand;
import io.jenkins.plugins.aviary.operation.ExitCode;
import io.jenkins.plugins.aviary.operation.Operation;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.OperationType;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.operation.Parameter;
import io.jenkins.plugins.aviary.operation.ParameterSpec;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.operation.Step;
import io.jenkins.plugins.aviary.release.EnvironmentTurns;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalOperationsTest {
    @TempDir
    Path folder;

    /** A build without a compiler. */
    @Step(name = "sampleBuild", summary = "Keeps an artifact.")
    record SampleBuild(@Parameter("The version") String version) implements Operation<CanaryBuild.Result> {
        @Override
        public Outcome<CanaryBuild.Result> run(RunContext context) {
            try {
                Path binary = Files.writeString(context.path("canary"), version);
                ArtifactFile file = new ArtifactFile("canary", true, Files.size(binary), Digest.of(binary));
                ArtifactManifest manifest =
                        new ArtifactManifest("canary", version, "c".repeat(40), Map.of(), List.of(file));
                Digest artifact =
                        FolderArtifactStore.inHome(context.home()).put(manifest, Map.of(file.digest(), binary));
                return Outcome.done(
                        "built",
                        new CanaryBuild.Result(
                                artifact.hex(),
                                "canary",
                                version,
                                manifest.commit(),
                                "git+https://example.org/canary",
                                0,
                                1,
                                manifest.size(),
                                0,
                                0,
                                0,
                                0,
                                0));
            } catch (IOException e) {
                throw new OperationFailure("It cannot be kept: " + e, e);
            }
        }
    }

    @Test
    void everyArtifactThatIsBuiltGetsItsSignedProvenance() throws InterruptedException {
        LocalRun run = LocalRun.in(folder, Map.of(), new PrintStream(System.out, true, StandardCharsets.UTF_8), false);
        Outcome<?> outcome;
        try (RecordedEvents events = RecordedEvents.open(run, "a build");
                LocalOperations operations = new LocalOperations(run, events)) {
            outcome = operations.call(
                    new OperationType(SampleBuild.class), Map.of("version", "1.0"), run.context(events));
        }
        Digest artifact = new Digest(((CanaryBuild.Result) outcome.result()).artifact());
        Provenance provenance = ProvenanceCheck.inHome(run.home(), "production", new ProvenanceDemand(true, List.of()))
                .verify(artifact)
                .orElseThrow();
        assertThat(provenance.parameters()).containsEntry("version", "1.0");
        assertThat(provenance.run()).startsWith("a build ");
        assertThat(provenance.materials())
                .containsExactly(
                        new Provenance.Material("git+https://example.org/canary", "gitCommit", "c".repeat(40)));
        try (Ledger ledger = Ledger.inHomeForReading(run.home(), Clock.systemUTC())) {
            assertThat(ledger.query(EventQuery.ALL.ofType("artifact.attested").about(artifact.hex()))
                            .events())
                    .hasSize(1);
        }
    }

    @Test
    void theStepsThatTakeTurnsAreThoseThatDeliverToAnEnvironment() {
        assertThat(EnvironmentTurns.STEPS)
                .allSatisfy(step -> assertThat(StepCatalogue.all().get(step).parameters())
                        .extracting(ParameterSpec::name)
                        .contains("environment"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"deployRelease", "canaryRelease"})
    void aDeliveryThatLacksWhatItsEnvironmentDemandsTouchesNothing(String step)
            throws InterruptedException, IOException {
        Path world = folder.resolve("srv").resolve("one");
        Files.writeString(folder.resolve("aviary.yml"), """
                version: 1
                server: {dialect: generic, binary: canary, readyLine: ready}
                hosts:
                  here: {local: true}
                environments:
                  production:
                    policy:
                      after: [staging]
                      evidence: [tests]
                      approval: {rule: 1 of group:ops}
                    worlds:
                      one: {host: here, path: '%s', start: {command: [./canary]}}
                  staging:
                    worlds:
                      test: {host: here, path: '%s'}
                """.formatted(
                        world, folder.resolve("srv").resolve("test")));
        LocalRun run = LocalRun.in(folder, Map.of(), new PrintStream(System.out, true, StandardCharsets.UTF_8), false);
        try (RecordedEvents events = RecordedEvents.open(run, "a delivery");
                LocalOperations operations = new LocalOperations(run, events)) {
            RunContext context = run.context(events);
            Outcome<?> built = operations.call(new OperationType(SampleBuild.class), Map.of("version", "1.0"), context);
            String artifact = ((CanaryBuild.Result) built.result()).artifact();

            Outcome<?> outcome = operations.call(
                    StepCatalogue.all().get(step), Map.of("environment", "production", "release", artifact), context);

            assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
            assertThat(outcome.summary())
                    .startsWith("1.0 may not go to production yet")
                    .contains("ran in staging (", "tests (", "approval (");
        }
        assertThat(world).doesNotExist();
        try (Ledger ledger = Ledger.inHomeForReading(run.home(), Clock.systemUTC())) {
            assertThat(ledger.query(EventQuery.ALL.ofType("environment")).events())
                    .isEmpty();
        }
    }
}
