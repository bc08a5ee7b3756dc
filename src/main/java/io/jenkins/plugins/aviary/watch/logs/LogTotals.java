package io.jenkins.plugins.aviary.watch.logs;

import io.jenkins.plugins.aviary.server.LogLevel;
import io.jenkins.plugins.aviary.server.LogSign;

/** What a part of a log adds up to. Parts are added in the order of the log. Owned by one thread at a time. */
final class LogTotals {
    final FindingTable findings = new FindingTable();
    final long[] levels = new long[LogLevel.values().length];
    final long[] signs = new long[LogSign.values().length];
    long bytes;
    long lines;
    long entries;
    /** Messages of kinds that found no room in the table. */
    long unlisted;

    long first = Finding.NEVER;
    long last = Finding.NEVER;
    long lastSave = Finding.NEVER;
    double savedMillis;
    double slowestSaveMillis;
    /** How often a server began without the one before having said that it closes down. */
    long uncleanStarts;

    private boolean anyLife;
    private boolean beginsWithStart;
    private boolean running;

    /** Counts an entry with its kind and its time. */
    void count(LogLevel level, LogSign sign, long time) {
        entries++;
        levels[level.ordinal()]++;
        signs[sign.ordinal()]++;
        if (time != Finding.NEVER) {
            first = first == Finding.NEVER || time < first ? time : first;
            last = Math.max(last, time);
        }
        if (sign == LogSign.BANNER) {
            life(true);
        } else if (sign == LogSign.SHUTTING_DOWN || sign == LogSign.DONE) {
            life(false);
        }
    }

    /** A server began or closed down. */
    private void life(boolean start) {
        if (!anyLife) {
            beginsWithStart = start;
            anyLife = true;
        } else if (start && running) {
            uncleanStarts++;
        }
        running = start;
    }

    /** A save that took so long. */
    void saved(double millis, long time) {
        savedMillis += millis;
        slowestSaveMillis = Math.max(slowestSaveMillis, millis);
        lastSave = Math.max(lastSave, time);
    }

    long count(LogSign sign) {
        return signs[sign.ordinal()];
    }

    long count(LogLevel level) {
        return levels[level.ordinal()];
    }

    /** Adds the part of the log that follows this one. */
    void add(LogTotals next) {
        unlisted += next.unlisted + findings.add(next.findings);
        for (int i = 0; i < levels.length; i++) {
            levels[i] += next.levels[i];
        }
        for (int i = 0; i < signs.length; i++) {
            signs[i] += next.signs[i];
        }
        bytes += next.bytes;
        lines += next.lines;
        entries += next.entries;
        if (next.first != Finding.NEVER) {
            first = first == Finding.NEVER ? next.first : Math.min(first, next.first);
        }
        last = Math.max(last, next.last);
        lastSave = Math.max(lastSave, next.lastSave);
        savedMillis += next.savedMillis;
        slowestSaveMillis = Math.max(slowestSaveMillis, next.slowestSaveMillis);
        uncleanStarts += next.uncleanStarts;
        if (next.anyLife) {
            if (!anyLife) {
                beginsWithStart = next.beginsWithStart;
            } else if (running && next.beginsWithStart) {
                uncleanStarts++;
            }
            anyLife = true;
            running = next.running;
        }
    }
}
