package io.jenkins.plugins.aviary.cli.pipeline.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table at the end of a run: each stage with its result, its time and its reason. */
public final class SummaryTable {
    private static final int WIDEST_REASON = 100;

    private SummaryTable() {}

    /** The lines of the table. */
    public static List<String> of(PipelineResult result) {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"Stage", "Result", "Time", "Reason"});
        addAll(rows, result.stages(), "");
        rows.add(new String[] {
            result.name() + " #" + result.number(),
            result.result().name(),
            text(result.duration()),
            shortened(result.reason())
        });
        int name = rows.stream().mapToInt(row -> row[0].length()).max().orElse(1);
        int outcome = rows.stream().mapToInt(row -> row[1].length()).max().orElse(1);
        int time = rows.stream().mapToInt(row -> row[2].length()).max().orElse(1);
        return rows.stream()
                .map(row -> String.format(
                                Locale.ROOT,
                                "%-" + name + "s  %-" + outcome + "s  %" + time + "s  %s",
                                row[0],
                                row[1],
                                row[2],
                                row[3])
                        .stripTrailing())
                .toList();
    }

    private static void addAll(List<String[]> rows, List<StageResult> stages, String indent) {
        for (StageResult stage : stages) {
            rows.add(new String[] {
                indent + stage.name(),
                stage.skipped() ? "skipped" : stage.result().name(),
                stage.skipped() ? "-" : text(stage.duration()),
                shortened(stage.reason())
            });
            addAll(rows, stage.stages(), indent + "  ");
        }
    }

    private static String shortened(String reason) {
        return reason.length() <= WIDEST_REASON ? reason : reason.substring(0, WIDEST_REASON - 3) + "...";
    }

    /** A duration for people: tenths of seconds under a minute. */
    static String text(Duration duration) {
        if (duration.toMinutes() == 0) {
            return String.format(Locale.ROOT, "%.1fs", duration.toMillis() / 1000.0);
        }
        long hours = duration.toHours();
        return (hours > 0 ? hours + "h" : "") + duration.toMinutesPart() + "m" + duration.toSecondsPart() + "s";
    }
}
