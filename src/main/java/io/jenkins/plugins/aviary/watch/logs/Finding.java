package io.jenkins.plugins.aviary.watch.logs;

import io.jenkins.plugins.aviary.server.LogLevel;
import io.jenkins.plugins.aviary.server.LogSign;

/** One kind of message and how often it was seen. Owned by the scan that counts it. */
final class Finding {
    /** No time was seen. */
    static final long NEVER = -1;

    private final long fingerprint;
    private final LogLevel level;
    private final LogSign sign;
    private final String text;
    private long count;
    private long first = NEVER;
    private long last = NEVER;

    Finding(long fingerprint, LogLevel level, LogSign sign, String text) {
        this.fingerprint = fingerprint;
        this.level = level;
        this.sign = sign;
        this.text = text;
    }

    long fingerprint() {
        return fingerprint;
    }

    LogLevel level() {
        return level;
    }

    LogSign sign() {
        return sign;
    }

    String text() {
        return text;
    }

    long count() {
        return count;
    }

    long first() {
        return first;
    }

    long last() {
        return last;
    }

    void seen(long time) {
        count++;
        if (time != NEVER) {
            first = first == NEVER || time < first ? time : first;
            last = Math.max(last, time);
        }
    }

    void add(Finding other) {
        count += other.count;
        if (other.first != NEVER) {
            first = first == NEVER || other.first < first ? other.first : first;
            last = Math.max(last, other.last);
        }
    }
}
