package io.jenkins.plugins.aviary.statistics;

/** The median of all differences between two samples (Hodges and Lehmann 1963): a shift that no outlier moves far. */
public final class HodgesLehmann {
    private HodgesLehmann() {}

    /**
     * By how much the first sample lies above the second.
     *
     * @throws IllegalArgumentException if a sample is empty
     */
    public static double shift(Sample first, Sample second) {
        if (first.isEmpty() || second.isEmpty()) {
            throw new IllegalArgumentException("Both samples need at least one number");
        }
        double[] x = first.values();
        double[] y = second.values();
        double[] differences = new double[x.length * y.length];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < y.length; j++) {
                differences[i * y.length + j] = x[i] - y[j];
            }
        }
        return Sample.of(differences).median();
    }
}
