package io.jenkins.plugins.aviary.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.operation.ExitCode;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.server.FixtureServer.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A canary release over four SSH servers: a release that all four worlds got is taken back from all of them at once. */
@Tag("integration")
@Timeout(300)
class FourHostsTest {
    private static final List<String> WORLDS = List.of("alpha", "beta", "gamma", "delta");
    private static final String OLD = "old";

    @TempDir
    Path folder;

    @Test
    void everyWorldGoesBackAtOnceWhenTheReleaseTurnsOutBad() throws Exception {
        try (RolloutFixture installation = RolloutFixture.hostsApart(folder, "alpha", "beta", "gamma", "delta", OLD)) {
            installation.policy = "      maxUnavailable: 4\n";
            installation.configured();
            deploy(installation, installation.release("1.0", Map.of()));
            String bad = installation.release("2.0", Map.of(), Fault.LUA_ERRORS);
            AtomicBoolean failed = new AtomicBoolean();
            AtomicInteger together = new AtomicInteger();
            CountDownLatch all = new CountDownLatch(WORLDS.size());
            // None goes on until all four have begun: were they taken back one after another, it would never end well.
            installation.witness = type -> {
                if (type.equals("rollout.judged")) {
                    failed.set(true);
                } else if (type.equals("deployment.started") && failed.get()) {
                    all.countDown();
                    if (arrives(all)) {
                        together.incrementAndGet();
                    }
                }
            };

            Outcome<CanaryRelease.Result> outcome = new CanaryRelease(
                            RolloutFixture.ENVIRONMENT,
                            bad,
                            WORLDS,
                            List.of(new StageSpec(StageSpec.Kind.WORLDS, 0, 100, 0, Duration.ofSeconds(20))),
                            List.of(OLD),
                            null,
                            null,
                            null,
                            "",
                            null,
                            false,
                            Duration.ofSeconds(30),
                            "")
                    .run(installation.context());

            assertThat(outcome.code()).as(outcome.summary()).isEqualTo(ExitCode.ROLLED_BACK);
            assertThat(outcome.summary()).contains("errors");
            assertThat(together).as("taken back at once").hasValue(WORLDS.size());
            for (String world : WORLDS) {
                assertThat(installation.running(world)).as(world).isEqualTo("1.0");
            }
            assertThat(outcome.result().takenBack())
                    .extracting(WorldOutcome::state)
                    .containsOnly(WorldState.DELIVERED)
                    .hasSize(WORLDS.size());
            System.out.println("four hosts: "
                    + sinceTheFailingSample(installation, outcome.result().rollout()) + " ms");
        }
    }

    private static boolean arrives(CountDownLatch all) {
        try {
            return all.await(120, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** How long it took until the last world served again; a figure for people, since it depends on the machine. */
    private static long sinceTheFailingSample(RolloutFixture installation, String rollout) {
        List<RolloutSamples.Sample> samples =
                RolloutFile.open(installation.home(), rollout).samples().ofStage(0);
        Instant failing = samples.get(samples.size() - 1).at();
        Instant served = installation.events.stream()
                .filter(event -> event.type().equals("deployment.rolledback"))
                .map(event -> Instant.parse(event.payload().path("detectedAt").textValue())
                        .plusMillis(event.payload().path("durationMillis").longValue()))
                .max(Instant::compareTo)
                .orElseThrow();
        return Duration.between(failing, served).toMillis();
    }

    private static void deploy(RolloutFixture installation, String release) throws Exception {
        Outcome<FleetResult> outcome = RolloutFixture.delivery(release).run(installation.context());
        assertThat(outcome.code()).as(outcome.summary()).isEqualTo(ExitCode.DONE);
    }
}
