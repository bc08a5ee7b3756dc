package io.jenkins.plugins.aviary.rollout.judge.kayenta;

import io.jenkins.plugins.aviary.statistics.MannWhitney;
import io.jenkins.plugins.aviary.statistics.Sample;

/**
 * How large a difference must be to count.
 *
 * @param measure how it is measured
 * @param allowedDecrease a lower metric counts if the effect is at most this
 * @param allowedIncrease a higher metric counts if the effect is at least this
 * @param criticalDecrease a lower critical metric fails everything if the effect is at most this
 * @param criticalIncrease a higher critical metric fails everything if the effect is at least this
 */
public record EffectSize(
        Measure measure,
        double allowedDecrease,
        double allowedIncrease,
        double criticalDecrease,
        double criticalIncrease) {
    /** Kayenta's default: any ratio of means counts. */
    public static final EffectSize MEAN_RATIO = new EffectSize(Measure.MEAN_RATIO, 1, 1, 1, 1);

    /** Kayenta's default for the common language effect size. */
    public static final EffectSize CLES = new EffectSize(Measure.CLES, 0.5, 0.5, 0.5, 0.5);

    /** How an effect is measured. */
    public enum Measure {
        /** The experiment's mean divided by the control's. */
        MEAN_RATIO,
        /** The chance that a number of the experiment is larger than one of the control. */
        CLES
    }

    /** The effect; NaN if a mean is zero. */
    double of(Sample control, Sample experiment) {
        return measure == Measure.CLES ? MannWhitney.superiority(experiment, control) : ratio(control, experiment);
    }

    static double ratio(Sample control, Sample experiment) {
        double before = control.mean();
        double after = experiment.mean();
        return before == 0 || after == 0 ? Double.NaN : after / before;
    }

    /** The distance of the means in pooled standard deviations (Cohen's d). */
    static double standardized(Sample control, Sample experiment) {
        double n = control.size();
        double m = experiment.size();
        double squares = (m - 1) * experiment.deviation() * experiment.deviation()
                + (n - 1) * control.deviation() * control.deviation();
        return Math.abs(experiment.mean() - control.mean()) / Math.sqrt(squares / (n + m - 2));
    }
}
