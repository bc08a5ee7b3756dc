package io.jenkins.plugins.aviary.bench;

import java.util.Random;
import org.apache.commons.statistics.distribution.GammaDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.PoissonDistribution;

/** Kinds of metrics to try the judge on; each has the level 100 unless told otherwise, and a persistence. */
enum SeriesGenerator {
    /** Normal, deviation 10. */
    NORMAL {
        @Override
        double value(double z) {
            return 100 + 10 * z;
        }
    },
    /** Normal, deviation 30. */
    WIDE {
        @Override
        double value(double z) {
            return 100 + 30 * z;
        }
    },
    /** Lognormal, sigma 0.5: latencies. */
    LOGNORMAL {
        @Override
        double value(double z) {
            return 100 * Math.exp(0.5 * z);
        }
    },
    /** Lognormal, sigma 1: latencies with a long tail. */
    LONG_TAIL {
        @Override
        double value(double z) {
            return 100 * Math.exp(z);
        }
    },
    /** Poisson, mean 20: counts. */
    POISSON {
        @Override
        double value(double z) {
            return PoissonDistribution.of(20).inverseCumulativeProbability(chance(z));
        }
    },
    /** Poisson, mean 1: rare events, often zero. */
    RARE {
        @Override
        double value(double z) {
            return PoissonDistribution.of(1).inverseCumulativeProbability(chance(z));
        }
    },
    /** Gamma, shape 2. */
    GAMMA {
        @Override
        double value(double z) {
            return GammaDistribution.of(2, 50).inverseCumulativeProbability(chance(z));
        }
    },
    /** Normal around zero, which has no level. */
    ZERO {
        @Override
        double value(double z) {
            return z;
        }
    },
    /** Half of the variance is persistent, half is noise of each measurement. */
    NOISY {
        @Override
        double[] series(Random random, int n, double persistence) {
            double[] series = super.series(random, n, persistence);
            for (int i = 0; i < n; i++) {
                series[i] = 100 + 20 * Math.sqrt(0.5) * (series[i] + random.nextGaussian());
            }
            return series;
        }

        @Override
        double value(double z) {
            return z;
        }
    },
    /** A moving average of five. */
    MOVING_AVERAGE {
        @Override
        double[] series(Random random, int n, double persistence) {
            double[] noise =
                    random.doubles(n + 4L).map(u -> random.nextGaussian()).toArray();
            double[] series = new double[n];
            for (int i = 0; i < n; i++) {
                for (int k = 0; k < 5; k++) {
                    series[i] += noise[i + k] / Math.sqrt(5);
                }
                series[i] = 100 + 20 * series[i];
            }
            return series;
        }

        @Override
        double value(double z) {
            return z;
        }
    },
    /** A level that jumps in one of ten measurements, with noise. */
    JUMPS {
        @Override
        double[] series(Random random, int n, double persistence) {
            double[] series = new double[n];
            double level = random.nextGaussian();
            for (int i = 0; i < n; i++) {
                level = random.nextDouble() < 0.1 ? random.nextGaussian() : level;
                series[i] = 100 + 20 * (Math.sqrt(0.7) * level + Math.sqrt(0.3) * random.nextGaussian());
            }
            return series;
        }

        @Override
        double value(double z) {
            return z;
        }
    },
    /** Players who come and stay: a count with mean 2 of which the persistence is the share that stays. */
    STAYING {
        @Override
        double[] series(Random random, int n, double persistence) {
            double[] series = new double[n];
            int count = poisson(random, 2);
            for (int i = 0; i < n; i++) {
                series[i] = count;
                int stay = 0;
                for (int k = 0; k < count; k++) {
                    stay += random.nextDouble() < persistence ? 1 : 0;
                }
                count = stay + poisson(random, 2 * (1 - persistence));
            }
            return series;
        }

        @Override
        double value(double z) {
            return z;
        }
    };

    /** The value that a standard normal number stands for. */
    abstract double value(double z);

    /** A series whose numbers, as normal ones, are a stationary autoregression of the first order. */
    double[] series(Random random, int n, double persistence) {
        double[] series = new double[n];
        double state = random.nextGaussian();
        for (int i = 0; i < n; i++) {
            series[i] = value(state);
            state = persistence * state + Math.sqrt(1 - persistence * persistence) * random.nextGaussian();
        }
        return series;
    }

    private static double chance(double z) {
        return Math.min(1 - 1e-12, NormalDistribution.of(0, 1).cumulativeProbability(z));
    }

    private static int poisson(Random random, double mean) {
        double limit = Math.exp(-mean);
        int count = -1;
        for (double product = 1; product > limit; product *= random.nextDouble()) {
            count++;
        }
        return count;
    }
}
