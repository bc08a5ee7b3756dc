package io.jenkins.plugins.aviary.benchmark;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts how often the gate is wrong: unchanged benchmarks that are stopped, and slower ones that are seen. Seeded: the
 * same arguments print the same table. Argument: how many runs, 2,000 if not given.
 */
final class GateBenchmark {
    /** How many values a baseline has after a few runs, if nothing else is asked for. */
    private static final int WINDOW = 60;

    private static final RegressionRule RULE = new RegressionRule(0.02, 0.01);

    private GateBenchmark() {}

    public static void main(String[] args) {
        int runs = args.length > 0 ? Integer.parseInt(args[0]) : 2000;
        System.out.printf(Locale.ROOT, "%d runs; stopped in %% of them%n", runs);
        System.out.printf(
                "%10s %6s %4s %10s %12s %12s %18s%n",
                "benchmarks", "CV", "n", "baseline", "unchanged", "one +5 %", "unchanged, skewed");
        for (int benchmarks : new int[] {1, 5, 20}) {
            for (double variation : new double[] {0.01, 0.03, 0.1}) {
                for (int n : new int[] {9, 15, 30}) {
                    for (int before : new int[] {n, WINDOW}) {
                        System.out.printf(
                                Locale.ROOT,
                                "%10d %5.0f%% %4d %10d %12.2f %12.2f %18.2f%n",
                                benchmarks,
                                100 * variation,
                                n,
                                before,
                                stopped(runs, benchmarks, variation, n, before, 1, false),
                                stopped(runs, benchmarks, variation, n, before, 1.05, false),
                                stopped(runs, benchmarks, variation, n, before, 1, true));
                    }
                }
            }
        }
    }

    private static double stopped(
            int runs, int benchmarks, double variation, int n, int baseline, double factor, boolean skewed) {
        int stopped = 0;
        for (int run = 0; run < runs; run++) {
            Random random = new Random(7L * run + n);
            SortedMap<String, BenchmarkSeries> before = new TreeMap<>();
            SortedMap<String, BenchmarkSeries> now = new TreeMap<>();
            for (int i = 0; i < benchmarks; i++) {
                String name = "BM_" + i;
                before.put(name, series(random, name, baseline, 1, variation, skewed));
                now.put(name, series(random, name, n, i == 0 ? factor : 1, variation, skewed));
            }
            boolean slower = RULE.compare(now, Map.of("rolling", new Anchor(Instant.EPOCH, "", before))).stream()
                    .anyMatch(comparison -> comparison.verdict() == Comparison.Verdict.SLOWER);
            stopped += slower ? 1 : 0;
        }
        return 100.0 * stopped / runs;
    }

    private static BenchmarkSeries series(
            Random random, String name, int n, double factor, double variation, boolean skewed) {
        return new BenchmarkSeries(
                name,
                "ns",
                random.doubles(n)
                        .mapToObj(u -> skewed
                                ? 1000 * factor * (1 - variation * Math.log(1 - u))
                                : 1000 * factor * (1 + variation * random.nextGaussian()))
                        .toList());
    }
}
