package io.jenkins.plugins.aviary.statistics;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * By how much the first sample is shifted against the second, with the interval of shifts that the rank-sum test does
 * not reject: normal approximation, corrected for ties and continuity, inverted by root finding, as R's
 * {@code wilcox.test(conf.int = TRUE, exact = FALSE)} does.
 *
 * @param low the interval's lower end
 * @param high its upper end
 * @param estimate the shift that the test likes best
 */
public record RankSumInterval(double low, double high, double estimate) {
    private static final double TOLERANCE = 1e-4;

    /**
     * The interval for a level of confidence between 0 and 1.
     *
     * @throws IllegalArgumentException if a sample is empty or all numbers of both are tied at some shift
     */
    public static RankSumInterval of(Sample first, Sample second, double confidence) {
        double[] x = first.values();
        double[] y = second.values();
        double low = first.min() - second.max();
        double high = first.max() - second.min();
        double z = NormalDistribution.of(0, 1).inverseCumulativeProbability((1 - confidence) / 2);
        return new RankSumInterval(
                bound(x, y, low, high, -z),
                bound(x, y, low, high, z),
                BrentRoot.of(shift -> distance(shift, 0, x, y), low, high, TOLERANCE));
    }

    private static double bound(double[] x, double[] y, double low, double high, double z) {
        if (distance(low, z, x, y) <= 0) {
            return low;
        }
        if (distance(high, z, x, y) >= 0) {
            return high;
        }
        return BrentRoot.of(shift -> distance(shift, z, x, y), low, high, TOLERANCE);
    }

    /** The standardized rank sum of the first sample moved down by the shift, less z. */
    static double distance(double shift, double z, double[] x, double[] y) {
        double[] moved = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            moved[i] = x[i] - shift;
        }
        Ranking ranking = Ranking.of(moved, y);
        double n = x.length;
        double m = y.length;
        double sum = ranking.firstSum() - n * (n + 1) / 2 - n * m / 2;
        double deviation = Math.sqrt(n * m / 12 * (n + m + 1 - ranking.tieTerm() / ((n + m) * (n + m - 1))));
        if (deviation == 0) {
            throw new IllegalArgumentException("All numbers are tied, so there is no interval");
        }
        return (sum - 0.5 * Math.signum(sum)) / deviation - z;
    }
}
