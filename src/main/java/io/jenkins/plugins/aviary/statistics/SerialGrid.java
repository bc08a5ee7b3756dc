package io.jenkins.plugins.aviary.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The combinations of persistence, noise and shared movement that {@link SerialShift} weighs, fitted to two series whose
 * means were taken off. Used by one thread, once.
 */
final class SerialGrid {
    private static final double[] PERSISTENCE = {
        0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.78, 0.84, 0.89, 0.93, 0.96, 0.98, 0.99, 0.995
    };

    /** Series that swing from one side to the other are rare. */
    private static final double[] SWINGING = {-0.85, -0.6, -0.3};

    private static final double SWINGING_PRIOR = 0.03;

    private static final double[] NOISE = {0, 0.3, 0.6, 0.85};
    private static final double[] NOISE_PRIOR = {1, 0.05, 0.05, 0.05};

    /** How much of their variance the two series may share, and how persistent what they share may be. */
    private static final double[] SHARED = {0.5, 0.8, 0.95, 0.99, 0.999};

    private static final double[] SHARED_PERSISTENCE = {0, 0.5, 0.8, 0.95, 0.99};
    private static final double SHARED_PRIOR = 0.02;

    /** From this part of the measurements on that both series have, they are compared time by time too. */
    private static final double PAIRED_FROM = 0.8;

    /** Persistence and noise make a cell; the last cells are those of series that swing. */
    private static final int CELLS = PERSISTENCE.length * NOISE.length + SWINGING.length;

    /** The least likely combinations are left out as long as all of them together weigh no more. */
    private static final double NEGLIGIBLE = 1e-6;

    /**
     * What is known of the levels given one combination.
     *
     * @param cell which persistence and noise it has
     * @param weight how likely the combination is; its logarithm, up to a constant, before all are known
     * @param first the level of the first series, its mean taken off
     * @param shift the level of the second less that of the first, their means taken off
     * @param deviation the scale of the shift's t distribution
     * @param count how many independent measurements would tell as much
     */
    record Given(int cell, double weight, double first, double shift, double deviation, double count) {
        private Given weighing(double other) {
            return new Given(cell, other, first, shift, deviation, count);
        }
    }

    private final double[] x;
    private final double[] y;
    private final int n;
    private final int pairs;
    private final List<Given> found = new ArrayList<>();
    private final double[] priors = new double[CELLS];

    SerialGrid(double[] x, double[] y, double strictness) {
        this.x = x;
        this.y = y;
        this.n = Sample.of(x).size() + Sample.of(y).size();
        this.pairs = pairs(x, y);
        double[] minus = combined(-1);
        List<Whitened> sums = sums();
        for (int i = 0; i < PERSISTENCE.length; i++) {
            double prior = prior(i, strictness);
            for (int j = 0; j < (i == 0 ? 1 : NOISE.length); j++) {
                int cell = i * NOISE.length + j;
                priors[cell] = prior * NOISE_PRIOR[j];
                apart(cell, PERSISTENCE[i], NOISE[j]);
                if (!sums.isEmpty()) {
                    together(cell, sums, Whitened.of(minus, PERSISTENCE[i], NOISE[j]));
                }
            }
        }
        for (int i = 0; i < SWINGING.length; i++) {
            int cell = PERSISTENCE.length * NOISE.length + i;
            priors[cell] = SWINGING_PRIOR;
            apart(cell, SWINGING[i], 0);
        }
    }

    private static int pairs(double[] x, double[] y) {
        int pairs = 0;
        for (int i = 0; x.length == y.length && i < x.length; i++) {
            pairs += Double.isNaN(x[i]) || Double.isNaN(y[i]) ? 0 : 1;
        }
        return pairs;
    }

    private boolean paired() {
        return pairs > 1 && 2 * pairs >= PAIRED_FROM * n;
    }

    /** The degrees of freedom of the t distributions. */
    int freedom() {
        return Math.max(1, (paired() ? 2 * pairs : n) - 2);
    }

    /** The prior mass around a persistence: a density of (1 - persistence) to the power of minus the strictness. */
    private static double prior(int i, double strictness) {
        double from = i == 0 ? 0 : (PERSISTENCE[i - 1] + PERSISTENCE[i]) / 2;
        double to = i == PERSISTENCE.length - 1 ? 1 : (PERSISTENCE[i] + PERSISTENCE[i + 1]) / 2;
        return Math.pow(1 - from, 1 - strictness) - Math.pow(1 - to, 1 - strictness);
    }

