package io.jenkins.plugins.aviary.rollout.judge.kayenta;

import io.jenkins.plugins.aviary.rollout.judge.Direction;
import io.jenkins.plugins.aviary.statistics.RankSumInterval;
import io.jenkins.plugins.aviary.statistics.Sample;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * Classifies a metric as Kayenta's classifiers do (spinnaker/kayenta a69573be): Netflix's judge by the Mann-Whitney
 * interval of the shift, the simpler one by whether the means differ. One thing differs: where
 * both sides are constant Kayenta adds random noise of a hundred-thousandth; here the interval is the difference
 * itself, which that noise is to stand for, so that the same numbers always give the same result.
 *
 * @param tolerance how large the interval's nearer end must be, as a share of the estimated shift
 * @param confidence the interval's level of confidence
 * @param shift what the interval is one of
 */
public record KayentaClassifier(double tolerance, double confidence, Shift shift) {
    /** The constants of Netflix's judge. */
    public static final KayentaClassifier NETFLIX = new KayentaClassifier(0.25, 0.98, Shift.RANKS);

    /** How far the new version's numbers lie from the old one's. */
    public enum Shift {
        /** By ranks, as sure as the confidence says (Mann and Whitney). */
        RANKS,
        /** The difference of the means, as if it were certain (Kayenta's mean inequality). */
        MEANS
    }

    /** Classifies a metric. */
    public KayentaResult classify(KayentaMetric metric) {
        Sample control = prepared(metric, metric.series().control().stream().mapToDouble(v -> v));
        Sample experiment =
                prepared(metric, metric.series().experiment().stream().mapToDouble(v -> v));
        if (control.isEmpty() || experiment.isEmpty()) {
            return withoutData(metric, control, experiment);
        }
        boolean identical = Arrays.equals(control.sorted(), experiment.sorted());
        if (identical || control.isConstant() && experiment.isConstant() && control.min() == experiment.min()) {
            String reason = identical ? "The numbers of both are the same." : "";
            return new KayentaResult(
                    metric,
                    Classification.PASS,
                    false,
                    control.size(),
                    experiment.size(),
                    0,
                    0,
                    0,
                    1,
                    metric.effect().of(control, experiment),
                    EffectSize.standardized(control, experiment),
                    reason);
        }
        return compared(metric, control, experiment);
    }

    private static Sample prepared(KayentaMetric metric, DoubleStream numbers) {
        double[] values = numbers.map(value -> metric.replaceMissing() && Double.isNaN(value) ? 0 : value)
                .toArray();
        return metric.outliers().without(Sample.of(values));
    }

    private static KayentaResult withoutData(KayentaMetric metric, Sample control, Sample experiment) {
        Classification classification = Classification.NODATA;
        boolean critical = metric.series().critical();
        if (metric.replaceMissing()) {
            classification = Classification.PASS;
            critical = false;
        } else if (metric.mustHaveData() && !critical) {
            classification = Classification.NODATA_FAIL;
        }
        double nan = Double.NaN;
        String reason = metric.replaceMissing()
                ? "A side without numbers passes, as missing numbers are replaced."
                : "Missing data for " + metric.series().name();
        return new KayentaResult(
                metric,
                classification,
                critical,
                control.size(),
                experiment.size(),
                nan,
                nan,
                nan,
                1,
                nan,
                nan,
                reason);
    }

    private KayentaResult compared(KayentaMetric metric, Sample control, Sample experiment) {
        RankSumInterval interval = interval(control, experiment);
        EffectSize sizes = metric.effect();
        double effect = sizes.of(control, experiment);
        boolean unknown = Double.isNaN(effect);
        double bound = tolerance * Math.abs(interval.estimate());
        Direction direction = metric.series().direction();
        boolean high = direction != Direction.DECREASE
                && interval.low() > bound
                && (unknown || effect >= sizes.allowedIncrease());
        boolean low = direction != Direction.INCREASE
                && interval.high() < -bound
                && (unknown || effect <= sizes.allowedDecrease());
        boolean critical = metric.series().critical()
                && (high && (unknown || effect >= sizes.criticalIncrease())
                        || !high && low && (unknown || effect <= sizes.criticalDecrease()));
        Classification classification = high ? Classification.HIGH : low ? Classification.LOW : Classification.PASS;
        String reason = classification == Classification.PASS
                ? ""
                : metric.series().name() + " was classified as " + classification.label()
                        + (critical ? " (critical)" : "");
        return new KayentaResult(
                metric,
                classification,
                critical,
                control.size(),
                experiment.size(),
                interval.low(),
                interval.high(),
                interval.estimate(),
                EffectSize.ratio(control, experiment),
                effect,
                EffectSize.standardized(control, experiment),
                reason);
    }

    private RankSumInterval interval(Sample control, Sample experiment) {
        if (shift == Shift.MEANS || control.isConstant() && experiment.isConstant()) {
            double difference = experiment.mean() - control.mean();
            return new RankSumInterval(difference, difference, difference);
        }
        return RankSumInterval.of(experiment, control, confidence);
    }
}
