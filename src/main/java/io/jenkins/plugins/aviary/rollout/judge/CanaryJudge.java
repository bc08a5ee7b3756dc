package io.jenkins.plugins.aviary.rollout.judge;

import io.jenkins.plugins.aviary.statistics.Holm;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Judges a canary by all its metrics at one look. It fails if one metric got worse by more than is tolerated and chance
 * does not explain it, counting all metrics, tests and looks; it passes at the last look if every metric shows that it
 * did not get worse by a relevant amount; else nothing is settled. The same series always give the same judgement.
 * Immutable and safe for use by several threads.
 */
public final class CanaryJudge {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    private final JudgePolicy policy;

    /** A judge who goes by the policy. */
    public CanaryJudge(JudgePolicy policy) {
        this.policy = policy;
    }

    /** Judges the only look there is. */
    public Judgement judge(List<MetricSeries> metrics) {
        return judge(metrics, Look.only());
    }

    /** Judges one of several looks. Series of a later look begin with those of the earlier ones. */
    public Judgement judge(List<MetricSeries> given, Look look) {
        List<MetricSeries> metrics =
                given.stream().map(metric -> metric.scaled(metric.exponent())).toList();
        List<Comparison> comparisons = new ArrayList<>();
        List<Levels> levels = Levels.together(
                metrics.stream().map(metric -> Levels.of(metric, policy)).toList());
        for (int i = 0; i < metrics.size(); i++) {
            comparisons.add(Comparison.of(metrics.get(i), policy, levels.get(i)));
        }
        double[] adjusted = Holm.adjust(comparisons.stream()
                .mapToDouble(comparison -> atLook(comparison.probability(), look))
                .toArray());
        List<MetricJudgement> judged = new ArrayList<>();
        for (int i = 0; i < adjusted.length; i++) {
            MetricJudgement judgement = new MetricVerdict(comparisons.get(i), policy, adjusted[i], look).judgement();
            judged.add(judgement.scaled(-given.get(i).exponent()));
        }
        return new Judgement(worst(judged), reason(judged, look), judged);
    }

    /**
     * The chance that any look up to the end shows as much, if this one shows a difference of the given probability. By
     * the reflection principle a Brownian motion crosses a line within its time twice as often as it ends above it; so
     * the boundary of O'Brien and Fleming (1979), {@code c / sqrt(fraction)}, holds for however many looks.
     */
    static double atLook(double probability, Look look) {
        if (!look.repeated() || probability <= 0 || probability >= 1) {
            return probability;
        }
        double line = Math.sqrt(look.fraction()) * NORMAL.inverseSurvivalProbability(probability);
        return Math.min(1, 2 * NORMAL.survivalProbability(line));
    }

    private static Verdict worst(List<MetricJudgement> judged) {
        return judged.stream().map(MetricJudgement::verdict).reduce(Verdict::or).orElse(Verdict.INCONCLUSIVE);
    }

    private static String reason(List<MetricJudgement> judged, Look look) {
        if (judged.isEmpty()) {
            return "There is no metric to judge by.";
        }
        String failed = names(judged, Verdict.FAIL);
        if (!failed.isEmpty()) {
            return "Worse: " + failed + ".";
        }
        String open = names(judged, Verdict.INCONCLUSIVE);
        if (!open.isEmpty()) {
            return (look.last() ? "Not settled: " : "Not settled yet: ") + open + ".";
        }
        return "None of the " + judged.size() + " metrics got worse by a relevant amount.";
    }

    private static String names(List<MetricJudgement> judged, Verdict verdict) {
        return judged.stream()
                .filter(metric -> metric.verdict() == verdict)
                .sorted((a, b) -> Boolean.compare(b.critical(), a.critical()))
                .map(metric -> metric.name() + (metric.critical() ? " (critical)" : ""))
                .collect(Collectors.joining(", "));
    }
}
