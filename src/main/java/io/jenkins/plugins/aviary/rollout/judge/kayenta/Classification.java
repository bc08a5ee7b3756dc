package io.jenkins.plugins.aviary.rollout.judge.kayenta;

/** What Kayenta calls the results of one metric. */
public enum Classification {
    /** No difference that counts. */
    PASS("Pass"),
    /** Higher, and that is bad. */
    HIGH("High"),
    /** Lower, and that is bad. */
    LOW("Low"),
    /** Nothing was measured on a side. */
    NODATA("Nodata"),
    /** Nothing was measured on a side, of a metric that must have data. */
    NODATA_FAIL("NodataFailMetric");

    private final String label;

    Classification(String label) {
        this.label = label;
    }

    /** Kayenta's word. */
    public String label() {
        return label;
    }
}
