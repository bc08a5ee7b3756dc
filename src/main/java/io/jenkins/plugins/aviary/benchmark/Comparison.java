package io.jenkins.plugins.aviary.benchmark;

/**
 * One benchmark compared with one anchor. Numbers that cannot be told are NaN.
 *
 * @param benchmark the benchmark's name
 * @param anchor {@code rolling} or {@code release}
 * @param unit the unit of the medians
 * @param samples how many values there are now
 * @param baselineSamples how many the anchor has
 * @param median the median now
 * @param baselineMedian the anchor's median
 * @param change the shift (Hodges and Lehmann) as a share of the anchor's median; above zero is slower
 * @param probability the adjusted chance of values so much slower (or faster) if nothing changed
 * @param detectable the smallest change, as a share, that would have been seen in 19 of 20 runs
 * @param samplesNeeded how many values would be enough to see anything, or 0 if there are enough
 * @param verdict what it comes to
 */
public record Comparison(
        String benchmark,
        String anchor,
        String unit,
        int samples,
        int baselineSamples,
        double median,
        double baselineMedian,
        double change,
        double probability,
        double detectable,
        int samplesNeeded,
        Verdict verdict) {
    /** What a comparison comes to. */
    public enum Verdict {
        /** Nothing that counts. */
        SAME,
        /** Faster, beyond chance and threshold. */
        FASTER,
        /** Slower, beyond chance and threshold. */
        SLOWER,
        /** There are too few values to tell. */
        TOO_FEW
    }
}
