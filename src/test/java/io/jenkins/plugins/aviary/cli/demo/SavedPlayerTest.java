package io.jenkins.plugins.aviary.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SavedPlayerTest {
    private static final SavedPlayer ANNA = new SavedPlayer(1, "Anna", 100);
    private static final SavedPlayer BEN = new SavedPlayer(2, "Ben", 200);

    @Test
    void whoIsThereWithAtLeastWhatTheyHadIsNotLost() {
        assertThat(SavedPlayer.lost(
                        List.of(ANNA, BEN),
                        List.of(BEN, new SavedPlayer(1, "Anna", 150), new SavedPlayer(3, "New", 0))))
                .isEmpty();
    }

    @Test
    void whoIsGoneIsLost() {
        assertThat(SavedPlayer.lost(List.of(ANNA, BEN), List.of(BEN))).containsExactly(ANNA);
    }

    @Test
    void whoHasLessThanBeforeHasLostSomething() {
        assertThat(SavedPlayer.lost(List.of(ANNA), List.of(new SavedPlayer(1, "Anna", 99))))
                .containsExactly(ANNA);
    }
}
