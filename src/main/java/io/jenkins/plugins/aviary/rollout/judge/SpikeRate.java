package io.jenkins.plugins.aviary.rollout.judge;

import io.jenkins.plugins.aviary.statistics.Sample;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * How often single numbers of each version lie far out on the bad side. The comparison of levels draws such spikes in, so
 * that no single one of them decides; this sees the version that has many more of them than the other. Spikes beside each
 * other are one excursion. If both versions have excursions at the same rate, then given how many there are, how many of
 * them are the new version's is binomial (the conditional test of two Poisson rates, Przyborowski and Wilenski 1940).
 *
 * @param before how many excursions the old version had
 * @param after how many the new one had
 * @param probability the chance of so many more
 * @param added by how much more the new version's spikes raise its mean than the old one's do
 */
record SpikeRate(int before, int after, double probability, double added) {
    private static final SpikeRate NONE = new SpikeRate(0, 0, 1, 0);

    /** Beyond this many standard deviations, estimated by the median deviation of both versions, a number is a spike. */
    private static final double FAR = 6;

    /** Spikes with fewer numbers than this between them are one excursion. */
    private static final int APART = 4;

    static SpikeRate of(Direction direction, Sample control, Sample experiment) {
        double deviation = Math.max(control.medianDeviation(), experiment.medianDeviation());
        if (!(deviation > 0)) {
            return NONE;
        }
        Excursions before = new Excursions(control, FAR * deviation);
        Excursions after = new Excursions(experiment, FAR * deviation);
        SpikeRate more = before.up.against(after.up);
        SpikeRate less = before.down.against(after.down);
        return switch (direction) {
            case INCREASE -> more;
            case DECREASE -> less;
            case EITHER -> (more.probability <= less.probability ? more : less).ofTwo();
        };
    }

    private SpikeRate ofTwo() {
        return new SpikeRate(before, after, Math.min(1, 2 * probability), added);
    }

    /** The excursions of one version, up and down. */
    private static final class Excursions {
        private final Side up;
        private final Side down;

        Excursions(Sample sample, double far) {
            double median = sample.median();
            up = Side.of(sample, value -> value - median, far);
            down = Side.of(sample, value -> median - value, far);
        }
    }

    /**
     * Those to one side.
     *
     * @param count how many there are
     * @param size among how many numbers
     * @param mean by how much they move the mean
     */
    private record Side(int count, int size, double mean) {
        static Side of(Sample sample, DoubleUnaryOperator distance, double far) {
            double[] distances = Arrays.stream(sample.values()).map(distance).toArray();
            int count = 0;
            int last = -APART;
            double sum = 0;
            for (int i = 0; i < distances.length; i++) {
                if (distances[i] > far) {
                    count += i - last >= APART ? 1 : 0;
                    last = i;
                    sum += distances[i];
                }
            }
            return new Side(count, distances.length, sum / distances.length);
        }

        SpikeRate against(Side after) {
            int all = count + after.count;
            double share = (double) after.size / (size + after.size);
            double probability =
                    all == 0 ? 1 : BinomialDistribution.of(all, share).survivalProbability(after.count - 1);
            return new SpikeRate(count, after.count, probability, after.mean - mean);
        }
    }
}
