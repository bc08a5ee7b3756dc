package io.jenkins.plugins.aviary.statistics;

import java.util.function.DoubleUnaryOperator;

/** Finds where a function is zero (Brent 1973, "Algorithms for Minimization without Derivatives", chapter 4). */
public final class BrentRoot {
    private static final int STEPS = 1000;
    private static final double EPSILON = Math.ulp(1.0);

    private BrentRoot() {}

    /**
     * A zero of the function between two points.
     *
     * @param low the lower point, where the function is not below zero if it falls
     * @param high the upper point, where it has the other sign
     * @param tolerance how far off the zero may be
     * @return the zero; an end where the function is zero; the best found where the signs do not differ
     */
    public static double of(DoubleUnaryOperator function, double low, double high, double tolerance) {
        double older = low;
        double atOlder = function.applyAsDouble(low);
        double best = high;
        double atBest = function.applyAsDouble(high);
        if (atOlder == 0) {
            return low;
        }
        if (atBest == 0) {
            return high;
        }
        double other = older;
        double atOther = atOlder;
        for (int step = 0; step <= STEPS; step++) {
            double previous = best - older;
            if (Math.abs(atOther) < Math.abs(atBest)) {
                older = best;
                best = other;
                other = older;
                atOlder = atBest;
                atBest = atOther;
                atOther = atOlder;
            }
            double near = 2 * EPSILON * Math.abs(best) + tolerance / 2;
            double move = (other - best) / 2;
            if (Math.abs(move) <= near || atBest == 0) {
                return best;
            }
            if (Math.abs(previous) >= near && Math.abs(atOlder) > Math.abs(atBest)) {
                move = interpolated(older, best, other, atOlder, atBest, atOther, previous, near, move);
            }
            if (Math.abs(move) < near) {
                move = move > 0 ? near : -near;
            }
            older = best;
            atOlder = atBest;
            best += move;
            atBest = function.applyAsDouble(best);
            if (atBest > 0 && atOther > 0 || atBest < 0 && atOther < 0) {
                other = older;
                atOther = atOlder;
            }
        }
        return best;
    }

    /** The step by interpolation, linear or inverse quadratic, or by halving where that would not be trusted. */
    private static double interpolated(
            double older,
            double best,
            double other,
            double atOlder,
            double atBest,
            double atOther,
            double previous,
            double near,
            double halving) {
        double span = other - best;
        double p;
        double q;
        if (older == other) {
            double ratio = atBest / atOlder;
            p = span * ratio;
            q = 1 - ratio;
        } else {
            double a = atOlder / atOther;
            double b = atBest / atOther;
            double c = atBest / atOlder;
            p = c * (span * a * (a - b) - (best - older) * (b - 1));
            q = (a - 1) * (b - 1) * (c - 1);
        }
        if (p > 0) {
            q = -q;
        } else {
            p = -p;
        }
        boolean trusted = p < 0.75 * span * q - Math.abs(near * q) / 2 && p < Math.abs(previous * q / 2);
        return trusted ? p / q : halving;
    }
}
