package io.jenkins.plugins.aviary.rollout.judge.kayenta;

/**
 * The result of one metric.
 *
 * @param metric the metric
 * @param classification what it was classified as
 * @param critical whether it fails everything
 * @param controlCount how many numbers of the control were compared
 * @param experimentCount how many of the experiment
 * @param low the lower end of the shift's interval, NaN if there is none
 * @param high its upper end
 * @param estimate the shift (Hodges and Lehmann)
 * @param ratio the experiment's mean divided by the control's; NaN if one is zero
 * @param effect the effect size; NaN if it cannot be told
 * @param standardized the distance of the means in pooled standard deviations (Cohen's d); NaN if it cannot be told
 * @param reason why, or empty
 */
public record KayentaResult(
        KayentaMetric metric,
        Classification classification,
        boolean critical,
        int controlCount,
        int experimentCount,
        double low,
        double high,
        double estimate,
        double ratio,
        double effect,
        double standardized,
        String reason) {}
