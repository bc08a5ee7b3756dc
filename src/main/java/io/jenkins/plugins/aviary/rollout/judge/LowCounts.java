package io.jenkins.plugins.aviary.rollout.judge;

import io.jenkins.plugins.aviary.statistics.Sample;
import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Guards against small whole numbers that hardly move, such as 0, 0, 0, 1, 1, 1: rounded as they are, they look both
 * steady and certain. Counts vary by at least the root of their mean (Poisson), whatever their neighbours suggest, so a
 * difference is only as surprising as that allows. Rounding also hides some of the persistence, so that fewer counts are
 * independent than there seem to be.
 */
final class LowCounts {
    /** From this mean on rounding hides nothing. */
    private static final double LOW = 12;

    /** Which part of the counts that seem to be independent are. */
    private static final double INDEPENDENT = 0.6;

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    private LowCounts() {}

    /** The least chance that a difference may have; 0 where the numbers are no low counts. */
    static double leastProbability(Direction direction, Sample control, Sample experiment, double independent) {
        double sum = control.mean() + experiment.mean();
        if (!(sum > 0) || !are(control, experiment)) {
            return 0;
        }
        double distance =
                (experiment.mean() - control.mean()) / Math.sqrt(sum / Math.max(1, INDEPENDENT * independent));
        return switch (direction) {
            case INCREASE -> NORMAL.survivalProbability(distance);
            case DECREASE -> NORMAL.cumulativeProbability(distance);
            case EITHER -> Math.min(1, 2 * NORMAL.survivalProbability(Math.abs(distance)));
        };
    }

    /** Whether both are low counts. */
    static boolean are(Sample control, Sample experiment) {
        return control.mean() + experiment.mean() < 2 * LOW && isCount(control) && isCount(experiment);
    }

    private static boolean isCount(Sample sample) {
        return Arrays.stream(sample.values()).allMatch(value -> value >= 0 && value == Math.rint(value));
    }
}
