package io.jenkins.plugins.aviary.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * By how much one series of measurements lies above another when neighbours in time resemble each other, and how sure
 * that is.
 *
 * <p>Both series are taken as a level plus a first-order autoregression plus noise of its own for each measurement; at
 * equal times the two may also move together, as they do when players come and go on all worlds at once. How strong
 * each of these is cannot be known from a short series, so nothing is estimated and then believed: every combination on
 * a grid counts with its posterior weight (restricted likelihood, Harville 1977, with a prior), and given a combination
 * the shift has Student's t distribution (generalised least squares). The mixture of these is what the probabilities
 * here are taken from. It widens by itself where series are short or move slowly, which is where tests for independent
 * numbers give false alarms. Missing measurements (NaN) are left out exactly, since the likelihood is that of a Kalman
 * filter. Nothing is drawn at random.
 *
 * <p>The prior takes all persistences as alike for long series; for short ones it leans to strong ones, so that they
 * must show that they are not. Its numbers were chosen so that the false alarms that {@code JudgeBenchmark} counts keep
 * their level. Immutable.
 */
public final class SerialShift {
    /** How strict the prior is at most, and times how many measurements it is as strict as it is. */
    private static final double STRICTEST = 0.4;

    private static final double STRICTNESS_TIMES_LENGTH = 4;

    /** As how many comparisons beside it the prior itself counts. */
    private static final double OWN_OPINION = 2;

    /** More rounds change no digit that is shown. */
    private static final int ROUNDS = 20;

    private static final double PRECISION = 1e-5;

    /** With more degrees of freedom the t distribution hardly changes. */
    private static final int MOST_FREEDOM = 2000;

    private static final Map<Integer, StudentTail> TAILS = new ConcurrentHashMap<>();

    private final List<SerialGrid.Given> mixture;
    private final StudentTail student;
    private final double firstMean;
    private final double meanShift;
    private final int fewest;
    private final SerialGrid grid;
    private final double[] factors;

    /**
     * Compares two series, NaN where nothing was measured.
     *
     * @throws IllegalArgumentException if a series has fewer than two measurements or neither varies
     */
    public SerialShift(double[] first, double[] second) {
        this(
                first,
                second,
                Math.min(STRICTEST, 2 * STRICTNESS_TIMES_LENGTH / Math.max(1, first.length + second.length)));
    }

    /**
     * Compares two series with a prior of one's own.
     *
     * @param strictness below 1; 0 takes all persistences as alike, more leans to strong ones, less to weak ones
     * @throws IllegalArgumentException if a series has fewer than two measurements or neither varies
     */
    public SerialShift(double[] first, double[] second, double strictness) {
        Sample firstSample = Sample.of(first);
        Sample secondSample = Sample.of(second);
        if (firstSample.size() < 2 || secondSample.size() < 2) {
            throw new IllegalArgumentException("Each series needs two measurements");
        }
        if (firstSample.isConstant() && secondSample.isConstant()) {
            throw new IllegalArgumentException("One of the series must vary");
        }
        firstMean = firstSample.mean();
        meanShift = secondSample.mean() - firstMean;
        fewest = Math.min(firstSample.size(), secondSample.size());
        grid = new SerialGrid(moved(first, firstMean), moved(second, secondSample.mean()), strictness);
        factors = Arrays.stream(grid.priors()).map(prior -> 1).toArray();
        mixture = grid.weighed(factors);
        student = TAILS.computeIfAbsent(Math.min(grid.freedom(), MOST_FREEDOM), StudentTail::new);
    }

    private SerialShift(SerialShift other, double[] factors) {
        this.firstMean = other.firstMean;
        this.meanShift = other.meanShift;
        this.fewest = other.fewest;
        this.grid = other.grid;
        this.factors = factors;
        this.mixture = grid.weighed(factors);
        this.student = other.student;
    }

