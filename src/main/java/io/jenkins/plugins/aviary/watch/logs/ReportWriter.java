package io.jenkins.plugins.aviary.watch.logs;

import io.jenkins.plugins.aviary.operation.OperationLog;
import io.jenkins.plugins.aviary.server.LogLevel;
import io.jenkins.plugins.aviary.server.LogSign;
import io.jenkins.plugins.aviary.watch.logs.LogReport.Figures;
import io.jenkins.plugins.aviary.watch.logs.LogReport.Item;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes reports of what logs add up to, and prints them. */
final class ReportWriter {
    private static final int MOST_NEW = 100;
    private static final int WIDEST = 160;
    private static final Comparator<Finding> WORST_FIRST = Comparator.comparing(Finding::level)
            .thenComparingLong(Finding::count)
            .reversed()
            .thenComparing(Finding::text);

    private final int top;

    /** A writer that lists so many of the worst findings. */
    ReportWriter(int top) {
        this.top = top;
    }

    /** What a finding is known by. */
    static String fingerprint(Finding finding) {
        return String.format(Locale.ROOT, "%016x", finding.fingerprint());
    }

    /** The warnings and errors, the worst first. */
    static List<Finding> bad(LogTotals totals) {
        return totals.findings.all().stream()
                .filter(finding -> finding.level().atLeast(LogLevel.WARNING))
                .sorted(WORST_FIRST)
                .toList();
    }

    LogReport report(String source, String release, LogTotals totals, KnownFindings known) {
        List<Finding> bad = bad(totals);
        Map<String, Long> levels = new LinkedHashMap<>();
        for (LogLevel level : LogLevel.values()) {
            levels.put(level.name().toLowerCase(Locale.ROOT), totals.count(level));
        }
        return new LogReport(
                source,
                release,
                totals.lines,
                totals.bytes,
                time(totals.first),
                time(totals.last),
                levels,
                figures(totals),
                bad.stream().limit(top).map(ReportWriter::item).toList(),
                bad.stream()
                        .filter(finding -> known.isNew(fingerprint(finding)))
                        .limit(MOST_NEW)
                        .map(ReportWriter::item)
                        .toList(),
                known.isComparable(),
                totals.findings.all().size(),
                totals.unlisted);
    }

    private static Figures figures(LogTotals totals) {
        long saves = totals.count(LogSign.SAVED);
        return new Figures(
                totals.count(LogSign.LOGIN),
                totals.count(LogSign.LOGOUT),
                saves,
                saves == 0 ? 0 : Math.round(totals.savedMillis / saves),
                Math.round(totals.slowestSaveMillis),
                time(totals.lastSave),
                totals.lastSave == Finding.NEVER ? -1 : Math.max(0, seconds(totals.lastSave, totals.last)),
                totals.count(LogSign.PLAYER_NOT_SAVED),
                totals.count(LogSign.BANNER),
                totals.uncleanStarts,
                totals.count(LogSign.CRASH),
                totals.count(LogSign.LUA_ERROR),
                totals.count(LogSign.SQL_ERROR),
                totals.count(LogSign.MIGRATION_FAILED),
                totals.count(LogSign.BACKLOG),
                totals.count(LogSign.PACKET_FLOOD),
                totals.count(LogSign.BIND_FAILED));
    }

    private static Item item(Finding finding) {
        return new Item(
                fingerprint(finding),
                finding.level().name().toLowerCase(Locale.ROOT),
                finding.count(),
                time(finding.first()),
                time(finding.last()),
                finding.text());
    }

    /** A time as {@link io.jenkins.plugins.aviary.server.LineScanner#order} counts it, as people write it. */
    static String time(long order) {
        if (order == Finding.NEVER) {
            return "";
        }
        long seconds = order / 1000;
        long days = seconds / 86_400;
        // Months count as 31 days each there, and both months and days begin with 1.
        long day = (days - 1) % 31 + 1;
        long months = (days - day) / 31;
        long month = (months - 1) % 12 + 1;
        return String.format(
                Locale.ROOT,
                "%04d-%02d-%02dT%02d:%02d:%02d",
                (months - month) / 12,
                month,
                day,
                seconds % 86_400 / 3600,
                seconds % 3600 / 60,
                seconds % 60);
    }

    private static long seconds(long from, long to) {
        try {
            return Duration.between(LocalDateTime.parse(time(from)), LocalDateTime.parse(time(to)))
                    .toSeconds();
        } catch (DateTimeException e) {
            // A day that its month does not have: what the clock says is near enough.
            return (to - from) / 1000;
        }
    }

    void print(LogReport report, OperationLog log) {
        Figures figures = report.figures();
        log.info(report.source() + (report.release().isEmpty() ? "" : " (" + report.release() + ")") + ": "
                + report.lines() + " lines"
                + (report.from().isEmpty() ? "" : " from " + report.from() + " to " + report.to())
                + ", " + report.levels().get("critical") + " critical, "
                + report.levels().get("error") + " errors, "
                + report.levels().get("warning") + " warnings");
        log.info("  players: " + figures.logins() + " logins, " + figures.logouts() + " logouts, "
                + figures.playersNotSaved() + " not saved; saves: " + figures.saves() + ", on average "
                + figures.averageSaveMillis() + " ms, at most " + figures.slowestSaveMillis() + " ms"
                + (figures.lastSave().isEmpty() ? "" : ", the last at " + figures.lastSave()));
        log.info("  starts: " + figures.starts() + ", " + figures.uncleanStarts() + " after no clean stop; crashes: "
                + figures.crashes() + "; script errors: " + figures.luaErrors() + "; database errors: "
                + figures.databaseErrors() + "; backlogs: " + figures.backlogs() + "; packet floods: "
                + figures.packetFloods());
        list("  new since the last release:", report.fresh(), log);
        list("  most frequent:", report.top(), log);
    }

    private static void list(String title, List<Item> items, OperationLog log) {
        if (items.isEmpty()) {
            return;
        }
        log.info(title);
        for (Item item : items) {
            String text = item.text().length() > WIDEST ? item.text().substring(0, WIDEST) + "..." : item.text();
            log.info(String.format(Locale.ROOT, "  %8d  %-8s  %s", item.count(), item.level(), text));
        }
    }
}
