package io.jenkins.plugins.aviary.rollout.judge;

/** Which change of a metric is bad. */
public enum Direction {
    /** More is worse: latency, errors. */
    INCREASE,
    /** Less is worse: players online, requests served. */
    DECREASE,
    /** Any change is worse. */
    EITHER;

    /** The name as in files. */
    public String text() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
