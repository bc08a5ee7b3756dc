package io.jenkins.plugins.aviary.rollout.stage;

import io.jenkins.plugins.aviary.rollout.stage.RolloutInput.Wish;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a rollout has come. Immutable: every input gives another state, and the same inputs always give the same one,
 * so a run that was killed is where it was once its inputs are read again. An input that makes no sense in a state
 * changes nothing.
 *
 * @param stages how many stages there are, at least 1
 * @param stage the index of the present stage; the number of stages once all are done
 * @param phase what is going on
 * @param paused whether a person has paused it
 * @param skip whether the present stage is to be left without a verdict once its work is done
 * @param since when the present stage's work was done, if it is
 * @param reason why it is as it is, for people
 */
public record RolloutState(
        int stages, int stage, Phase phase, boolean paused, boolean skip, Optional<Instant> since, String reason) {
    private static final String LEFT = "; not taken back yet: ";

    /** What can be going on. */
    public enum Phase {
        /** The stage's work has not begun. */
        READY,
        /** The stage's work has begun, and nobody knows that it is done. */
        APPLYING,
        /** The stage's work is done, and the release is watched. */
        WATCHING,
        /** The release was watched for as long as it is to be, and a verdict is due. */
        JUDGING,
        /** There is too little to tell: a person must decide. */
        ASKING,
        /** What ran before is brought back. */
        ROLLING_BACK,
        /** Not everything could be brought back; whoever resumes it tries the rest again. */
        FAILED,
        /** All stages passed. */
        SUCCEEDED,
        /** What ran before runs again. */
        ROLLED_BACK,
        /** A person ended it; everything is left as it was then. */
        ABORTED;

        /** Whether nothing can change any more. */
        public boolean isFinal() {
            return compareTo(SUCCEEDED) >= 0;
        }
    }

    /** What is to be done next. */
    public enum Action {
        /** Do the work of the stage; parts of it may be done already. */
        APPLY,
        /** Watch the release until the stage's time is over, judging now and then. */
        WATCH,
        /** Come to a verdict. */
        JUDGE,
        /** Ask a person. */
        ASK,
        /** Wait until a person wants to go on. */
        WAIT,
        /** Bring back what ran before. */
        ROLL_BACK,
        /** Nothing: it is over. */
        NONE
    }

    /** A rollout that has not begun. */
    public static RolloutState of(int stages) {
        if (stages < 1) {
            throw new IllegalArgumentException("A rollout has at least one stage, not " + stages);
        }
        return new RolloutState(stages, 0, Phase.READY, false, false, Optional.empty(), "");
    }

    /** What is to be done next. */
    public Action next() {
        if (paused && phase.compareTo(Phase.ROLLING_BACK) < 0) {
            return Action.WAIT;
        }
        return switch (phase) {
            case READY, APPLYING -> Action.APPLY;
            case WATCHING -> Action.WATCH;
            case JUDGING -> Action.JUDGE;
            case ASKING -> Action.ASK;
            case ROLLING_BACK -> Action.ROLL_BACK;
            case FAILED, SUCCEEDED, ROLLED_BACK, ABORTED -> Action.NONE;
        };
    }

    /** The state after an input. */
    public RolloutState after(RolloutInput input) {
        if (phase.isFinal()) {
            return this;
        }
        if (input instanceof RolloutInput.Begun begun) {
            return phase == Phase.READY && begun.stage() == stage ? in(Phase.APPLYING) : this;
        }
        if (input instanceof RolloutInput.Applied applied) {
            return applied(applied);
        }
        if (input instanceof RolloutInput.NotApplied wrong) {
            return phase == Phase.APPLYING && wrong.stage() == stage ? rollingBack(wrong.reason()) : this;
        }
        if (input instanceof RolloutInput.Watched watched) {
            return phase == Phase.WATCHING && watched.stage() == stage ? in(Phase.JUDGING) : this;
        }
        if (input instanceof RolloutInput.Judged judged) {
            return judged(judged);
        }
        if (input instanceof RolloutInput.RolledBack) {
            return phase == Phase.ROLLING_BACK ? in(Phase.ROLLED_BACK) : this;
        }
        if (input instanceof RolloutInput.NotRolledBack wrong) {
            return phase == Phase.ROLLING_BACK ? in(Phase.FAILED).because(reason + LEFT + wrong.reason()) : this;
        }
        return wished((Wish) input);
    }

    private RolloutState applied(RolloutInput.Applied applied) {
        if (phase != Phase.APPLYING || applied.stage() != stage) {
            return this;
        }
        RolloutState done =
                new RolloutState(stages, stage, Phase.WATCHING, paused, skip, Optional.of(applied.at()), reason);
        return skip ? done.forward() : done;
    }

    /** A failure counts at any time; only the verdict that is due lets it go on. */
    private RolloutState judged(RolloutInput.Judged judged) {
        if (judged.stage() != stage || isGoingBack()) {
            return this;
        }
        if (judged.finding() == Finding.FAIL) {
            return rollingBack(judged.reason());
        }
        if (phase != Phase.JUDGING) {
            return this;
        }
        return judged.finding() == Finding.PASS ? forward() : in(Phase.ASKING).because(judged.reason());
    }

    private RolloutState wished(Wish wish) {
        String by = wish.who() + (wish.reason().isEmpty() ? "" : ": " + wish.reason());
        return switch (wish.what()) {
            case PAUSE ->
                isGoingBack() ? this : new RolloutState(stages, stage, phase, true, skip, since, "paused by " + by);
            case RESUME -> resumed();
            case SKIP -> skipped(by);
            // What is being brought back is brought back: to end half-way would be neither here nor there.
            case ABORT -> phase == Phase.ROLLING_BACK ? this : in(Phase.ABORTED).because("aborted by " + by);
            case ROLLBACK ->
                phase == Phase.FAILED
                        ? backAgain()
                        : phase == Phase.ROLLING_BACK ? this : rollingBack("rolled back by " + by);
        };
    }

    private boolean isGoingBack() {
        return phase == Phase.ROLLING_BACK || phase == Phase.FAILED;
    }

    /** What could not be brought back may be so now: its host may answer again. */
    private RolloutState backAgain() {
        int left = reason.indexOf(LEFT);
        return rollingBack(left < 0 ? reason : reason.substring(0, left));
    }

    /** Whoever resumes a rollout that asks has decided that it goes on. */
    private RolloutState resumed() {
        if (phase == Phase.FAILED) {
            return backAgain();
        }
        RolloutState going = new RolloutState(stages, stage, phase, false, skip, since, reason);
        return phase == Phase.ASKING ? going.forward() : going;
    }

    private RolloutState skipped(String by) {
        return switch (phase) {
            case READY, WATCHING, JUDGING, ASKING -> forward().because("stage " + (stage + 1) + " skipped by " + by);
            // Its work cannot be left half-done.
            case APPLYING -> new RolloutState(stages, stage, phase, paused, true, since, "to be skipped by " + by);
            case ROLLING_BACK, FAILED, SUCCEEDED, ROLLED_BACK, ABORTED -> this;
        };
    }

    private RolloutState forward() {
        boolean last = stage + 1 == stages;
        return new RolloutState(
                stages, stage + 1, last ? Phase.SUCCEEDED : Phase.READY, paused, false, Optional.empty(), "");
    }

    private RolloutState rollingBack(String why) {
        return new RolloutState(stages, stage, Phase.ROLLING_BACK, false, false, since, why);
    }

    private RolloutState in(Phase other) {
        return new RolloutState(stages, stage, other, paused, skip, since, reason);
    }

    private RolloutState because(String why) {
        return new RolloutState(stages, stage, phase, paused, skip, since, why);
    }
}
