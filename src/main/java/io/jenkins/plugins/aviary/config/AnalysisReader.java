package io.jenkins.plugins.aviary.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the section {@code analysis} of {@code aviary.yml}. */
final class AnalysisReader {
    private static final Pattern URL = Pattern.compile("https?://[^\\s\\p{Cntrl}]+");
    private static final Pattern METRIC = Pattern.compile("[A-Za-z_:][A-Za-z0-9_:.]{0,199}");
    private static final Pattern QUERY = Pattern.compile("(?is)(?:SELECT|WITH)\\b[^;]{1,4000}");
    private static final Pattern EXPRESSION = Pattern.compile("(?s)[^\\x00-\\x08]{1,4000}");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,12}(?:\\.\\d{1,9})?");

    private static final String EXPECTED = "a number of 0 or more, such as 50 or 0.99";

    private AnalysisReader() {}

    static AnalysisConfig read(Section section) {
        AnalysisConfig usual = AnalysisConfig.DEFAULT;
        String prometheus = section.matching("prometheus", usual.prometheus(), URL, "an http or https URL");
        AnalysisConfig analysis = new AnalysisConfig(
                section.flag("usual", usual.usual()),
                prometheus,
                new ArrayList<>(section.each("metrics", (name, metric) -> metric(name, metric, prometheus))
                        .values()));
        section.end();
        return analysis;
    }

    private static MetricConfig metric(String name, Section section, String prometheus) {
        List<MetricConfig.Source> sources = new ArrayList<>();
        String subject = "";
        if (section.has("scrape")) {
            sources.add(MetricConfig.Source.SCRAPE);
            subject = section.matching("scrape", "", METRIC, "the beginning of a metric's name");
        }
        if (section.has("promql")) {
            sources.add(MetricConfig.Source.PROMETHEUS);
            subject = section.matching("promql", "", EXPRESSION, "an expression that gives one series");
            if (prometheus.isEmpty()) {
                section.problem("promql", "there is no analysis.prometheus to ask; give the server's address there");
            }
        }
        if (section.has("sql")) {
            sources.add(MetricConfig.Source.SQL);
            subject = section.matching("sql", "", QUERY, "one SELECT that gives one number");
        }
        if (section.has("status")) {
            sources.add(MetricConfig.Source.STATUS);
            subject = section.choice("status", MetricConfig.OfStatus.LATENCY, MetricConfig.OfStatus.class)
                    .name();
        }
        if (section.has("log")) {
            sources.add(MetricConfig.Source.LOG);
            subject = section.choice("log", MetricConfig.OfLog.ERRORS, MetricConfig.OfLog.class)
                    .name();
        }
        if (sources.size() != 1) {
            section.problem("scrape", "give exactly one of 'scrape', 'promql', 'sql', 'status' and 'log'");
        }
        MetricConfig.Statistic statistic =
                section.choice("statistic", MetricConfig.Statistic.VALUE, MetricConfig.Statistic.class);
        double quantile = Double.parseDouble(section.matching("quantile", "0.99", NUMBER, EXPECTED));
        if (!(quantile > 0 && quantile < 1)) {
            section.problem("quantile", "expected a number above 0 and below 1, found '" + quantile + "'");
        }
        return new MetricConfig(
                name,
                sources.isEmpty() ? MetricConfig.Source.SCRAPE : sources.get(0),
                subject,
                statistic,
                quantile,
                section.choice("direction", MetricConfig.Bad.INCREASE, MetricConfig.Bad.class),
                section.choice("importance", MetricConfig.Importance.NORMAL, MetricConfig.Importance.class),
                Double.parseDouble(section.matching("negligible", "0", NUMBER, EXPECTED)));
    }
}
