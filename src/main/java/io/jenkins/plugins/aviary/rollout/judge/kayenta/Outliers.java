package io.jenkins.plugins.aviary.rollout.judge.kayenta;

import io.jenkins.plugins.aviary.statistics.Sample;
import java.util.Arrays;

/**
 * Which numbers are left out as outliers.
 *
 * @param rule how they are found
 * @param factor how far out they are: in interquartile ranges beyond the quartiles or in standard deviations
 */
public record Outliers(Rule rule, double factor) {
    /** All numbers are kept, which is Kayenta's default. */
    public static final Outliers KEPT = new Outliers(Rule.KEEP, 3);

    private static final double TAIL = 0.01;

    /** How outliers are found. */
    public enum Rule {
        /** None is. */
        KEEP,
        /** Outside the quartiles by more than the factor times their distance. */
        QUARTILES,
        /** The same, and never inside the first and the last percentile: what Kayenta's judge does. */
        WIDE_QUARTILES,
        /** Farther from the mean than the factor times the standard deviation, with n in its denominator. */
        DEVIATIONS
    }

    /** The numbers that are no outliers. */
    Sample without(Sample sample) {
        boolean[] outliers = in(sample);
        double[] values = sample.values();
        int kept = 0;
        for (int i = 0; i < values.length; i++) {
            if (!outliers[i]) {
                values[kept++] = values[i];
            }
        }
        return Sample.of(Arrays.copyOf(values, kept));
    }

    /** Which numbers are outliers. */
    boolean[] in(Sample sample) {
        double low = Double.NEGATIVE_INFINITY;
        double high = Double.POSITIVE_INFINITY;
        if (rule == Rule.DEVIATIONS && !sample.isEmpty()) {
            double n = sample.size();
            double reach = n < 2 ? 0 : factor * sample.deviation() * Math.sqrt((n - 1) / n);
            low = sample.mean() - reach;
            high = sample.mean() + reach;
        } else if (rule != Rule.KEEP && !sample.isEmpty()) {
            double range = sample.quantile(0.75) - sample.quantile(0.25);
            low = sample.quantile(0.25) - factor * range;
            high = sample.quantile(0.75) + factor * range;
            if (rule == Rule.WIDE_QUARTILES) {
                low = Math.min(low, sample.quantile(TAIL));
                high = Math.max(high, sample.quantile(1 - TAIL));
            }
        }
        double[] values = sample.values();
        boolean[] outliers = new boolean[values.length];
        for (int i = 0; i < values.length; i++) {
            outliers[i] = values[i] < low || values[i] > high;
        }
        return outliers;
    }
}
