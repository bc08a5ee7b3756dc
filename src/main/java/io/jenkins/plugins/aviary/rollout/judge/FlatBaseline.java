package io.jenkins.plugins.aviary.rollout.judge;

import io.jenkins.plugins.aviary.statistics.MannWhitney;
import io.jenkins.plugins.aviary.statistics.Sample;
import java.util.Arrays;

/**
 * The case of an old version whose numbers never change, such as an error count that stays zero: it tells nothing of how
 * persistent the numbers are, so the model for persistent series would take its flatness for persistence. The exact rank
 * test is used instead, if the new version's numbers leave the flat level most of the time and either swing on their
 * own, so that they are not one long excursion, or leave it by an order of magnitude.
 */
final class FlatBaseline {
    /** Numbers as independent as the ones of white noise have a ratio of 2, a slow drift near 0 (von Neumann 1941). */
    private static final double SWINGS = 1;

    private static final double ORDER_OF_MAGNITUDE = 10;

    private FlatBaseline() {}

    /** The chance of a departure as bad, or 1 where this is not the case. */
    static double probability(Direction direction, Sample control, Sample experiment, JudgePolicy policy) {
        if (!control.isConstant() || experiment.isConstant()) {
            return 1;
        }
        double flat = control.min();
        double tolerated = policy.toleratedShift() * Math.abs(flat);
        long above = Arrays.stream(experiment.values())
                .filter(value -> value > flat + tolerated)
                .count();
        long below = Arrays.stream(experiment.values())
                .filter(value -> value < flat - tolerated)
                .count();
        long left = switch (direction) {
            case INCREASE -> above;
            case DECREASE -> below;
            case EITHER -> Math.max(above, below);
        };
        boolean far = flat != 0 && Math.abs(experiment.median() - flat) >= ORDER_OF_MAGNITUDE * Math.abs(flat);
        if (2 * left <= experiment.size() || !(far || swings(experiment))) {
            return 1;
        }
        MannWhitney ranks = MannWhitney.test(experiment, control);
        return switch (direction) {
            case INCREASE -> ranks.greater();
            case DECREASE -> ranks.less();
            case EITHER -> ranks.twoSided();
        };
    }

    /** Whether successive numbers differ about as much as any two do. */
    private static boolean swings(Sample sample) {
        double[] values = sample.values();
        double mean = sample.mean();
        double steps = 0;
        double squares = 0;
        for (int i = 0; i < values.length; i++) {
            squares += (values[i] - mean) * (values[i] - mean);
            steps += i == 0 ? 0 : (values[i] - values[i - 1]) * (values[i] - values[i - 1]);
        }
        return steps >= SWINGS * squares;
    }
}
