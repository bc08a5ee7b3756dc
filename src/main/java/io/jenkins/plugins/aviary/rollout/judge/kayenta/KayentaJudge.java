package io.jenkins.plugins.aviary.rollout.judge.kayenta;

import io.jenkins.plugins.aviary.rollout.judge.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Judges all metrics as Netflix's judge does and compares the score with two thresholds. Where Netflix's judge scores 0
 * because nothing was measured, the verdict is inconclusive, since nothing is known to be bad either.
 *
 * @param classifier classifies each metric
 * @param weights the weight of each group, of 100
 * @param pass from this score on a canary passes
 * @param marginal from this score on it is inconclusive
 */
public record KayentaJudge(KayentaClassifier classifier, Map<String, Double> weights, double pass, double marginal) {
    /** Netflix's constants, no weights, and the thresholds that Spinnaker's guide begins with. */
    public static final KayentaJudge STANDARD = new KayentaJudge(KayentaClassifier.NETFLIX, Map.of(), 95, 75);

    /** Takes a copy of the weights. */
    public KayentaJudge {
        weights = Map.copyOf(weights);
    }

    /**
     * What all metrics together came to.
     *
     * @param verdict the verdict
     * @param reason one sentence that says why
     * @param score the score
     * @param results the result of each metric
     */
    public record Judgement(Verdict verdict, String reason, KayentaScore score, List<KayentaResult> results) {
        /** Takes a copy of the results. */
        public Judgement {
            results = List.copyOf(results);
        }
    }

    /** Judges the metrics. */
    public Judgement judge(List<KayentaMetric> metrics) {
        List<KayentaResult> results = metrics.stream().map(classifier::classify).toList();
        KayentaScore score = KayentaScore.of(results, weights);
        Verdict verdict = verdict(results, score);
        String reason = String.format(
                Locale.ROOT, "The score is %.2f; %.0f passes, %.0f is marginal.", score.score(), pass, marginal);
        return new Judgement(
                verdict, score.reason().isEmpty() ? reason : score.reason() + ". " + reason, score, results);
    }

    private Verdict verdict(List<KayentaResult> results, KayentaScore score) {
        boolean bad = results.stream()
                .filter(result -> !result.metric().muted())
                .anyMatch(result -> result.classification() != Classification.PASS
                        && result.classification() != Classification.NODATA);
        if (results.isEmpty() || !score.reason().isEmpty() && !bad) {
            return Verdict.INCONCLUSIVE;
        }
        if (score.score() >= pass) {
            return Verdict.PASS;
        }
        return score.score() >= marginal ? Verdict.INCONCLUSIVE : Verdict.FAIL;
    }

    /** The verdict of one metric's result. */
    public static Verdict verdict(Classification classification) {
        return switch (classification) {
            case PASS -> Verdict.PASS;
            case NODATA -> Verdict.INCONCLUSIVE;
            case HIGH, LOW, NODATA_FAIL -> Verdict.FAIL;
        };
    }
}
