package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.operation.OperationLog;
import io.jenkins.plugins.aviary.rollout.judge.MetricSeries;
import io.jenkins.plugins.aviary.rollout.judge.Verdict;
import io.jenkins.plugins.aviary.rollout.judge.report.JudgeReport;
import io.jenkins.plugins.aviary.rollout.judge.report.SeriesChart;
import io.jenkins.plugins.aviary.rollout.stage.RolloutState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The report of a rollout: {@code aviary-rollouts/ID.html} in the workspace, to be archived. It shows each stage's
 * verdict with what was compared, and each metric over all stages as a picture. Without scripts and references, so it may
 * be shown under a strict content security policy; what comes from servers is escaped.
 */
final class CanaryReport {
    /** Where a page's policy allows no style, as among Jenkins's artifacts, the report is plain but whole. */
    private static final String STYLE = "<style>:root{color-scheme:light dark}"
            + "body{font:15px/1.5 system-ui,sans-serif;max-width:1100px;margin:2rem auto;padding:0 1rem}"
            + "table{border-collapse:collapse;display:block;overflow-x:auto;font-variant-numeric:tabular-nums}"
            + "th,td{border:1px solid #8884;padding:.3rem .5rem;text-align:left;vertical-align:top}"
            + ".FAIL{color:#c93c37;font-weight:bold}.PASS{color:#2c974b}.INCONCLUSIVE{color:#9a6700}"
            + "figure{display:inline-block;margin:0 1rem 1rem 0;max-width:100%}svg{max-width:100%;height:auto}</style>";

    private static final String FOLDER = "aviary-rollouts";

    private final RolloutFile.Plan plan;
    private final Path folder;
    private final Path file;
    private final OperationLog log;
    /** By stage. */
    private final Map<Integer, Section> sections = new LinkedHashMap<>();

    private record Section(String title, CanaryAnalysis.Finding finding) {}

    CanaryReport(RolloutFile.Plan plan, Path workspace, OperationLog log) {
        this.plan = plan;
        this.folder = workspace.resolve(FOLDER);
        this.file = folder.resolve(plan.id() + ".html");
        this.log = log;
    }

    /** A stage was judged: that goes into the log, and the report is written anew. */
    void judged(int stage, String title, CanaryAnalysis.Finding finding) {
        sections.put(stage, new Section(title, finding));
        JudgeReport.of(title, finding.judgement()).lines().forEach(log::info);
        log.info("  compared with " + finding.baseline());
        finding.errors().forEach((error, times) -> log.warn("not measured " + times + " times: " + error));
        write("");
    }

    /** The rollout is over. */
    void ended(RolloutState state) {
        if (!sections.isEmpty()) {
            write(state.phase().name() + (state.reason().isEmpty() ? "" : ": " + state.reason()));
            log.info("The report is in " + FOLDER + "/" + plan.id() + ".html");
        }
    }

    private void write(String end) {
        try {
            Files.createDirectories(folder);
            Files.writeString(file, html(end), StandardCharsets.UTF_8);
        } catch (IOException e) {
            log.warn("The report cannot be written to " + file + ": " + e.getMessage());
        }
    }

    private String html(String end) {
        StringBuilder html = new StringBuilder(
                        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
                .append(escaped(plan.id()))
                .append("</title>")
                .append(STYLE)
                .append("</head><body>\n<h1>Rollout ")
                .append(escaped(plan.id()))
                .append("</h1>\n<p>Environment ")
                .append(escaped(plan.environment()))
                .append(", release <code>")
                .append(escaped(plan.release()))
                .append("</code>, begun ")
                .append(plan.begun())
                .append(end.isEmpty() ? "" : ". <strong>" + escaped(end) + "</strong>")
                .append("</p>\n");
        sections.values().forEach(section -> html.append(section(section)));
        html.append("<h2>The metrics over all stages</h2>\n<p>The old release is dashed, the new one solid.</p>\n");
        charts().forEach((name, svg) -> html.append("<figure>").append(svg).append("</figure>\n"));
        return html.append("</body></html>\n").toString();
    }

    private static String section(Section section) {
        CanaryAnalysis.Finding finding = section.finding();
        JudgeReport report = JudgeReport.of(section.title(), finding.judgement());
        StringBuilder html = new StringBuilder("<h2>")
                .append(escaped(section.title()))
                .append(": ")
                .append(report.verdict())
                .append("</h2>\n<p>")
                .append(escaped(finding.reason()))
                .append("</p>\n<p>Compared with ")
                .append(escaped(finding.baseline()))
                .append(".</p>\n");
        table(html, report);
        if (!finding.aside().metrics().isEmpty()) {
            html.append("<h3>Shown, not counted</h3>\n");
            table(html, JudgeReport.of(section.title(), finding.aside()));
        }
        if (!finding.errors().isEmpty()) {
            html.append("<h3>Not measured</h3>\n<ul>");
            finding.errors()
                    .forEach((error, times) -> html.append("<li>")
                            .append(escaped(error))
                            .append(" (")
                            .append(times)
                            .append(" times)</li>"));
            html.append("</ul>\n");
        }
        return html.toString();
    }

    private static void table(StringBuilder html, JudgeReport report) {
        html.append("<table border=\"1\"><tr>");
        report.columns()
                .forEach(column -> html.append("<th>").append(escaped(column)).append("</th>"));
        html.append("<th>why</th></tr>\n");
        for (int row = 0; row < report.rows().size(); row++) {
            html.append("<tr>");
            for (String cell : report.rows().get(row)) {
                html.append(isVerdict(cell) ? "<td class=\"" + cell + "\">" : "<td>")
                        .append(escaped(cell))
                        .append("</td>");
            }
            html.append("<td>").append(escaped(report.reasons().get(row))).append("</td></tr>\n");
        }
        html.append("</table>\n");
    }

    private static boolean isVerdict(String cell) {
        return Arrays.stream(Verdict.values())
                .anyMatch(verdict -> verdict.name().equals(cell));
    }

    /** A picture of each metric, with a mark where each stage begins. */
    private Map<String, String> charts() {
        Map<String, MetricSeries> whole = new LinkedHashMap<>();
        List<SeriesChart.Mark> marks = new ArrayList<>();
        int length = 0;
        for (Map.Entry<Integer, Section> section : sections.entrySet()) {
            marks.add(new SeriesChart.Mark(length, String.valueOf(section.getKey() + 1)));
            List<MetricSeries> series = section.getValue().finding().series();
            int before = length;
            length += series.stream()
                    .mapToInt(one ->
                            Math.max(one.control().size(), one.experiment().size()))
                    .max()
                    .orElse(0);
            for (MetricSeries one : series) {
                MetricSeries so = whole.get(one.name());
                whole.put(
                        one.name(),
                        new MetricSeries(
                                one.name(),
                                one.direction(),
                                one.critical(),
                                padded(so == null ? List.of() : so.control(), before, one.control()),
                                padded(so == null ? List.of() : so.experiment(), before, one.experiment())));
            }
        }
        Map<String, String> charts = new LinkedHashMap<>();
        whole.forEach((name, series) -> charts.put(name, SeriesChart.svg(series, marks)));
        return charts;
    }

    private static List<Double> padded(List<Double> before, int from, List<Double> added) {
        List<Double> all = new ArrayList<>(before);
        all.addAll(Collections.nCopies(from - before.size(), Double.NaN));
        all.addAll(added);
        return all;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
