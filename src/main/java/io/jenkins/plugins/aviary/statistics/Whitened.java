package io.jenkins.plugins.aviary.statistics;

/**
 * A series seen through a Kalman filter for an autoregression of the first order, of which a share is noise of each
 * measurement alone; the whole has variance 1.
 *
 * @param count how many independent measurements tell as much about the level
 * @param mean the level by generalised least squares
 * @param squares the weighted sum of squares around it
 * @param logWeight the series' part of the restricted log likelihood, apart from that of the squares
 */
record Whitened(double count, double mean, double squares, double logWeight) {
    /** A product of so many variances, each above 1e-3, does not vanish. */
    private static final int PRODUCT = 32;

    static Whitened of(double[] series, double persistence, double noise) {
        double own = 1 - noise;
        double fresh = (1 - persistence * persistence) * own;
        double variance = own;
        double state = 0;
        double level = 0;
        double ones = 0;
        double cross = 0;
        double values = 0;
        double product = 1;
        double logs = 0;
        int seen = 0;
        for (double value : series) {
            if (!Double.isNaN(value)) {
                double total = variance + noise;
                double error = value - state;
                double unit = 1 - level;
                ones += unit * unit / total;
                cross += unit * error / total;
                values += error * error / total;
                product *= total;
                if (++seen % PRODUCT == 0) {
                    logs += Math.log(product);
                    product = 1;
                }
                double gain = variance / total;
                state += gain * error;
                level += gain * unit;
                variance -= gain * variance;
            }
            state *= persistence;
            level *= persistence;
            variance = persistence * persistence * variance + fresh;
        }
        logs += Math.log(product);
        double squares = Math.max(0, values - cross * cross / ones);
        return new Whitened(ones, cross / ones, squares, -0.5 * (logs + Math.log(ones)));
    }
}
