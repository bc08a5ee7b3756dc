package io.jenkins.plugins.aviary.rollout.metrics;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A histogram of one set of labels, cumulative as Prometheus exposes it. Units are those of the server: Canary's are
 * microseconds.
 *
 * @param buckets how many observations there were up to each bound; the last bound is infinite
 * @param sum the sum of all observations
 * @param count how many observations there were
 */
record Histogram(SortedMap<Double, Double> buckets, double sum, double count) {
    /**
     * What was observed since an earlier scrape. A server that was started again counts from zero, so everything that it
     * has counted is new.
     */
    Histogram since(Histogram earlier) {
        if (earlier.count > count || !earlier.buckets.keySet().equals(buckets.keySet())) {
            return this;
        }
        SortedMap<Double, Double> added = new TreeMap<>();
        for (Map.Entry<Double, Double> bucket : buckets.entrySet()) {
            double before = earlier.buckets.get(bucket.getKey());
            if (before > bucket.getValue()) {
                return this;
            }
            added.put(bucket.getKey(), bucket.getValue() - before);
        }
        return new Histogram(added, sum - earlier.sum, count - earlier.count);
    }

    /** The mean observation, or NaN of none. */
    double mean() {
        return count > 0 ? sum / count : Double.NaN;
    }

    /**
     * A quantile, by linear interpolation within its bucket as Prometheus's {@code histogram_quantile} does: the lower
     * bound of the first bucket is 0, and a quantile in the last bucket is that bucket's lower bound. NaN of none.
     */
    double quantile(double q) {
        double total = buckets.isEmpty() ? 0 : buckets.get(buckets.lastKey());
        if (!(total > 0)) {
            return Double.NaN;
        }
        double rank = q * total;
        double lower = 0;
        double before = 0;
        for (Map.Entry<Double, Double> bucket : buckets.entrySet()) {
            double upper = bucket.getKey();
            double upTo = bucket.getValue();
            if (upTo >= rank) {
                if (Double.isInfinite(upper)) {
                    return lower;
                }
                double within = upTo - before;
                return upper <= 0 || within <= 0 ? upper : lower + (upper - lower) * (rank - before) / within;
            }
            lower = upper;
            before = upTo;
        }
        return lower;
    }
}
