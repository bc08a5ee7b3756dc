package io.jenkins.plugins.aviary.rollout.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a server exposes in Prometheus's text format, scraped directly. Histograms are compared for each set of labels,
 * since a mixture of tasks changes with what players do; where there are many, the busiest are measured, and once one was
 * it stays. Not safe for use by several threads.
 */
public final class PrometheusText implements MetricSource {
    private static final int LABELS = 5;
    private static final double FEWEST_OBSERVATIONS = 10;

    /** Fetches the text of a scrape. */
    @FunctionalInterface
    public interface Fetch {
        /**
         * The text now.
         *
         * @throws MeasurementFailed if there is none
         */
        String text() throws MeasurementFailed, InterruptedException;
    }

    private final Fetch fetch;
    private final List<MetricRule> rules;
    private final Map<MetricRule, List<String>> chosen = new HashMap<>();
    /** Rules that something applied to: its labels are promised from then on, not the rule. */
    private final Set<MetricRule> seen = new HashSet<>();

    private Scrape last;

    /** Scrapes by the fetch, and measures what the rules say. */
    public PrometheusText(Fetch fetch, List<MetricRule> rules) {
        this.fetch = fetch;
        this.rules = List.copyOf(rules);
    }

    @Override
    public String name() {
        return "metrics in Prometheus's text format";
    }

    @Override
    public List<Metric> promised() {
        return rules.stream()
                .filter(MetricRule::required)
                .filter(rule -> !seen.contains(rule))
                .map(rule -> rule.metric(rule.prefix()))
                .toList();
    }

    @Override
    public List<Measurement> measure(Instant now) throws MeasurementFailed, InterruptedException {
        Exposition exposition = Exposition.parse(fetch.text());
        if (exposition.samples().isEmpty()) {
            throw new MeasurementFailed("the answer holds no sample in Prometheus's text format");
        }
        Scrape scrape = Scrape.of(exposition, now);
        List<Measurement> measured = new ArrayList<>();
        for (MetricRule rule : rules) {
            switch (rule.statistic()) {
                case VALUE -> values(rule, scrape, measured);
                case RATE -> rates(rule, scrape, measured);
                case MEAN, QUANTILE -> histograms(rule, scrape, measured);
            }
        }
        last = scrape;
        return measured;
    }

    private void values(MetricRule rule, Scrape scrape, List<Measurement> into) {
        matching(scrape.values(), rule.prefix()).forEach((name, value) -> add(into, rule, name, value));
    }

    /** How fast counters grow, all labels of a family together, for players' names are labels too. */
    private void rates(MetricRule rule, Scrape scrape, List<Measurement> into) {
        if (last == null || !scrape.time().isAfter(last.time())) {
            return;
        }
        double seconds = Duration.between(last.time(), scrape.time()).toMillis() / 1000.0;
        scrape.values().tailMap(rule.prefix()).forEach((family, series) -> {
            if (family.startsWith(rule.prefix())) {
                Map<String, Double> before = last.values().getOrDefault(family, new TreeMap<>());
                double grown = 0;
                for (Map.Entry<String, Double> counter : series.entrySet()) {
                    double earlier = before.getOrDefault(counter.getKey(), 0.0);
                    // A counter that fell belongs to a server that was started again.
                    grown += counter.getValue() < earlier ? counter.getValue() : counter.getValue() - earlier;
                }
                add(into, rule, family, grown / seconds);
            }
        });
    }

    private void histograms(MetricRule rule, Scrape scrape, List<Measurement> into) {
        if (last == null) {
            return;
        }
        SortedMap<String, Histogram> before = matching(last.histograms(), rule.prefix());
        SortedMap<String, Histogram> added = new TreeMap<>();
        SortedMap<String, Histogram> all = matching(scrape.histograms(), rule.prefix());
        all.forEach((name, histogram) -> {
            Histogram earlier = before.get(name);
            added.put(name, earlier == null ? histogram : histogram.since(earlier));
        });
        List<String> names = chosen.computeIfAbsent(rule, first -> new ArrayList<>());
        added.entrySet().stream()
                .sorted(Comparator.comparingDouble((Map.Entry<String, Histogram> entry) ->
                                -entry.getValue().count())
                        .thenComparing(Map.Entry::getKey))
                .filter(entry -> all.get(entry.getKey()).count() >= FEWEST_OBSERVATIONS)
                .map(Map.Entry::getKey)
                .filter(name -> !names.contains(name))
                .limit(Math.max(0, LABELS - names.size()))
                .forEach(names::add);
        for (String name : names) {
            Histogram histogram = added.get(name);
            boolean mean = rule.statistic() == MetricRule.Statistic.MEAN;
            // A server that became slow does less in the same time: its mean must not go missing for that.
            if (histogram != null && histogram.count() >= (mean ? 1 : FEWEST_OBSERVATIONS)) {
                add(into, rule, name, mean ? histogram.mean() : histogram.quantile(rule.quantile()));
            }
        }
    }

    private void add(List<Measurement> into, MetricRule rule, String family, double value) {
        if (Double.isFinite(value)) {
            seen.add(rule);
            into.add(new Measurement(rule.metric(family), value));
        }
    }

    private static <T> SortedMap<String, T> matching(SortedMap<String, SortedMap<String, T>> families, String prefix) {
        SortedMap<String, T> matching = new TreeMap<>();
        families.tailMap(prefix).forEach((family, series) -> {
            if (family.startsWith(prefix)) {
                series.forEach((labels, value) -> matching.put(family + labels, value));
            }
        });
        return matching;
    }
}
