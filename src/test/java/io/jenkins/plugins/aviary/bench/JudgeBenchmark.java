package io.jenkins.plugins.aviary.bench;

import io.jenkins.plugins.aviary.rollout.judge.CanaryJudge;
import io.jenkins.plugins.aviary.rollout.judge.Direction;
import io.jenkins.plugins.aviary.rollout.judge.JudgePolicy;
import io.jenkins.plugins.aviary.rollout.judge.Judgement;
import io.jenkins.plugins.aviary.rollout.judge.Look;
import io.jenkins.plugins.aviary.rollout.judge.MetricSeries;
import io.jenkins.plugins.aviary.rollout.judge.Verdict;
import io.jenkins.plugins.aviary.rollout.judge.kayenta.KayentaJudge;
import io.jenkins.plugins.aviary.rollout.judge.kayenta.KayentaMetric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Counts how often the judge is wrong on series whose truth is known. Seeded: the same arguments print the same table.
 *
 * <p>Arguments: {@code alike RUNS [KIND,...]} for canaries that do not differ, 10 metrics each; {@code shifted RUNS} for
 * what is seen of shifts, and how often a relevant one passes; {@code looks RUNS} for 20 looks at canaries that do not
 * differ. Without arguments: all three with 200 runs.
 */
final class JudgeBenchmark {
    private static final double[] PERSISTENCE = {0, 0.3, 0.6, 0.9};
    private static final int[] LENGTHS = {10, 30, 60};
    private static final int METRICS = 10;
    private static final int LOOKS = 20;

    private final CanaryJudge judge = new CanaryJudge(JudgePolicy.standard());
    private final int runs;

    private JudgeBenchmark(int runs) {
        this.runs = runs;
    }

    public static void main(String[] args) {
        String what = args.length > 0 ? args[0] : "all";
        JudgeBenchmark benchmark = new JudgeBenchmark(args.length > 1 ? Integer.parseInt(args[1]) : 200);
        List<SeriesGenerator> kinds = args.length > 2
                ? Arrays.stream(args[2].split(","))
                        .map(name -> SeriesGenerator.valueOf(name.toUpperCase(Locale.ROOT)))
                        .toList()
                : List.of(SeriesGenerator.values());
        if (what.equals("alike") || what.equals("all")) {
            benchmark.alike(kinds);
        }
        if (what.equals("mixed") || what.equals("all")) {
            benchmark.mixed();
        }
        if (what.equals("shifted") || what.equals("all")) {
            benchmark.shifted();
        }
        if (what.equals("looks") || what.equals("all")) {
            benchmark.looks(kinds);
        }
    }

    private void alike(List<SeriesGenerator> kinds) {
        System.out.printf(
                Locale.ROOT,
                "%nCanaries that do not differ, %d metrics, %d runs: failed runs in %%; (Netflix's rule); [metrics that pass]%n",
                METRICS,
                runs);
        System.out.printf("%-16s %5s", "metrics", "phi");
        for (int n : LENGTHS) {
            System.out.printf(Locale.ROOT, "  %22s", "n = " + n);
        }
        System.out.println();
        for (SeriesGenerator kind : kinds) {
            for (double persistence : PERSISTENCE) {
                System.out.printf(Locale.ROOT, "%-16s %5.1f", kind.name().toLowerCase(Locale.ROOT), persistence);
                for (int n : LENGTHS) {
                    System.out.print("  " + alike(kind, persistence, n));
                }
                System.out.println();
            }
        }
    }

    private void mixed() {
        SeriesGenerator[] kinds = {
            SeriesGenerator.NORMAL,
            SeriesGenerator.LOGNORMAL,
            SeriesGenerator.POISSON,
            SeriesGenerator.GAMMA,
            SeriesGenerator.NOISY
        };
        System.out.printf(
                Locale.ROOT,
                "%nCanaries that do not differ, %d metrics, each of another kind or persistence, %d runs: failed runs in %%%n",
                METRICS,
                runs);
        for (int n : LENGTHS) {
            int failed = 0;
            for (int run = 0; run < runs; run++) {
                Random random = new Random(29L * run + n);
                List<MetricSeries> metrics = new ArrayList<>();
                for (int i = 0; i < METRICS; i++) {
                    SeriesGenerator kind = kinds[i % kinds.length];
                    double persistence = PERSISTENCE[(i + run) % PERSISTENCE.length];
                    metrics.add(metric(
                            Direction.values()[i % 3],
                            kind.series(random, n, persistence),
                            kind.series(random, n, persistence)));
                }
                failed += judge.judge(metrics).verdict() == Verdict.FAIL ? 1 : 0;
            }
            System.out.printf(Locale.ROOT, "n = %d: %5.1f%n", n, 100.0 * failed / runs);
        }
        System.out.printf(
                "%nThe same, one metric of ten with persistence 0.9 beside nine without: failed runs in %%%n");
        for (int n : LENGTHS) {
            int failed = 0;
            for (int run = 0; run < runs; run++) {
                Random random = new Random(37L * run + n);
                List<MetricSeries> metrics = new ArrayList<>();
                for (int i = 0; i < METRICS; i++) {
                    double persistence = i == 0 ? 0.9 : 0;
                    metrics.add(metric(
                            Direction.EITHER,
                            SeriesGenerator.NORMAL.series(random, n, persistence),
                            SeriesGenerator.NORMAL.series(random, n, persistence)));
                }
                failed += judge.judge(metrics).verdict() == Verdict.FAIL ? 1 : 0;
            }
            System.out.printf(Locale.ROOT, "n = %d: %5.1f%n", n, 100.0 * failed / runs);
        }
    }

