package io.jenkins.plugins.aviary.benchmark;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.operation.OperationLog;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Comparisons as a table in the log and in Markdown, and as JSON for events. */
final class ComparisonTable {
    private static final List<String> COLUMNS =
            List.of("benchmark", "against", "n", "before", "now", "change", "p, all", "seen from", "verdict");
    private static final double[] STEPS = {1e9, 1e6, 1e3};
    private static final String[] UNITS = {"s", "ms", "us"};
    private static final MathContext DIGITS = new MathContext(10);

    private final List<Comparison> comparisons;

    ComparisonTable(List<Comparison> comparisons) {
        this.comparisons = comparisons;
    }

    void to(OperationLog log) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(COLUMNS);
        comparisons.forEach(comparison -> rows.add(row(comparison)));
        int[] widths = new int[COLUMNS.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String pad = " ".repeat(widths[i] - row.get(i).length());
                boolean left = i < 2 || i == widths.length - 1;
                line.append(i == 0 ? "" : "  ").append(left ? row.get(i) + pad : pad + row.get(i));
            }
            log.info(line.toString().stripTrailing());
        }
    }

    String markdown(String title) {
        StringBuilder text = new StringBuilder(escaped(title) + "\n\n");
        text.append("| ").append(String.join(" | ", COLUMNS)).append(" |\n");
        text.append("|---|---|---:|---:|---:|---:|---:|---:|---|\n");
        for (Comparison comparison : comparisons) {
            text.append('|');
            row(comparison)
                    .forEach(cell -> text.append(' ').append(escaped(cell)).append(" |"));
            text.append('\n');
        }
        return text.toString();
    }

    private static String escaped(String text) {
        return text.replaceAll("([\\\\`*_{}\\[\\]<>()#!|~&])", "\\\\$1").replaceAll("\\R", " ");
    }

    private static List<String> row(Comparison comparison) {
        return List.of(
                comparison.benchmark(),
                comparison.anchor(),
                comparison.samples() + "/" + comparison.baselineSamples(),
                value(comparison.baselineMedian(), comparison.unit()),
                value(comparison.median(), comparison.unit()),
                Double.isFinite(comparison.change())
                        ? String.format(Locale.ROOT, "%+.1f %%", 100 * comparison.change())
                        : "-",
                String.format(Locale.ROOT, "%.2g", comparison.probability()),
                Double.isFinite(comparison.detectable())
                        ? String.format(Locale.ROOT, "%.1f %%", 100 * comparison.detectable())
                        : "-",
                switch (comparison.verdict()) {
                    case SAME -> "same";
                    case FASTER -> "faster";
                    case SLOWER -> "SLOWER";
                    case TOO_FEW -> "too few: " + comparison.samplesNeeded() + " values needed";
                });
    }

    private static String value(double value, String unit) {
        if (unit.equals("ns")) {
            for (int i = 0; i < STEPS.length; i++) {
                if (Math.abs(value) >= STEPS[i]) {
                    return String.format(Locale.ROOT, "%.4g %s", value / STEPS[i], UNITS[i]);
                }
            }
        }
        return String.format(Locale.ROOT, "%.4g", value) + (unit.isEmpty() ? "" : " " + unit);
    }

    ArrayNode json() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (Comparison comparison : comparisons) {
            ObjectNode node = list.addObject();
            node.put("benchmark", comparison.benchmark());
            node.put("against", comparison.anchor());
            node.put("unit", comparison.unit());
            node.put("samples", comparison.samples());
            node.put("baselineSamples", comparison.baselineSamples());
            node.put("median", rounded(comparison.median()));
            node.put("baselineMedian", rounded(comparison.baselineMedian()));
            node.put("change", rounded(comparison.change()));
            node.put("p", rounded(comparison.probability()));
            node.put("detectable", rounded(comparison.detectable()));
            node.put("samplesNeeded", comparison.samplesNeeded());
            node.put(
                    "verdict",
                    comparison.verdict().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
        return list;
    }

    static BigDecimal rounded(double value) {
        return Double.isFinite(value) ? new BigDecimal(value).round(DIGITS).stripTrailingZeros() : null;
    }
}
