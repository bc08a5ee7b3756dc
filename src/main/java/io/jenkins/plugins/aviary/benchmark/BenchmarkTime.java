package io.jenkins.plugins.aviary.benchmark;

/** Which time of a Google Benchmark result counts. */
public enum BenchmarkTime {
    /** The processor time, which other work on the machine disturbs less. */
    CPU("cpu_time"),
    /** The time on the clock, which waiting counts in. */
    REAL("real_time");

    private final String field;

    BenchmarkTime(String field) {
        this.field = field;
    }

    String field() {
        return field;
    }
}
