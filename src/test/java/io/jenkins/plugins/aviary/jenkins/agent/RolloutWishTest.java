package io.jenkins.plugins.aviary.jenkins.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.rollout.stage.RolloutInput.Wish;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class RolloutWishTest {
    @Test
    void theOperationKnowsThemAll() {
        assertThat(RolloutWish.values())
                .extracting(Enum::name)
                .containsExactlyElementsOf(
                        Stream.of(Wish.Kind.values()).map(Enum::name).toList());
    }

    @ParameterizedTest
    @EnumSource
    void everyWishHasItsNameInLowerCase(RolloutWish wish) {
        assertThat(RolloutWish.of(wish.name().toLowerCase(java.util.Locale.ROOT)))
                .contains(wish);
        assertThat(RolloutWish.problem(wish.name().toLowerCase(java.util.Locale.ROOT), "why"))
                .isEmpty();
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"explode", "PAUSE", "pause "})
    void anythingElseIsRefusedWithWhatCanBeWished(String what) {
        assertThat(RolloutWish.of(what)).isEmpty();
        assertThat(RolloutWish.problem(what, ""))
                .hasValueSatisfying(text -> assertThat(text).contains("pause, resume, skip, abort, rollback"));
    }

    @Test
    void aReasonMayBeMissingButNotEndless() {
        assertThat(RolloutWish.reason(null)).isEmpty();
        assertThat(RolloutWish.problem("pause", "x".repeat(500))).isEmpty();
        assertThat(RolloutWish.problem("pause", "x".repeat(501))).isPresent();
    }
}