    /**
     * The same comparisons, each with a prior that has learned from the others how persistent and how noisy series
     * measured beside each other are (empirical Bayes). None learns from itself, so that a single one stays as it is.
     */
    public static List<SerialShift> together(List<SerialShift> shifts) {
        List<double[]> posteriors = new ArrayList<>();
        shifts.forEach(shift -> posteriors.add(shift.grid.cells(shift.factors)));
        List<double[]> factors = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            factors.clear();
            for (int i = 0; i < shifts.size(); i++) {
                factors.add(learned(shifts.get(i).grid.priors(), posteriors, i));
            }
            for (int i = 0; i < shifts.size(); i++) {
                posteriors.set(i, shifts.get(i).grid.cells(factors.get(i)));
            }
        }
        List<SerialShift> learned = new ArrayList<>();
        for (int i = 0; i < shifts.size(); i++) {
            learned.add(new SerialShift(shifts.get(i), factors.get(i)));
        }
        return learned;
    }

    /** By what the prior of one comparison is multiplied so that it agrees with what the others say. */
    private static double[] learned(double[] priors, List<double[]> posteriors, int self) {
        double[] factors = new double[priors.length];
        for (int cell = 0; cell < factors.length; cell++) {
            double others = -posteriors.get(self)[cell];
            for (double[] posterior : posteriors) {
                others += posterior[cell];
            }
            double mean = (OWN_OPINION * priors[cell] + Math.max(0, others)) / (OWN_OPINION + posteriors.size() - 1);
            factors[cell] = priors[cell] == 0 ? 1 : mean / priors[cell];
        }
        return factors;
    }

    /** The same comparison with the prior that another one has learned. */
    public SerialShift learnedAs(SerialShift other) {
        return new SerialShift(this, other.factors);
    }

    private static double[] moved(double[] series, double by) {
        double[] moved = new double[series.length];
        for (int i = 0; i < series.length; i++) {
            moved[i] = series[i] - by;
        }
        return moved;
    }

    /** How many independent measurements of the shorter series would say as much as its measurements do. */
    public double effectiveCount() {
        double inverse = 0;
        for (SerialGrid.Given given : mixture) {
            inverse += given.weight() / given.count();
        }
        return Math.min(fewest, 1 / inverse);
    }

    /**
     * How likely the series are by this model: a logarithm, to compare with that of the same numbers on another scale
     * once the scale's derivative is taken into account.
     */
    public double logEvidence() {
        return grid.logEvidence(factors);
    }

    /** The level of the first series. */
    public double first() {
        double sum = firstMean;
        for (SerialGrid.Given given : mixture) {
            sum += given.weight() * given.first();
        }
        return sum;
    }

    /** The level of the second series less that of the first. */
    public double shift() {
        double sum = meanShift;
        for (SerialGrid.Given given : mixture) {
            sum += given.weight() * given.shift();
        }
        return sum;
    }

    /** The probability that the second level is above the first by no more than this. */
    public double atMost(double shift) {
        double sum = 0;
        for (SerialGrid.Given given : mixture) {
            double distance = (shift - meanShift - given.shift()) / given.deviation();
            sum += given.weight() * student.above(-distance);
        }
        return Math.min(1, sum);
    }

    /** The probability that the second level is above the first by more than this. */
    public double above(double shift) {
        double sum = 0;
        for (SerialGrid.Given given : mixture) {
            double distance = (shift - meanShift - given.shift()) / given.deviation();
            sum += given.weight() * student.above(distance);
        }
        return Math.min(1, sum);
    }

    /** The shift that the true one is at most with the given probability, to a hundred-thousandth of its deviation. */
    public double quantile(double probability) {
        double middle = shift();
        double width = mixture.stream()
                .mapToDouble(given -> given.weight() * given.deviation())
                .sum();
        double low = middle - width;
        double high = middle + width;
        while (atMost(low) > probability) {
            low -= 2 * (middle - low);
        }
        while (atMost(high) < probability) {
            high += 2 * (high - middle);
        }
        return BrentRoot.of(shift -> atMost(shift) - probability, low, high, PRECISION * width);
    }
}
