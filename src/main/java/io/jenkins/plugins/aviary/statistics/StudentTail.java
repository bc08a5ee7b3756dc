package io.jenkins.plugins.aviary.statistics;

import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The upper tail of Student's t distribution, fast enough to be asked for thousands of combinations: cubic interpolation
 * between tabulated points, off by less than 1e-9.
 */
final class StudentTail {
    private static final int REACH = 32;
    private static final int POINTS_PER_UNIT = 64;

    private final TDistribution exact;
    private final double[] tail = new double[REACH * POINTS_PER_UNIT + 1];
    private final double[] slope = new double[tail.length];

    StudentTail(int freedom) {
        exact = TDistribution.of(freedom);
        for (int i = 0; i < tail.length; i++) {
            double at = (double) i / POINTS_PER_UNIT;
            tail[i] = exact.survivalProbability(at);
            slope[i] = -exact.density(at) / POINTS_PER_UNIT;
        }
    }

    /** The probability of a value above z. */
    double above(double z) {
        double size = Math.abs(z);
        double upper = size < REACH ? interpolated(size * POINTS_PER_UNIT) : exact.survivalProbability(size);
        return z >= 0 ? upper : 1 - upper;
    }

    private double interpolated(double position) {
        int i = (int) position;
        double t = position - i;
        double s = 1 - t;
        return s * s * ((1 + 2 * t) * tail[i] + t * slope[i]) + t * t * ((3 - 2 * t) * tail[i + 1] - s * slope[i + 1]);
    }
}
