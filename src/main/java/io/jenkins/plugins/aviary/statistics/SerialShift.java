package io.jenkins.plugins.aviary.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * By how much one series of measurements lies above another when neighbours in time resemble each other, and how sure
 * that is.
 *
 * <p>Both series are taken as a level plus a first-order autoregression plus noise of its own for each measurement; at
 * equal times the two may also move together, as they do when players come and go on all worlds at once. How strong
 * each of these is cannot be known from a short series, so nothing is estimated and then believed: every combination on
 * a grid counts with its posterior weight (restricted likelihood, Harville 1977, with the prior below), and given a
 * combination the levels have Student's t distribution (generalised least squares). The mixture of these is what the
 * probabilities here are taken from. It widens by itself where a series is short or moves slowly, which is where tests
 * for independent numbers give false alarms. Missing measurements (NaN) are left out exactly, since the likelihood is
 * that of a Kalman filter. Nothing is drawn at random.
 *
 * <p>The prior favours no autocorrelation where series are long; for short ones it leans to a strong one, so that they
 * must show that they are not. Its numbers were chosen so that the false alarms of {@code JudgeBenchmark} keep their
 * level.
 */
public final class SerialShift {
    private static final double[] PERSISTENCE = {
        0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.78, 0.84, 0.89, 0.93, 0.96, 0.98, 0.99, 0.995
    };

    /** Series that swing from one side to the other are rare. */
    private static final double[] SWINGING = {-0.85, -0.6, -0.3};

    private static final double SWINGING_PRIOR = 0.03;
    private static final double[] NOISE = {0, 0.3, 0.6, 0.85};
    private static final double[] NOISE_PRIOR = {1, 0.15, 0.15, 0.15};

    /** How much of their variance the two series may share, and how persistent what they share may be. */
    private static final double[] SHARED = {0.5, 0.8, 0.95, 0.99, 0.999};

    private static final double[] SHARED_PERSISTENCE = {0, 0.5, 0.8, 0.95, 0.99};
    private static final double SHARED_PRIOR = 0.02;

    /** From this share of measurements that both series have on, they are compared time by time too. */
    private static final double PAIRED_FROM = 0.8;

    private static final double SHORT = 0.3;
    private static final double NEGLIGIBLE = 1e-10;

    /** One combination, with what the levels of both series are given it. */
    private record Given(
            double weight, double first, double second, double firstVariance, double secondVariance, double common) {
        double center(double factor) {
            return second - factor * first;
        }

        double deviation(double factor) {
            return Math.sqrt(secondVariance + factor * factor * firstVariance - 2 * factor * common);
        }
    }

    private final List<Given> mixture;
    private final TDistribution student;
    private final double effectiveCount;

    /**
     * Compares two series, NaN where nothing was measured.
     *
     * @throws IllegalArgumentException if a series has fewer than two measurements or neither varies
     */
    public SerialShift(double[] first, double[] second) {
        this(first, second, strictness(first.length + second.length));
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
        int n = firstSample.size() + secondSample.size();
        if (firstSample.size() < 2 || secondSample.size() < 2) {
            throw new IllegalArgumentException("Each series needs two measurements");
        }
        if (firstSample.isConstant() && secondSample.isConstant()) {
            throw new IllegalArgumentException("One of the series must vary");
        }
        double[] x = moved(first, firstSample.mean());
        double[] y = moved(second, secondSample.mean());
        boolean paired = paired(first, second) >= PAIRED_FROM * n / 2;
        List<double[]> found = new ArrayList<>();
        List<Whitened> sums = paired ? sums(x, y) : List.of();
        for (int i = 0; i < PERSISTENCE.length; i++) {
            double prior = prior(i, strictness);
            for (int j = 0; j < (i == 0 ? 1 : NOISE.length); j++) {
                double logPrior = Math.log(prior * NOISE_PRIOR[j]);
                apart(found, x, y, n, PERSISTENCE[i], NOISE[j], logPrior);
                together(found, x, y, sums, PERSISTENCE[i], NOISE[j], logPrior);
            }
        }
        for (double persistence : SWINGING) {
            apart(found, x, y, n, persistence, 0, Math.log(SWINGING_PRIOR));
        }
        double best = found.stream().mapToDouble(point -> point[0]).max().orElseThrow();
        double sum =
                found.stream().mapToDouble(point -> Math.exp(point[0] - best)).sum();
        double inverseCount = 0;
        List<Given> kept = new ArrayList<>();
        for (double[] point : found) {
            double weight = Math.exp(point[0] - best) / sum;
            inverseCount += weight / point[6];
            if (weight > NEGLIGIBLE) {
                kept.add(new Given(
                        weight,
                        point[1] + firstSample.mean(),
                        point[2] + secondSample.mean(),
                        point[3],
                        point[4],
                        point[5]));
            }
        }
        mixture = List.copyOf(kept);
        effectiveCount = Math.min(Math.min(firstSample.size(), secondSample.size()), 1 / inverseCount);
        student = TDistribution.of(Math.max(1, (paired ? paired(first, second) * 2 : n) - 2));
    }

    private static double strictness(int places) {
        return Math.min(SHORT, 6.0 / places);
    }

