package io.jenkins.plugins.aviary.statistics;

import java.util.List;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The Mann-Whitney U test (Mann and Whitney 1947) of whether numbers of the first sample tend to be larger or smaller
 * than those of the second.
 *
 * @param u how many pairs have the larger number in the first sample, ties counted half
 * @param less the probability of such a small U, or a smaller one, among samples that do not differ
 * @param greater the probability of such a large U, or a larger one
 * @param twoSided the probability of a U as far off either way
 * @param exact whether the probabilities are exact, not those of the normal approximation
 */
public record MannWhitney(double u, double less, double greater, double twoSided, boolean exact) {
    /** Up to this many numbers in each sample the probabilities are exact. */
    public static final int EXACT_UP_TO = 50;

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    /**
     * The test, exact where both samples are small enough for it.
     *
     * @throws IllegalArgumentException if a sample is empty
     */
    public static MannWhitney test(Sample first, Sample second) {
        return first.size() <= EXACT_UP_TO && second.size() <= EXACT_UP_TO
                ? exact(first, second)
                : asymptotic(first, second);
    }

    /**
     * The exact test, ties and all: every way to deal the observed midranks to the two samples is counted (Klotz 1966,
     * "The Wilcoxon, ties, and the computer").
     *
     * @throws IllegalArgumentException if a sample is empty
     */
    public static MannWhitney exact(Sample first, Sample second) {
        Ranking ranking = ranking(first, second);
        int n = first.size();
        double[] ways = ways(ranking.groups(), n);
        int observed = (int) Math.round(2 * ranking.firstSum());
        double total = 0;
        double below = 0;
        double above = 0;
        for (int sum = 0; sum < ways.length; sum++) {
            total += ways[sum];
            below += sum <= observed ? ways[sum] : 0;
            above += sum >= observed ? ways[sum] : 0;
        }
        double less = below / total;
        double greater = above / total;
        double u = ranking.firstSum() - n * (n + 1) / 2.0;
        return new MannWhitney(u, less, greater, Math.min(1, 2 * Math.min(less, greater)), true);
    }

    /** How many ways there are to take n of the numbers, by twice the sum of their midranks. */
    private static double[] ways(List<Integer> groups, int n) {
        int size = groups.stream().mapToInt(Integer::intValue).sum();
        double[][] ways = new double[n + 1][2 * n * size + 1];
        ways[0][0] = 1;
        int ranked = 0;
        for (int group : groups) {
            int twiceRank = 2 * ranked + group + 1;
            double[] choose = binomials(group);
            for (int taken = Math.min(n, ranked + group); taken >= 1; taken--) {
                for (int now = 1; now <= Math.min(group, taken); now++) {
                    double[] from = ways[taken - now];
                    double[] to = ways[taken];
                    int shift = now * twiceRank;
                    for (int sum = 0; sum + shift < to.length; sum++) {
                        to[sum + shift] += from[sum] * choose[now];
                    }
                }
            }
            ranked += group;
        }
        return ways[n];
    }

    private static double[] binomials(int n) {
        double[] choose = new double[n + 1];
        choose[0] = 1;
        for (int k = 1; k <= n; k++) {
            choose[k] = Math.rint(choose[k - 1] * (n - k + 1) / k);
        }
        return choose;
    }

    /**
     * The test by the normal approximation, corrected for ties and continuity.
     *
     * @throws IllegalArgumentException if a sample is empty
     */
    public static MannWhitney asymptotic(Sample first, Sample second) {
        Ranking ranking = ranking(first, second);
        double n = first.size();
        double m = second.size();
        double u = ranking.firstSum() - n * (n + 1) / 2;
        double deviation = Math.sqrt(n * m / 12 * (n + m + 1 - ranking.tieTerm() / ((n + m) * (n + m - 1))));
        if (!(deviation > 0)) {
            return new MannWhitney(u, 1, 1, 1, false);
        }
        double distance = u - n * m / 2;
        double less = NORMAL.cumulativeProbability((distance + 0.5) / deviation);
        double greater = NORMAL.survivalProbability((distance - 0.5) / deviation);
        double twoSided = 2 * NORMAL.survivalProbability((Math.abs(distance) - 0.5) / deviation);
        return new MannWhitney(u, less, greater, Math.min(1, twoSided), false);
    }

    private static Ranking ranking(Sample first, Sample second) {
        if (first.isEmpty() || second.isEmpty()) {
            throw new IllegalArgumentException("Both samples need at least one number");
        }
        return Ranking.of(first.values(), second.values());
    }

    /**
     * The probability that a number of the first sample is larger than one of the second, ties counted half (Vargha and
     * Delaney 2000, A12).
     */
    public static double superiority(Sample first, Sample second) {
        Ranking ranking = ranking(first, second);
        double n = first.size();
        return (2 * ranking.firstSum() - n * (n + 1)) / (2 * n * second.size());
    }
}
