package io.jenkins.plugins.aviary.statistics;

import java.util.Arrays;

/** Takes the points off single spikes, so that no one of them carries a comparison; a level that is higher is kept. */
public final class Spikes {
    /** Beyond this many standard deviations, estimated by the median deviation, a number may be a spike. */
    private static final double FAR = 2.5;

    /** Up to this share of the numbers may be spikes, and always one; only one where most numbers are the same. */
    private static final double SHARE = 0.1;

    private Spikes() {}

    /**
     * The series with its few numbers that lie farthest from the median drawn in to the next farthest, but not nearer
     * than 2.5 standard deviations; NaN stays.
     */
    public static double[] drawnIn(double[] series) {
        Sample sample = Sample.of(series);
        if (sample.size() < 3) {
            return series.clone();
        }
        double median = sample.median();
        double[] distances = Arrays.stream(sample.values())
                .map(value -> Math.abs(value - median))
                .sorted()
                .toArray();
        boolean sparse = sample.medianDeviation() == 0;
        int spikes = sparse ? 1 : Math.max(1, (int) (SHARE * distances.length));
        double reach = Math.max(FAR * sample.medianDeviation(), distances[distances.length - 1 - spikes]);
        double[] drawn = series.clone();
        for (int i = 0; i < drawn.length; i++) {
            if (Math.abs(drawn[i] - median) > reach) {
                drawn[i] = median + Math.copySign(reach, drawn[i] - median);
            }
        }
        return drawn;
    }
}