    private static double[] moved(double[] series, double by) {
        double[] moved = new double[series.length];
        for (int i = 0; i < series.length; i++) {
            moved[i] = series[i] - by;
        }
        return moved;
    }

    private static int paired(double[] first, double[] second) {
        int pairs = 0;
        for (int i = 0; first.length == second.length && i < first.length; i++) {
            pairs += Double.isNaN(first[i]) || Double.isNaN(second[i]) ? 0 : 1;
        }
        return pairs;
    }

    /** The prior mass around a persistence: a density of (1 - persistence) to the power of minus the strictness. */
    private static double prior(int i, double strictness) {
        double from = i == 0 ? 0 : (PERSISTENCE[i - 1] + PERSISTENCE[i]) / 2;
        double to = i == PERSISTENCE.length - 1 ? 1 : (PERSISTENCE[i] + PERSISTENCE[i + 1]) / 2;
        return Math.pow(1 - from, 1 - strictness) - Math.pow(1 - to, 1 - strictness);
    }

    /** The two series as independent of each other. */
    private static void apart(
            List<double[]> found, double[] x, double[] y, int n, double persistence, double noise, double logPrior) {
        Whitened a = Whitened.of(x, persistence, noise);
        Whitened b = Whitened.of(y, persistence, noise);
        double squares = a.squares() + b.squares();
        double variance = squares / (n - 2);
        found.add(new double[] {
            logPrior + a.logWeight() + b.logWeight() - 0.5 * (n - 2) * Math.log(squares),
            a.mean(),
            b.mean(),
            variance / a.count(),
            variance / b.count(),
            0,
            Math.min(a.count(), b.count())
        });
    }

    /** The sum of the two series, for each persistence that what they share may have. */
    private static List<Whitened> sums(double[] x, double[] y) {
        double[] sum = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            sum[i] = (x[i] + y[i]) / Math.sqrt(2);
        }
        return Arrays.stream(SHARED_PERSISTENCE)
                .mapToObj(persistence -> Whitened.of(sum, persistence, 0))
                .toList();
    }

    /** The two series as moving together: then their sum and their difference are independent. */
    private static void together(
            List<double[]> found,
            double[] x,
            double[] y,
            List<Whitened> sums,
            double persistence,
            double noise,
            double logPrior) {
        if (sums.isEmpty()) {
            return;
        }
        double[] minus = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            minus[i] = (y[i] - x[i]) / Math.sqrt(2);
        }
        Whitened difference = Whitened.of(minus, persistence, noise);
        int pairs = paired(x, y);
        for (Whitened sum : sums) {
            for (double part : SHARED) {
                double squares = sum.squares() / (1 + part) + difference.squares() / (1 - part);
                double variance = squares / (2 * pairs - 2);
                double ofSum = variance * (1 + part) / sum.count();
                double ofDifference = variance * (1 - part) / difference.count();
                found.add(new double[] {
                    logPrior
                            + Math.log(SHARED_PRIOR)
                            + sum.logWeight()
                            + difference.logWeight()
                            - 0.5 * (pairs - 1) * Math.log((1 + part) * (1 - part))
                            - 0.5 * (2 * pairs - 2) * Math.log(squares),
                    (sum.mean() - difference.mean()) / Math.sqrt(2),
                    (sum.mean() + difference.mean()) / Math.sqrt(2),
                    (ofSum + ofDifference) / 2,
                    (ofSum + ofDifference) / 2,
                    (ofSum - ofDifference) / 2,
                    difference.count()
                });
            }
        }
    }

    /** How many independent measurements of the shorter series would say as much as its measurements do. */
    public double effectiveCount() {
        return effectiveCount;
    }

    /** The level of the first series. */
    public double first() {
        return mixture.stream()
                .mapToDouble(given -> given.weight() * given.first())
                .sum();
    }

    /** The level of the second series less that of the first. */
    public double shift() {
        return mixture.stream()
                .mapToDouble(given -> given.weight() * given.center(1))
                .sum();
    }

    /** The probability that the second level is at most the factor times the first one, plus the offset. */
    public double atMost(double factor, double offset) {
        double sum = 0;
        for (Given given : mixture) {
            sum += given.weight()
                    * student.cumulativeProbability((offset - given.center(factor)) / given.deviation(factor));
        }
        return Math.min(1, sum);
    }

    /** The probability that the second level is more than the factor times the first one, plus the offset. */
    public double above(double factor, double offset) {
        double sum = 0;
        for (Given given : mixture) {
            sum += given.weight()
                    * student.survivalProbability((offset - given.center(factor)) / given.deviation(factor));
        }
        return Math.min(1, sum);
    }

    /** The shift that the true one is at most with the given probability, to a millionth of the series' spread. */
    public double quantile(double probability) {
        double widest = 0;
        for (Given given : mixture) {
            widest = Math.max(widest, given.deviation(1));
        }
        double middle = shift();
        double reach = widest;
        while (atMost(1, middle - reach) > probability || atMost(1, middle + reach) < probability) {
            reach *= 2;
        }
        double low = middle - reach;
        double high = middle + reach;
        for (int i = 0; i < 60 && high - low > 1e-6 * widest; i++) {
            double half = (low + high) / 2;
            if (atMost(1, half) < probability) {
                low = half;
            } else {
                high = half;
            }
        }
        return (low + high) / 2;
    }
}