    private String alike(SeriesGenerator kind, double persistence, int n) {
        int failed = 0;
        int netflix = 0;
        int passed = 0;
        for (int run = 0; run < runs; run++) {
            Random random = new Random(31L * run + n);
            Direction direction = Direction.values()[run % 3];
            List<MetricSeries> metrics = new ArrayList<>();
            for (int i = 0; i < METRICS; i++) {
                metrics.add(
                        metric(direction, kind.series(random, n, persistence), kind.series(random, n, persistence)));
            }
            Judgement judgement = judge.judge(metrics);
            failed += judgement.verdict() == Verdict.FAIL ? 1 : 0;
            passed += (int) judgement.metrics().stream()
                    .filter(metric -> metric.verdict() == Verdict.PASS)
                    .count();
            netflix += new KayentaJudge(KayentaJudge.STANDARD.classifier(), KayentaJudge.STANDARD.weights(), 100, 100)
                                    .judge(metrics.stream()
                                            .map(KayentaMetric::of)
                                            .toList())
                                    .verdict()
                            == Verdict.FAIL
                    ? 1
                    : 0;
        }
        return String.format(
                Locale.ROOT,
                "%5.1f  (%5.1f)  [%5.1f]",
                100.0 * failed / runs,
                100.0 * netflix / runs,
                100.0 * passed / runs / METRICS);
    }

    private void shifted() {
        System.out.printf(
                Locale.ROOT,
                "%nOne metric 20 %% up, n = 50, %d runs: failed runs in %%, [runs in which it passes, which should not be]%n",
                runs);
        System.out.printf("%-12s %5s %16s %16s%n", "deviation", "phi", "1 metric", "10 metrics");
        for (double deviation : new double[] {5, 10, 15, 20, 30}) {
            for (double persistence : PERSISTENCE) {
                System.out.printf(
                        Locale.ROOT,
                        "%-12s %5.1f %16s %16s%n",
                        deviation + " %",
                        persistence,
                        shifted(deviation, persistence, 1),
                        shifted(deviation, persistence, METRICS));
            }
        }
    }

    private String shifted(double deviation, double persistence, int metrics) {
        int failed = 0;
        int passed = 0;
        for (int run = 0; run < runs; run++) {
            Random random = new Random(17L * run);
            List<MetricSeries> series = new ArrayList<>();
            for (int i = 0; i < metrics; i++) {
                double level = i == 0 ? 120 : 100;
                series.add(metric(
                        Direction.INCREASE,
                        scaled(SeriesGenerator.ZERO.series(random, 50, persistence), 100, deviation),
                        scaled(SeriesGenerator.ZERO.series(random, 50, persistence), level, deviation)));
            }
            Judgement judgement = judge.judge(series);
            failed += judgement.verdict() == Verdict.FAIL ? 1 : 0;
            passed += judgement.metrics().get(0).verdict() == Verdict.PASS ? 1 : 0;
        }
        return String.format(Locale.ROOT, "%5.1f [%4.1f]", 100.0 * failed / runs, 100.0 * passed / runs);
    }

    private static double[] scaled(double[] series, double level, double deviation) {
        return Arrays.stream(series).map(z -> level + deviation * z).toArray();
    }

    private void looks(List<SeriesGenerator> kinds) {
        System.out.printf(
                Locale.ROOT,
                "%nCanaries that do not differ, %d looks, %d metrics, 60 numbers at the end, %d runs: ever failed in %%%n",
                LOOKS,
                METRICS,
                runs);
        for (SeriesGenerator kind : kinds) {
            System.out.printf("%-16s", kind.name().toLowerCase(Locale.ROOT));
            for (double persistence : PERSISTENCE) {
                System.out.printf(Locale.ROOT, "  phi %.1f: %5.1f", persistence, looks(kind, persistence));
            }
            System.out.println();
        }
    }

    private double looks(SeriesGenerator kind, double persistence) {
        int failed = 0;
        int n = 60;
        for (int run = 0; run < runs; run++) {
            Random random = new Random(13L * run);
            List<double[][]> all = new ArrayList<>();
            for (int i = 0; i < METRICS; i++) {
                all.add(new double[][] {kind.series(random, n, persistence), kind.series(random, n, persistence)});
            }
            boolean ever = false;
            for (int look = 1; look <= LOOKS && !ever; look++) {
                int seen = n * look / LOOKS;
                List<MetricSeries> metrics = all.stream()
                        .map(pair ->
                                metric(Direction.INCREASE, Arrays.copyOf(pair[0], seen), Arrays.copyOf(pair[1], seen)))
                        .toList();
                ever = judge.judge(metrics, Look.at((double) look / LOOKS)).verdict() == Verdict.FAIL;
            }
            failed += ever ? 1 : 0;
        }
        return 100.0 * failed / runs;
    }

    private static MetricSeries metric(Direction direction, double[] control, double[] experiment) {
        return new MetricSeries(
                "metric",
                direction,
                false,
                Arrays.stream(control).boxed().toList(),
                Arrays.stream(experiment).boxed().toList());
    }
}
