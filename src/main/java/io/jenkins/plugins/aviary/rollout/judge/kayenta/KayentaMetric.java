package io.jenkins.plugins.aviary.rollout.judge.kayenta;

import io.jenkins.plugins.aviary.rollout.judge.MetricSeries;
import java.util.List;

/**
 * One metric with what Kayenta's canary configuration says of it.
 *
 * @param series the metric's name, direction and numbers; NaN is missing
 * @param groups the groups that its result counts in
 * @param replaceMissing whether missing numbers count as zero (nanStrategy replace) instead of being left out
 * @param mustHaveData whether missing data counts as a failed metric
 * @param muted whether its result does not count
 * @param outliers which numbers are left out, if any
 * @param effect how large a difference must be
 */
public record KayentaMetric(
        MetricSeries series,
        List<String> groups,
        boolean replaceMissing,
        boolean mustHaveData,
        boolean muted,
        Outliers outliers,
        EffectSize effect) {
    /** Takes a copy of the groups. */
    public KayentaMetric {
        groups = List.copyOf(groups);
    }

    /** A metric with Kayenta's defaults. */
    public static KayentaMetric of(MetricSeries series) {
        return new KayentaMetric(series, List.of("all"), false, false, false, Outliers.KEPT, EffectSize.MEAN_RATIO);
    }
}
