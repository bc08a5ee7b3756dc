package io.jenkins.plugins.aviary.rollout.judge;

import io.jenkins.plugins.aviary.statistics.Sample;
import io.jenkins.plugins.aviary.statistics.SerialShift;
import io.jenkins.plugins.aviary.statistics.Spikes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The levels of one metric on both versions, single spikes drawn in, and how they compare on the numbers' own scale and on
 * that of their logarithms.
 *
 * @param before the old version's numbers
 * @param after the new version's
 * @param numbers how their levels compare, or null if neither version varies or too little was observed
 * @param logarithms the same of their logarithms, or null if not all numbers are above zero
 */
record Levels(double[] before, double[] after, SerialShift numbers, SerialShift logarithms) {
    /** In series shorter than this, a level that doubled is judged by a prior that leans to little persistence. */
    private static final int SHORT = 10;

    private static final double LENIENT = -0.25;

    /** A level that numbers of both signs have means nothing; then shifts are relative to this many deviations. */
    private static final double DEVIATIONS = 2.5;

    static Levels of(MetricSeries metric, JudgePolicy policy) {
        double[] before = Spikes.drawnIn(numbers(metric.control()));
        double[] after = Spikes.drawnIn(numbers(metric.experiment()));
        Sample first = Sample.of(before);
        Sample second = Sample.of(after);
        int fewest = Math.min(first.size(), second.size());
        if (fewest < policy.fewestSamples() || first.isConstant() && second.isConstant()) {
            return new Levels(before, after, null, null);
        }
        SerialShift shifted = new SerialShift(before, after);
        boolean lenient = fewest < SHORT && Math.abs(shifted.shift()) >= relativeTo(first);
        boolean positive = first.min() > 0 && second.min() > 0;
        return new Levels(
                before,
                after,
                lenient ? new SerialShift(before, after, LENIENT) : shifted,
                positive ? ofLogarithms(before, after, lenient) : null);
    }

    private static double[] numbers(List<Double> series) {
        return series.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static SerialShift ofLogarithms(double[] before, double[] after, boolean lenient) {
        double[] first = Arrays.stream(before).map(Math::log).toArray();
        double[] second = Arrays.stream(after).map(Math::log).toArray();
        return lenient ? new SerialShift(first, second, LENIENT) : new SerialShift(first, second);
    }

    /** The same levels, once all metrics have told each other how persistent and how noisy their numbers are. */
    static List<Levels> together(List<Levels> all) {
        List<Levels> comparable =
                all.stream().filter(levels -> levels.numbers != null).toList();
        List<SerialShift> learned =
                SerialShift.together(comparable.stream().map(Levels::numbers).toList());
        List<Levels> together = new ArrayList<>(all);
        int next = 0;
        for (int i = 0; i < all.size(); i++) {
            Levels levels = all.get(i);
            if (levels.numbers != null) {
                SerialShift shift = learned.get(next++);
                together.set(
                        i,
                        new Levels(
                                levels.before,
                                levels.after,
                                shift,
                                levels.logarithms == null ? null : levels.logarithms.learnedAs(shift)));
            }
        }
        return together;
    }

    /** What shifts are relative to. */
    double level() {
        return relativeTo(Sample.of(before));
    }

    private static double relativeTo(Sample control) {
        return control.min() < 0 && control.max() > 0 ? DEVIATIONS * control.deviation() : Math.abs(control.mean());
    }

    /**
     * The probability of a level at least as bad as the one seen. Skewed numbers that cannot be negative often look normal
     * as logarithms. Which of the two scales is right is taken from how likely each makes the numbers; the sum of
     * logarithms is what the change of scale adds.
     */
    double tail(Direction direction) {
        double tail = tail(direction, numbers);
        if (logarithms == null) {
            return tail;
        }
        double likelier = logarithms.logEvidence() - sumOfLogarithms() - numbers.logEvidence();
        return tail + (tail(direction, logarithms) - tail) / (1 + Math.exp(-likelier));
    }

    private static double tail(Direction direction, SerialShift shifted) {
        double more = shifted.atMost(0);
        double less = shifted.above(0);
        return switch (direction) {
            case INCREASE -> more;
            case DECREASE -> less;
            case EITHER -> Math.min(1, 2 * Math.min(more, less));
        };
    }

    private double sumOfLogarithms() {
        return Arrays.stream(Sample.of(before).values()).map(Math::log).sum()
                + Arrays.stream(Sample.of(after).values()).map(Math::log).sum();
    }
}
