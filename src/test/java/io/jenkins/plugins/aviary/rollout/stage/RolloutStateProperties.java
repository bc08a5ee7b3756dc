package io.jenkins.plugins.aviary.rollout.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.rollout.stage.RolloutInput.Wish;
import io.jenkins.plugins.aviary.rollout.stage.RolloutState.Action;
import io.jenkins.plugins.aviary.rollout.stage.RolloutState.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds for a rollout whatever happens to it, in whatever order. */
class RolloutStateProperties {
    private static final Instant NOW = Instant.EPOCH;

    @Provide
    Arbitrary<RolloutInput> inputs() {
        Arbitrary<Integer> stages = Arbitraries.integers().between(0, 4);
        Arbitrary<RolloutInput> work = stages.flatMap(stage -> Arbitraries.of(
                new RolloutInput.Begun(NOW, stage),
                new RolloutInput.Applied(NOW, stage),
                new RolloutInput.NotApplied(NOW, stage, "it crashed"),
                new RolloutInput.Watched(NOW, stage),
                new RolloutInput.RolledBack(NOW),
                new RolloutInput.NotRolledBack(NOW, "the host is dead")));
        Arbitrary<RolloutInput> findings = Combinators.combine(stages, Arbitraries.of(Finding.values()))
                .as((stage, finding) -> new RolloutInput.Judged(NOW, stage, finding, "because"));
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(6, work),
                net.jqwik.api.Tuple.of(3, findings),
                net.jqwik.api.Tuple.of(2, wishes().map(wish -> (RolloutInput) wish)));
    }

    @Provide
    Arbitrary<List<RolloutInput>> histories() {
        return inputs().list().ofMaxSize(40);
    }

    @Provide
    Arbitrary<Wish> wishes() {
        return Arbitraries.of(Wish.Kind.values()).map(kind -> new Wish(NOW, kind, "ann", ""));
    }

    private static RolloutState after(int stages, List<RolloutInput> history) {
        RolloutState state = RolloutState.of(stages);
        for (RolloutInput input : history) {
            state = state.after(input);
        }
        return state;
    }

    private static RolloutState wish(RolloutState state, Wish.Kind kind) {
        return state.after(new Wish(NOW, kind, "ann", ""));
    }

    @Property(tries = 5000)
    void neverGoesBackAndNeverLeavesItsStages(
            @ForAll("histories") List<RolloutInput> history, @ForAll @IntRange(min = 1, max = 5) int stages) {
        RolloutState state = RolloutState.of(stages);
        for (RolloutInput input : history) {
            RolloutState next = state.after(input);
            assertThat(next.stage()).isBetween(state.stage(), stages);
            assertThat(next.phase() == Phase.SUCCEEDED).isEqualTo(next.stage() == stages);
            state = next;
        }
    }

    @Property(tries = 5000)
    void neverDoesTheWorkOfAStageThatHappened(
            @ForAll("histories") List<RolloutInput> history, @ForAll @IntRange(min = 1, max = 5) int stages) {
        RolloutState state = RolloutState.of(stages);
        Set<Integer> happened = new HashSet<>();
        for (RolloutInput input : history) {
            RolloutState next = state.after(input);
            if (input instanceof RolloutInput.Applied && state.phase() == Phase.APPLYING && !next.equals(state)) {
                happened.add(state.stage());
            }
            state = next;
            if (state.next() == Action.APPLY) {
                assertThat(happened).doesNotContain(state.stage());
            }
        }
    }

    @Property(tries = 5000)
    void goesOnOnlyByAPassOrAPerson(
            @ForAll("histories") List<RolloutInput> history, @ForAll @IntRange(min = 1, max = 5) int stages) {
        RolloutState state = RolloutState.of(stages);
        for (RolloutInput input : history) {
            RolloutState next = state.after(input);
            if (next.stage() > state.stage()) {
                boolean passed = input instanceof RolloutInput.Judged judged && judged.finding() == Finding.PASS;
                boolean person = input instanceof Wish || state.skip();
                assertThat(passed || person).isTrue();
            }
            state = next;
        }
    }

    @Property(tries = 5000)
    void honoursAnAbortInEveryState(
            @ForAll("histories") List<RolloutInput> history,
            @ForAll("histories") List<RolloutInput> later,
            @ForAll @IntRange(min = 1, max = 5) int stages) {
        RolloutState state = wish(after(stages, history), Wish.Kind.ABORT);

        assertThat(state.phase().isFinal() || state.phase() == Phase.ROLLING_BACK)
                .isTrue();
        for (RolloutInput input : later) {
            state = state.after(input);
            assertThat(state.next()).isIn(Action.NONE, Action.ROLL_BACK);
        }
    }

    @Property(tries = 5000)
    void honoursARollbackInEveryState(
            @ForAll("histories") List<RolloutInput> history,
            @ForAll("histories") List<RolloutInput> later,
            @ForAll @IntRange(min = 1, max = 5) int stages) {
        RolloutState before = after(stages, history);
        RolloutState state = wish(before, Wish.Kind.ROLLBACK);

        assertThat(state.next()).isEqualTo(before.phase().isFinal() ? Action.NONE : Action.ROLL_BACK);
        for (RolloutInput input : later) {
            state = state.after(input);
            assertThat(state.next()).isIn(Action.NONE, Action.ROLL_BACK);
        }
        RolloutState again = wish(state, Wish.Kind.ROLLBACK);
        assertThat(again.after(new RolloutInput.RolledBack(NOW)).phase().isFinal())
                .isTrue();
    }

    @Property(tries = 5000)
    void doesNothingWhilePausedAndGoesOnWhereItWas(
            @ForAll("histories") List<RolloutInput> history, @ForAll @IntRange(min = 1, max = 5) int stages) {
        RolloutState before = wish(after(stages, history), Wish.Kind.RESUME);
        RolloutState paused = wish(before, Wish.Kind.PAUSE);

        if (before.phase().isFinal()) {
            assertThat(paused).isEqualTo(before);
        } else if (before.phase() == Phase.ROLLING_BACK) {
            assertThat(paused.next()).isEqualTo(Action.ROLL_BACK);
        } else {
            assertThat(paused.next()).isEqualTo(Action.WAIT);
            assertThat(wish(paused, Wish.Kind.RESUME).next())
                    .isEqualTo(before.phase() == Phase.ASKING ? before(before) : before.next());
        }
    }

    /** A resumed rollout that asked goes on with what comes after its stage. */
    private static Action before(RolloutState asking) {
        return asking.stage() + 1 == asking.stages() ? Action.NONE : Action.APPLY;
    }

    @Property(tries = 5000)
    void honoursASkipInEveryState(
            @ForAll("histories") List<RolloutInput> history, @ForAll @IntRange(min = 1, max = 5) int stages) {
        RolloutState before = after(stages, history);
        RolloutState skipped = wish(before, Wish.Kind.SKIP);

        if (before.phase().compareTo(Phase.ROLLING_BACK) >= 0) {
            assertThat(skipped).isEqualTo(before);
        } else if (before.phase() == Phase.APPLYING) {
            RolloutState done = skipped.after(new RolloutInput.Applied(NOW, before.stage()));
            assertThat(done.stage()).isEqualTo(before.stage() + 1);
        } else {
            assertThat(skipped.stage()).isEqualTo(before.stage() + 1);
        }
    }

    @Property(tries = 5000)
    void aFailureRollsBackFromEveryStateThatIsNotOver(
            @ForAll("histories") List<RolloutInput> history, @ForAll @IntRange(min = 1, max = 5) int stages) {
        RolloutState before = after(stages, history);
        RolloutState failed = before.after(new RolloutInput.Judged(NOW, before.stage(), Finding.FAIL, "slow ticks"));

        boolean over = before.phase().isFinal() || before.phase() == Phase.FAILED;
        assertThat(failed.next()).isEqualTo(over ? Action.NONE : Action.ROLL_BACK);
    }

    @Property(tries = 5000)
    void whatCouldNotBeTakenBackIsTakenBackLater(
            @ForAll("histories") List<RolloutInput> history, @ForAll @IntRange(min = 1, max = 5) int stages) {
        RolloutState before = wish(after(stages, history), Wish.Kind.ROLLBACK);
        if (before.phase().isFinal()) {
            return;
        }
        RolloutState failed = before.after(new RolloutInput.NotRolledBack(NOW, "the host is dead"));
        assertThat(failed.next()).isEqualTo(Action.NONE);
        assertThat(failed.reason()).contains(before.reason(), "the host is dead");

        RolloutState again = wish(failed, Wish.Kind.RESUME);
        assertThat(again.next()).isEqualTo(Action.ROLL_BACK);
        assertThat(again.reason()).isEqualTo(before.reason());
        assertThat(again.after(new RolloutInput.RolledBack(NOW)).phase()).isEqualTo(Phase.ROLLED_BACK);
    }

    @Property(tries = 2000)
    void whatIsOverStaysSo(
            @ForAll("histories") List<RolloutInput> history,
            @ForAll("histories") List<RolloutInput> later,
            @ForAll @IntRange(min = 1, max = 5) int stages) {
        RolloutState state = after(stages, history);
        if (state.phase().isFinal()) {
            assertThat(after(stages, concat(history, later))).isEqualTo(state);
        }
    }

    private static List<RolloutInput> concat(List<RolloutInput> first, List<RolloutInput> second) {
        List<RolloutInput> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