    /** The sum of the series, or the second less the first, turned so that the variances add up. */
    private double[] combined(int sign) {
        double[] combined = new double[paired() ? x.length : 0];
        for (int i = 0; i < combined.length; i++) {
            combined[i] = (y[i] + sign * x[i]) / Math.sqrt(2);
        }
        return combined;
    }

    /** The sum of the two series, for each persistence that what they share may have; none if they are not paired. */
    private List<Whitened> sums() {
        double[] plus = combined(1);
        return Arrays.stream(paired() ? SHARED_PERSISTENCE : new double[0])
                .mapToObj(persistence -> Whitened.of(plus, persistence, 0))
                .toList();
    }

    /** The two series as independent of each other. */
    private void apart(int cell, double persistence, double noise) {
        Whitened a = Whitened.of(x, persistence, noise);
        Whitened b = Whitened.of(y, persistence, noise);
        double squares = a.squares() + b.squares();
        found.add(new Given(
                cell,
                Math.log(priors[cell]) + a.logWeight() + b.logWeight() - 0.5 * (n - 2) * Math.log(squares),
                a.mean(),
                b.mean() - a.mean(),
                Math.sqrt(squares / (n - 2) * (1 / a.count() + 1 / b.count())),
                Math.min(a.count(), b.count())));
    }

    /** The two series as moving together: then their sum and their difference are independent. */
    private void together(int cell, List<Whitened> sums, Whitened difference) {
        int freedom = 2 * pairs - 2;
        for (Whitened sum : sums) {
            double base = Math.log(priors[cell] * SHARED_PRIOR) + sum.logWeight() + difference.logWeight();
            for (double part : SHARED) {
                double squares = sum.squares() / (1 + part) + difference.squares() / (1 - part);
                double spans = (pairs - 1) * Math.log((1 + part) * (1 - part)) + freedom * Math.log(squares);
                found.add(new Given(
                        cell,
                        base - 0.5 * spans,
                        (sum.mean() - difference.mean()) / Math.sqrt(2),
                        Math.sqrt(2) * difference.mean(),
                        Math.sqrt(2 * squares / freedom * (1 - part) / difference.count()),
                        difference.count()));
            }
        }
    }

    /** How much the prior holds of each cell, adding up to one. */
    double[] priors() {
        double all = Arrays.stream(priors).sum();
        return Arrays.stream(priors).map(prior -> prior / all).toArray();
    }

    /** How much each cell holds once the series are known and its prior is multiplied by a factor, adding up to one. */
    double[] cells(double[] factors) {
        double[] cells = new double[CELLS];
        double best = best(factors);
        found.forEach(given -> cells[given.cell()] += Math.exp(given.weight() - best) * factors[given.cell()]);
        double all = Arrays.stream(cells).sum();
        return Arrays.stream(cells).map(cell -> cell / all).toArray();
    }

    private double best(double[] factors) {
        return found.stream()
                .filter(given -> factors[given.cell()] > 0)
                .mapToDouble(Given::weight)
                .max()
                .orElseThrow();
    }

    /** How likely the series are by all combinations together: its logarithm, up to a constant. */
    double logEvidence(double[] factors) {
        double best = best(factors);
        return best
                + Math.log(found.stream()
                        .mapToDouble(given -> Math.exp(given.weight() - best) * factors[given.cell()])
                        .sum());
    }

    /** The combinations that matter, the likeliest first, their weights adding up to one. */
    List<Given> weighed(double[] factors) {
        double best = best(factors);
        double all = found.stream()
                .mapToDouble(given -> Math.exp(given.weight() - best) * factors[given.cell()])
                .sum();
        List<Given> sorted = found.stream()
                .map(given -> given.weighing(Math.exp(given.weight() - best) * factors[given.cell()] / all))
                .sorted(Comparator.comparingDouble(Given::weight).reversed())
                .toList();
        int kept = sorted.size();
        double left = 0;
        while (kept > 1 && left + sorted.get(kept - 1).weight() <= NEGLIGIBLE) {
            left += sorted.get(--kept).weight();
        }
        double whole = 1 - left;
        return sorted.subList(0, kept).stream()
                .map(given -> given.weighing(given.weight() / whole))
                .toList();
    }
}
