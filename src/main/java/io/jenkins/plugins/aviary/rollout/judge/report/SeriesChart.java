package io.jenkins.plugins.aviary.rollout.judge.report;

import io.jenkins.plugins.aviary.rollout.judge.MetricSeries;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * A picture of one metric: the old version dashed, the new one solid, both over time, with marks where stages began. It
 * is SVG without scripts, styles or references, so it may stand in a page with a strict content security policy; the
 * metric's name and the marks' labels are escaped. Missing numbers leave gaps.
 */
public final class SeriesChart {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 200;
    private static final int LEFT = 64;
    private static final int RIGHT = 12;
    private static final int TOP = 28;
    private static final int BOTTOM = 24;
    private static final int DOT = 2;

    private final MetricSeries metric;
    private final List<Mark> marks;
    private final double low;
    private final double high;
    private final int length;

    /**
     * A time that is marked.
     *
     * @param at the place in the series, from 0
     * @param label what begins there
     */
    public record Mark(int at, String label) {}

    private SeriesChart(MetricSeries metric, List<Mark> marks) {
        this.metric = metric;
        this.marks = marks;
        this.length = Math.max(
                2, Math.max(metric.control().size(), metric.experiment().size()));
        double[] all = Stream.concat(metric.control().stream(), metric.experiment().stream())
                .mapToDouble(Double::doubleValue)
                .filter(value -> !Double.isNaN(value))
                .toArray();
        double min = DoubleStream.of(all).min().orElse(0);
        double max = DoubleStream.of(all).max().orElse(1);
        double room = max > min ? (max - min) / 20 : Math.max(Math.abs(max), 1) / 20;
        this.low = min - room;
        this.high = max + room;
    }

    /** The picture of a metric. */
    public static String svg(MetricSeries metric, List<Mark> marks) {
        return new SeriesChart(metric, marks).svg();
    }

    private String svg() {
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"500\" viewBox=\"0 0 %d %d\" role=\"img\" fill=\"none\""
                        + " stroke=\"currentColor\" font-family=\"sans-serif\" font-size=\"11\">",
                WIDTH,
                HEIGHT));
        svg.append("<title>").append(escaped(metric.name())).append(": old version dashed, new version solid</title>");
        text(svg, LEFT, TOP - 12, "start", metric.name());
        text(svg, LEFT - 6, TOP + 4, "end", JudgeReport.number(high));
        text(svg, LEFT - 6, HEIGHT - BOTTOM, "end", JudgeReport.number(low));
        line(svg, LEFT, TOP, LEFT, HEIGHT - BOTTOM, "");
        line(svg, LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM, "");
        for (Mark mark : marks) {
            if (mark.at() >= 0 && mark.at() < length) {
                line(svg, x(mark.at()), TOP, x(mark.at()), HEIGHT - BOTTOM, " stroke-dasharray=\"1 3\"");
                text(svg, x(mark.at()), HEIGHT - BOTTOM + 14, "middle", mark.label());
            }
        }
        series(svg, metric.control(), "#6a737d", " stroke-dasharray=\"5 3\"");
        series(svg, metric.experiment(), "#1f6feb", "");
        return svg.append("</svg>").toString();
    }

    private void series(StringBuilder svg, List<Double> values, String colour, String dashes) {
        StringBuilder path = new StringBuilder();
        boolean gap = true;
        for (int i = 0; i < values.size(); i++) {
            double value = values.get(i);
            if (Double.isNaN(value)) {
                gap = true;
                continue;
            }
            boolean alone = gap && (i + 1 == values.size() || Double.isNaN(values.get(i + 1)));
            path.append(String.format(Locale.ROOT, "%s%.1f %.1f", gap ? "M" : "L", x(i), y(value)));
            if (alone) {
                path.append("h").append(DOT);
            }
            gap = false;
        }
        if (!path.isEmpty()) {
            svg.append("<path d=\"").append(path).append("\" stroke=\"").append(colour);
            svg.append("\" stroke-width=\"1.5\"").append(dashes).append("/>");
        }
    }

    private double x(int i) {
        return LEFT + (WIDTH - LEFT - RIGHT) * (double) i / (length - 1);
    }

    private double y(double value) {
        return TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / (high - low);
    }

    private static void line(StringBuilder svg, double x1, double y1, double x2, double y2, String dashes) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke-opacity=\"0.5\"%s/>",
                x1,
                y1,
                x2,
                y2,
                dashes));
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
        svg.append(String.format(
                        Locale.ROOT,
                        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"currentColor\" stroke=\"none\">",
                        x,
                        y,
                        anchor))
                .append(escaped(text))
                .append("</text>");
    }

    private static String escaped(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints().limit(120).forEach(c -> {
            switch (c) {
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '&' -> safe.append("&amp;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(c < ' ' || c >= 0xd800 && c <= 0xdfff || c >= 0xfffe ? '?' : c);
            }
        });
        return safe.toString();
    }
}
