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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A canary release over SSH with servers in processes of their own: a release that got everywhere is taken back. */
@Tag("integration")
@Timeout(300)
class FourHostsTest {
    private static final List<String> WORLDS = List.of("alpha", "beta", "gamma", "delta");

    @TempDir
    Path folder;

    @Test
    void everyWorldGoesBackWhenTheReleaseTurnsOutBad() throws Exception {
        try (RolloutFixture installation = new RolloutFixture(folder, WORLDS.toArray(String[]::new))) {
            installation.policy = "      maxUnavailable: 4\n";
            installation.configured();
            deploy(installation, installation.release("1.0", Map.of()));
            String bad = installation.release("2.0", Map.of(), Fault.LUA_ERRORS);

            Outcome<CanaryRelease.Result> outcome = new CanaryRelease(
                            RolloutFixture.ENVIRONMENT,
                            bad,
                            List.of(),
                            List.of(
                                    new StageSpec(StageSpec.Kind.WORLDS, 0, 75, 0, Duration.ofSeconds(20)),
                                    new StageSpec(StageSpec.Kind.WORLDS, 0, 100, 0, Duration.ZERO)),
                            List.of(),
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
            for (String world : WORLDS) {
                assertThat(installation.running(world)).as(world).isEqualTo("1.0");
            }
            assertThat(outcome.result().takenBack().stream().filter(world -> world.state() == WorldState.DELIVERED))
                    .hasSize(3);
            System.out.println(installation.lines.stream()
                    .filter(line -> line.contains("taken back in"))
                    .findFirst()
                    .orElse("not timed at " + Instant.now()));
        }
    }

    private static void deploy(RolloutFixture installation, String release) throws Exception {
        Outcome<FleetResult> outcome = RolloutFixture.delivery(release).run(installation.context());
        assertThat(outcome.code()).as(outcome.summary()).isEqualTo(ExitCode.DONE);
    }
}
