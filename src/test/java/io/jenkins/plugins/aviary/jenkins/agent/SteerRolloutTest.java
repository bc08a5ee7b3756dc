package io.jenkins.plugins.aviary.jenkins.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.rollout.RolloutOnDisk;
import io.jenkins.plugins.aviary.rollout.stage.RolloutInput.Wish;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SteerRolloutTest {
    @TempDir
    private Path home;

    @Test
    void reachesWhoeverRunsTheRolloutOnTheAgent() throws IOException {
        RolloutOnDisk rollout = RolloutOnDisk.begun(home, "canary-1");

        String refused = SteerRollout.by("anna", "canary-1", RolloutWish.ROLLBACK, "players complain", Instant.EPOCH)
                .invoke(home.toFile(), null);

        assertThat(refused).isEmpty();
        assertThat(rollout.takeWishes()).singleElement().satisfies(wish -> {
            assertThat(wish.what()).isEqualTo(Wish.Kind.ROLLBACK);
            assertThat(wish.who()).isEqualTo("anna");
            assertThat(wish.reason()).isEqualTo("players complain");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"canary-2", "../canary-1", "", "/etc"})
    void saysWhyThereIsNothingToSteerAndWritesNothing(String id) throws IOException {
        RolloutOnDisk.begun(home.resolve("home"), "canary-1");

        String refused = SteerRollout.by("anna", id, RolloutWish.PAUSE, "", Instant.EPOCH)
                .invoke(home.resolve("home").toFile(), null);

        assertThat(refused).contains("'" + id + "'");
        assertThat(home.toFile().list()).containsExactly("home");
    }
}
