package io.jenkins.plugins.aviary.rollout.judge;

import io.jenkins.plugins.aviary.statistics.MannWhitney;
import io.jenkins.plugins.aviary.statistics.Sample;
import io.jenkins.plugins.aviary.statistics.SerialShift;
import io.jenkins.plugins.aviary.statistics.Spikes;
import java.util.Arrays;

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
 * @param spikes how often single numbers are far out
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
        double spreadProbability,
        SpikeRate spikes) {
    /** The parts of the allowed false alarms that go to levels, spreads and spikes. */
    private static final double FOR_LEVELS = 0.85;

    private static final double FOR_SPREADS = 0.12;
    private static final double FOR_SPIKES = 0.03;

    static Comparison of(MetricSeries metric, JudgePolicy policy, Levels levels) {
        Sample control = metric.controlSample();
        Sample experiment = metric.experimentSample();
        if (control.size() < policy.fewestSamples() || experiment.size() < policy.fewestSamples()) {
            return new Comparison(
                    metric, control, experiment, Double.NaN, null, Double.NaN, 1, Double.NaN, Double.NaN, 1, null);
        }
        SpikeRate spikes = SpikeRate.of(metric.direction(), control, experiment);
        SerialShift shifted = levels.numbers();
        if (shifted == null) {
            double shift = Sample.of(levels.after()).mean()
                    - Sample.of(levels.before()).mean();
            double least = LowCounts.leastProbability(metric.direction(), control, experiment, control.size());
            double probability = bad(metric.direction(), shift) ? least : 1;
            return new Comparison(
                    metric,
                    control,
                    experiment,
                    levels.level(),
                    null,
                    shift,
                    probability,
                    Double.NaN,
                    Double.NaN,
                    1,
                    spikes);
        }
        double[] spread = spread(metric.direction(), levels.before(), levels.after());
        return new Comparison(
                metric,
                control,
                experiment,
                levels.level(),
                shifted,
                shifted.shift(),
                Math.max(
                        Math.min(
                                levels.tail(metric.direction()),
                                FlatBaseline.probability(metric.direction(), control, experiment, policy)),
                        LowCounts.leastProbability(metric.direction(), control, experiment, shifted.effectiveCount())),
                spread[0],
                spread[1],
                spread[2],
                spikes);
    }

    private static boolean bad(Direction direction, double shift) {
        return shift > 0 && direction != Direction.DECREASE || shift < 0 && direction != Direction.INCREASE;
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

    /** The chance of what is worst of level, spread and spikes, so that all together keep the level. */
    double probability() {
        return isEmpty() ? 1 : Math.min(1, Math.min(ofLevel(), Math.min(ofSpread(), ofSpikes())));
    }

    private double ofLevel() {
        return shiftProbability / FOR_LEVELS;
    }

    private double ofSpread() {
        return spreadProbability / FOR_SPREADS;
    }

    private double ofSpikes() {
        return spikes.probability() / FOR_SPIKES;
    }

    /** Whether it is the spread that is most conspicuous. */
    boolean spreadIsWorst() {
        return ofSpread() < ofLevel() && ofSpread() <= ofSpikes();
    }

    /** Whether it is the spikes that are most conspicuous. */
    boolean spikesAreWorst() {
        return ofSpikes() < Math.min(ofLevel(), ofSpread());
    }

    double superiority() {
        return control.isEmpty() || experiment.isEmpty() ? Double.NaN : MannWhitney.superiority(experiment, control);
    }
}
