package io.jenkins.plugins.aviary.benchmark;

import io.jenkins.plugins.aviary.statistics.HodgesLehmann;
import io.jenkins.plugins.aviary.statistics.Holm;
import io.jenkins.plugins.aviary.statistics.MannWhitney;
import io.jenkins.plugins.aviary.statistics.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Decides which benchmarks got slower: those whose values are so much slower that chance does not explain it, all
 * benchmarks and anchors counted (Mann-Whitney, Holm), and by more than the threshold. It needs both.
 *
 * @param threshold the change, as a share, from which on it counts
 * @param falseAlarms the chance that unchanged benchmarks are called slower, over all of them together
 */
record RegressionRule(double threshold, double falseAlarms) {
    private static final int MOST_NEEDED = 1000;
    private static final double SEEN = 0.95;

    /** How much less than the t test the rank test sees in normal samples (3 over pi). */
    private static final double EFFICIENCY = 0.955;

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    private record Pair(String benchmark, String anchor, String unit, Sample now, Sample before) {}

    /** Compares results with each anchor; benchmarks that only one side has are left out. */
    List<Comparison> compare(SortedMap<String, BenchmarkSeries> now, Map<String, Anchor> anchors) {
        List<Pair> pairs = new ArrayList<>();
        now.forEach((name, series) -> anchors.forEach((anchor, results) -> {
            BenchmarkSeries before = results.series().get(name);
            if (before != null && !before.values().isEmpty() && before.unit().equals(series.unit())) {
                pairs.add(new Pair(name, anchor, series.unit(), series.sample(), before.sample()));
            }
        }));
        double[] slower = new double[pairs.size()];
        double[] faster = new double[pairs.size()];
        for (int i = 0; i < slower.length; i++) {
            MannWhitney test = MannWhitney.test(pairs.get(i).now(), pairs.get(i).before());
            slower[i] = test.greater();
            faster[i] = test.less();
        }
        double[] slowerOfAll = Holm.adjust(slower);
        double[] fasterOfAll = Holm.adjust(faster);
        List<Comparison> comparisons = new ArrayList<>();
        for (int i = 0; i < slower.length; i++) {
            comparisons.add(compared(pairs.get(i), slowerOfAll[i], fasterOfAll[i], slower.length));
        }
        return comparisons;
    }

    private Comparison compared(Pair pair, double slower, double faster, int tests) {
        double median = pair.before().median();
        double shift = HodgesLehmann.shift(pair.now(), pair.before());
        double change = shift == 0 ? 0 : shift / median;
        int n = pair.now().size();
        int needed = needed(n, pair.before().size(), tests);
        Comparison.Verdict verdict = Comparison.Verdict.SAME;
        if (needed > n) {
            verdict = Comparison.Verdict.TOO_FEW;
        } else if (slower <= falseAlarms && change >= threshold) {
            verdict = Comparison.Verdict.SLOWER;
        } else if (faster <= falseAlarms && change <= -threshold) {
            verdict = Comparison.Verdict.FASTER;
        }
        return new Comparison(
                pair.benchmark(),
                pair.anchor(),
                pair.unit(),
                n,
                pair.before().size(),
                pair.now().median(),
                median,
                change,
                Math.min(1, Math.min(slower, faster)),
                Math.max(threshold, detectable(pair, tests)),
                needed > n ? needed : 0,
                verdict);
    }

    /**
     * How many values of one side are needed so that the most extreme order of all, whose chance is one over the number
     * of ways to deal the values to both sides, could count. If the other side has too few for that, both need as many.
     */
    private int needed(int n, int before, int tests) {
        if (extreme(n, before) * tests <= falseAlarms) {
            return 0;
        }
        for (int more = n + 1; more <= MOST_NEEDED; more++) {
            if (extreme(more, Math.max(before, Math.min(more, 20))) * tests <= falseAlarms) {
                return more;
            }
        }
        return MOST_NEEDED;
    }

    private static double extreme(int n, int m) {
        double chance = 1;
        for (int i = 1; i <= Math.min(n, m); i++) {
            chance *= i / (double) (Math.max(n, m) + i);
        }
        return chance;
    }

    private double detectable(Pair pair, int tests) {
        double n = pair.now().size();
        double m = pair.before().size();
        if (n < 2 || m < 2) {
            return Double.NaN;
        }
        double now = pair.now().deviation();
        double before = pair.before().deviation();
        double pooled = Math.sqrt(((n - 1) * now * now + (m - 1) * before * before) / (n + m - 2));
        double reach =
                NORMAL.inverseSurvivalProbability(falseAlarms / tests) + NORMAL.inverseCumulativeProbability(SEEN);
        return reach
                * pooled
                * Math.sqrt((1 / n + 1 / m) / EFFICIENCY)
                / pair.before().median();
    }
}
