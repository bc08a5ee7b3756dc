package io.jenkins.plugins.aviary.rollout.judge;

import io.jenkins.plugins.aviary.statistics.MannWhitney;
import io.jenkins.plugins.aviary.statistics.Sample;
import io.jenkins.plugins.aviary.statistics.SerialShift;
import io.jenkins.plugins.aviary.statistics.Spikes;
import java.util.Arrays;
import java.util.List;

/**
 * What the series of one metric say, before anything is decided.
 *
 * @param metric the series
 * @param control what was observed on the old version
 * @param experiment what was observed on the new one
 * @param level the level that shifts are relative to, 0 if there is none
 * @param shifted how the levels compare, or null if neither version varies or too little was observed
 * @param shift by how much the new version's level is above the old one's
 * @param shiftProbability the chance of a shift as bad
 * @param spread how many times the old version's spread the new one's is, NaN if unknown
 * @param spreadChange by how much the mean distance from the median grew
 * @param spreadProbability the chance of a spread as bad
 */
record Comparison(
        MetricSeries metric,
        Sample control,
        Sample experiment,
        double level,
        SerialShift shifted,
        double shift,
        double shiftProbability,
        double spread,
        double spreadChange,
        double spreadProbability) {
    /** The part of the allowed false alarms that goes to levels; the rest goes to spreads. */
    private static final double FOR_LEVELS = 0.85;

    /** A level that numbers of both signs have means nothing; then shifts are relative to this many deviations. */
    private static final double DEVIATIONS = 2.5;

    /** In series shorter than this, a level that doubled is judged by a prior that leans to little persistence. */
    private static final int SHORT = 10;

    private static final double LENIENT = -0.25;

    static Comparison of(MetricSeries metric, JudgePolicy policy) {
        Sample control = metric.controlSample();
        Sample experiment = metric.experimentSample();
        if (control.size() < policy.fewestSamples() || experiment.size() < policy.fewestSamples()) {
            return new Comparison(
                    metric, control, experiment, Double.NaN, null, Double.NaN, 1, Double.NaN, Double.NaN, 1);
        }
        double[] before = Spikes.drawnIn(numbers(metric.control()));
        double[] after = Spikes.drawnIn(numbers(metric.experiment()));
        Sample drawnBefore = Sample.of(before);
        Sample drawnAfter = Sample.of(after);
        double level = level(drawnBefore);
        if (drawnBefore.isConstant() && drawnAfter.isConstant()) {
            double shift = drawnAfter.mean() - drawnBefore.mean();
            double least = LowCounts.leastProbability(metric.direction(), control, experiment, control.size());
            double probability = bad(metric.direction(), shift) ? least : 1;
            return new Comparison(
                    metric, control, experiment, level, null, shift, probability, Double.NaN, Double.NaN, 1);
        }
        SerialShift shifted = new SerialShift(before, after);
        boolean lenient = Math.min(drawnBefore.size(), drawnAfter.size()) < SHORT && Math.abs(shifted.shift()) >= level;
        if (lenient) {
            shifted = new SerialShift(before, after, LENIENT);
        }
        double tail = tail(metric.direction(), shifted);
        if (drawnBefore.min() > 0 && drawnAfter.min() > 0) {
            SerialShift logarithms = ofLogarithms(before, after, lenient);
            double other = tail(metric.direction(), logarithms);
            double likelier =
                    logarithms.logEvidence() - sumOfLogarithms(drawnBefore, drawnAfter) - shifted.logEvidence();
            tail += (other - tail) / (1 + Math.exp(-likelier));
        }
        double[] spread = spread(metric.direction(), before, after);
        return new Comparison(
                metric,
                control,
                experiment,
                level,
                shifted,
                shifted.shift(),
                Math.max(
                        Math.min(tail, FlatBaseline.probability(metric.direction(), control, experiment, policy)),
                        LowCounts.leastProbability(metric.direction(), control, experiment, shifted.effectiveCount())),
                spread[0],
                spread[1],
                spread[2]);
    }

    /**
     * Skewed numbers that cannot be negative often look normal as logarithms. Which of the two scales is right is taken
     * from how likely each makes the numbers; the sum of logarithms is what the change of scale adds.
     */
    private static SerialShift ofLogarithms(double[] before, double[] after, boolean lenient) {
        double[] first = Arrays.stream(before).map(Math::log).toArray();
        double[] second = Arrays.stream(after).map(Math::log).toArray();
        return lenient ? new SerialShift(first, second, LENIENT) : new SerialShift(first, second);
    }

    private static double sumOfLogarithms(Sample before, Sample after) {
        return Arrays.stream(before.values()).map(Math::log).sum()
                + Arrays.stream(after.values()).map(Math::log).sum();
    }

    private static double[] numbers(List<Double> series) {
        return series.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double level(Sample control) {
        return control.min() < 0 && control.max() > 0 ? DEVIATIONS * control.deviation() : Math.abs(control.mean());
    }

    private static boolean bad(Direction direction, double shift) {
        return shift > 0 && direction != Direction.DECREASE || shift < 0 && direction != Direction.INCREASE;
    }

    /** The probability of a level at least as bad as the one seen, doubled where either way is bad. */
    private static double tail(Direction direction, SerialShift shifted) {
        double more = shifted.atMost(0);
        double less = shifted.above(0);
        return switch (direction) {
            case INCREASE -> more;
            case DECREASE -> less;
            case EITHER -> Math.min(1, 2 * Math.min(more, less));
        };
    }

    /** Compares the distances from the medians, as Brown and Forsythe (1974) do: ratio, difference, probability. */
    private static double[] spread(Direction direction, double[] before, double[] after) {
        double[] first = Spikes.drawnIn(distances(before));
        double[] second = Spikes.drawnIn(distances(after));
        Sample firstSample = Sample.of(first);
        Sample secondSample = Sample.of(second);
        double ratio = secondSample.mean() / firstSample.mean();
        double change = secondSample.mean() - firstSample.mean();
        boolean flat = Sample.of(before).isConstant() || Sample.of(after).isConstant();
        if (firstSample.isConstant() && secondSample.isConstant()
                || flat && LowCounts.are(Sample.of(before), Sample.of(after))) {
            return new double[] {ratio, change, 1};
        }
        SerialShift wider = new SerialShift(first, second);
        double probability = wider.atMost(0);
        if (direction == Direction.EITHER) {
            probability = Math.min(1, 2 * Math.min(probability, wider.above(0)));
        }
        return new double[] {ratio, change, probability};
    }

    private static double[] distances(double[] series) {
        double median = Sample.of(series).median();
        return Arrays.stream(series).map(value -> Math.abs(value - median)).toArray();
    }

    /** Whether there is too little to compare. */
    boolean isEmpty() {
        return Double.isNaN(shift);
    }

    /** Whether the level moved in the bad direction. */
    boolean shiftIsBad() {
        return bad(metric.direction(), shift);
    }

    /** Whether the numbers drew together so that a quarter of them got worse though only the other side is better. */
    boolean shapeIsMixed(JudgePolicy policy) {
        if (metric.direction() == Direction.EITHER || !(spread <= 1 / policy.toleratedSpread())) {
            return false;
        }
        boolean more = metric.direction() == Direction.INCREASE;
        double quarter = more ? 0.25 : 0.75;
        double change = experiment.quantile(quarter) - control.quantile(quarter);
        return (more ? change : -change) > policy.relevantShift() * Math.abs(control.quantile(quarter));
    }

    /** The shift's share of the level; infinite if the level is zero. */
    double relativeShift() {
        return shift == 0 ? 0 : shift / level;
    }

    /** The chance of what is worst of level and spread, so that both together keep the level. */
    double probability() {
        return Math.min(1, Math.min(shiftProbability / FOR_LEVELS, spreadProbability / (1 - FOR_LEVELS)));
    }

    /** Whether it is the spread, not the level, that is conspicuous. */
    boolean spreadIsWorst() {
        return spreadProbability / (1 - FOR_LEVELS) < shiftProbability / FOR_LEVELS;
    }

    double superiority() {
        return control.isEmpty() || experiment.isEmpty() ? Double.NaN : MannWhitney.superiority(experiment, control);
    }
}
