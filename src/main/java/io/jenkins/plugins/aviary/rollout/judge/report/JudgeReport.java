package io.jenkins.plugins.aviary.rollout.judge.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.rollout.judge.Judgement;
import io.jenkins.plugins.aviary.rollout.judge.MetricJudgement;
import io.jenkins.plugins.aviary.rollout.judge.Verdict;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A judgement as it is shown and kept. The same judgement always gives the same bytes: numbers are rounded to ten digits
 * in JSON, so that no processor's last bit shows.
 *
 * @param name what was judged, such as a file's name
 * @param verdict the verdict
 * @param reason one sentence that says why
 * @param columns the names of the columns in which the metrics are shown
 * @param rows the cells of each metric
 * @param reasons one sentence for each metric, or empty
 * @param json the judgement as JSON
 */
public record JudgeReport(
        String name,
        Verdict verdict,
        String reason,
        List<String> columns,
        List<List<String>> rows,
        List<String> reasons,
        ObjectNode json) {
    private static final MathContext DIGITS = new MathContext(10);

    /** Takes copies. */
    public JudgeReport {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        reasons = List.copyOf(reasons);
        json = json.deepCopy();
    }

    @Override
    public ObjectNode json() {
        return json.deepCopy();
    }

    /** The report of a judgement. */
    public static JudgeReport of(String name, Judgement judgement) {
        List<List<String>> rows = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        ObjectNode json = head(name, judgement.verdict(), judgement.reason());
        ArrayNode metrics = json.putArray("metrics");
        for (MetricJudgement metric : judgement.metrics()) {
            rows.add(List.of(
                    metric.name() + (metric.critical() ? " (critical)" : ""),
                    metric.verdict().name(),
                    metric.controlCount() + "/" + metric.experimentCount(),
                    share(metric.shift() / metric.level()),
                    "[" + share(metric.shiftLow() / metric.level()) + ", " + share(metric.shiftHigh() / metric.level())
                            + "]",
                    number(metric.probability()),
                    number(metric.adjustedProbability()),
                    number(metric.superiority()),
                    number(metric.spread()),
                    number(metric.spreadProbability()),
                    share(metric.detectableShift())));
            reasons.add(metric.reason());
            metrics.add(json(metric));
        }
        return new JudgeReport(
                name,
                judgement.verdict(),
                judgement.reason(),
                List.of(
                        "metric",
                        "verdict",
                        "n",
                        "shift",
                        "95 %",
                        "p",
                        "p, all",
                        "A12",
                        "spread",
                        "p, spread",
                        "seen from"),
                rows,
                reasons,
                json);
    }

    /** The beginning of a report's JSON. */
    public static ObjectNode head(String name, Verdict verdict, String reason) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("file", name)
                .put("verdict", verdict.name())
                .put("reason", reason);
    }

    private static ObjectNode json(MetricJudgement metric) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("name", metric.name());
        node.put("direction", metric.direction().text());
        node.put("critical", metric.critical());
        node.put("verdict", metric.verdict().name());
        node.put("controlCount", metric.controlCount());
        node.put("experimentCount", metric.experimentCount());
        node.put("missing", metric.missing());
        node.put("effectiveCount", rounded(metric.effectiveCount()));
        node.put("level", rounded(metric.level()));
        node.put("shift", rounded(metric.shift()));
        node.put("shiftLow", rounded(metric.shiftLow()));
        node.put("shiftHigh", rounded(metric.shiftHigh()));
        node.put("relativeShift", rounded(metric.shift() / metric.level()));
        node.put("p", rounded(metric.probability()));
        node.put("adjustedP", rounded(metric.adjustedProbability()));
        node.put("effectSize", rounded(metric.superiority()));
        node.put("spread", rounded(metric.spread()));
        node.put("spreadP", rounded(metric.spreadProbability()));
        node.put("detectableShift", rounded(metric.detectableShift()));
        node.put("samplesNeeded", metric.samplesNeeded());
        node.put("reason", metric.reason());
        return node;
    }

    /** The number to ten digits, or null if it is not one. */
    public static BigDecimal rounded(double value) {
        return Double.isFinite(value) ? new BigDecimal(value).round(DIGITS).stripTrailingZeros() : null;
    }

    /** The number to three digits, or a dash if it is not one. */
    public static String number(double value) {
        if (!Double.isFinite(value)) {
            return "-";
        }
        double size = Math.abs(value);
        return size != 0 && (size < 1e-3 || size >= 1e6)
                ? String.format(Locale.ROOT, "%.1e", value)
                : new BigDecimal(value)
                        .round(new MathContext(3))
                        .stripTrailingZeros()
                        .toPlainString();
    }

    private static String share(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%+.1f %%", 100 * value) : "-";
    }

    /** The report for a log, each line without its end. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(name + ": " + verdict + ". " + reason);
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = columns.get(i).length();
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        lines.add(line(columns, widths));
        for (int i = 0; i < rows.size(); i++) {
            lines.add(line(rows.get(i), widths));
            if (!reasons.get(i).isEmpty()) {
                lines.add("      " + reasons.get(i));
            }
        }
        return lines;
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder(" ");
        for (int i = 0; i < widths.length; i++) {
            String pad = " ".repeat(widths[i] - cells.get(i).length());
            line.append(' ')
                    .append(i < 2 ? cells.get(i) + pad : pad + cells.get(i))
                    .append(' ');
        }
        return line.toString().stripTrailing();
    }

    /** The report as Markdown; names are escaped. */
    public String markdown() {
        StringBuilder text = new StringBuilder("**" + verdict + "** " + escaped(reason) + "\n\n");
        text.append("| ").append(String.join(" | ", columns)).append(" | why |\n");
        text.append("|---".repeat(columns.size() + 1)).append("|\n");
        for (int i = 0; i < rows.size(); i++) {
            text.append("| ");
            rows.get(i).forEach(cell -> text.append(escaped(cell)).append(" | "));
            text.append(escaped(reasons.get(i))).append(" |\n");
        }
        return text.toString();
    }

    private static String escaped(String text) {
        return text.replaceAll("([\\\\`*_{}\\[\\]<>()#!|~&])", "\\\\$1").replaceAll("\\R", " ");
    }
}
