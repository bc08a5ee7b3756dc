package io.jenkins.plugins.aviary.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.server.FixtureServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A release goes out in waves to many worlds whose servers answer on their ports. */
@Tag("integration")
class FixtureFleetTest {
    private static final int WORLDS = 16;

    @TempDir
    Path folder;

    @Test
    void bringsAReleaseToEveryWorldInWaves() throws Exception {
        try (FixtureFleet fleet = new FixtureFleet(folder, WORLDS, 8)) {
            StoredRelease first = fleet.release("1.0");
            StoredRelease second = fleet.release("2.0");
            assertThat(fleet.waves(first, 100).result().phase()).isEqualTo("SUCCEEDED");

            Outcome<CanaryRelease.Result> outcome = fleet.waves(second, 5, 25, 100);

            assertThat(outcome.result().phase()).as(outcome.summary()).isEqualTo("SUCCEEDED");
            for (int world = 0; world < WORLDS; world++) {
                assertThat(fleet.running(world)).contains(second.releaseName());
                assertThat(fleet.servers(world)).hasSize(2);
                assertThat(fleet.servers(world).get(0).history()).containsSubsequence("started", "saved", "stopped");
            }
        }
    }

    @Test
    void takesEveryWorldBackWhenOneOfALaterWaveCrashesAndLeavesTheOthersAlone() throws Exception {
        int crashing = WORLDS / 5;
        try (FixtureFleet fleet = new FixtureFleet(folder, WORLDS, 8)) {
            StoredRelease first = fleet.release("1.0");
            StoredRelease second = fleet.release("2.0");
            fleet.bad(crashing, second, FixtureServer.Fault.CRASH_WHILE_LOADING);
            fleet.waves(first, 100);

            Outcome<CanaryRelease.Result> outcome = fleet.waves(second, 5, 25, 100);

            assertThat(outcome.result().phase()).as(outcome.summary()).isEqualTo("ROLLED_BACK");
            for (int world = 0; world < WORLDS; world++) {
                assertThat(fleet.running(world)).contains(first.releaseName());
                if (world >= WORLDS / 4) {
                    assertThat(fleet.servers(world))
                            .as("worlds of the last wave keep the server they had")
                            .hasSize(1);
                }
            }
            assertThat(fleet.servers(crashing)).hasSize(3);
        }
    }
}
