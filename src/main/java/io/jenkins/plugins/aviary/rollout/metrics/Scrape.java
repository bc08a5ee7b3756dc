package io.jenkins.plugins.aviary.rollout.metrics;

import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a scrape holds, by family and labels.
 *
 * @param time when it was made
 * @param values the values of counters and gauges
 * @param histograms the histograms by family, then by labels
 */
record Scrape(
        Instant time,
        SortedMap<String, SortedMap<String, Double>> values,
        SortedMap<String, SortedMap<String, Histogram>> histograms) {
    private static final String BOUND = "le";

    private static final class Growing {
        private final SortedMap<Double, Double> buckets = new TreeMap<>();
        private double sum;
        private double count = Double.NaN;
    }

    static Scrape of(Exposition exposition, Instant time) {
        SortedMap<String, SortedMap<String, Double>> values = new TreeMap<>();
        SortedMap<String, SortedMap<String, Growing>> growing = new TreeMap<>();
        for (Exposition.Sample sample : exposition.samples()) {
            String family = histogramFamily(sample, exposition.types());
            if (family == null) {
                values.computeIfAbsent(sample.name(), name -> new TreeMap<>())
                        .put(labels(sample.labels()), sample.value());
                continue;
            }
            SortedMap<String, String> labels = new TreeMap<>(sample.labels());
            String bound = labels.remove(BOUND);
            Growing histogram = growing.computeIfAbsent(family, name -> new TreeMap<>())
                    .computeIfAbsent(labels(labels), name -> new Growing());
            if (bound != null) {
                Double upper = bound(bound);
                if (upper != null) {
                    histogram.buckets.put(upper, sample.value());
                }
            } else if (sample.name().endsWith("_sum")) {
                histogram.sum = sample.value();
            } else {
                histogram.count = sample.value();
            }
        }
        SortedMap<String, SortedMap<String, Histogram>> histograms = new TreeMap<>();
        growing.forEach((family, all) -> all.forEach((labels, histogram) -> {
            if (!histogram.buckets.isEmpty()
                    && histogram.buckets.values().stream().allMatch(Double::isFinite)) {
                double last = histogram.buckets.get(histogram.buckets.lastKey());
                double count = Double.isNaN(histogram.count) ? last : histogram.count;
                histograms
                        .computeIfAbsent(family, name -> new TreeMap<>())
                        .put(labels, new Histogram(histogram.buckets, histogram.sum, count));
            }
        }));
        return new Scrape(time, values, histograms);
    }

    /** The histogram that a sample is part of, or null if it is of none. */
    private static String histogramFamily(Exposition.Sample sample, Map<String, String> types) {
        String name = sample.name();
        if (name.endsWith("_bucket") && sample.labels().containsKey(BOUND)) {
            return name.substring(0, name.length() - "_bucket".length());
        }
        for (String suffix : new String[] {"_sum", "_count"}) {
            if (name.endsWith(suffix)) {
                String family = name.substring(0, name.length() - suffix.length());
                if (types.getOrDefault(family, "").equals("histogram")) {
                    return family;
                }
            }
        }
        return null;
    }

    private static Double bound(String text) {
        if (text.equals("+Inf") || text.equals("Inf")) {
            return Double.POSITIVE_INFINITY;
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Labels as they are shown: {@code {scope="database"}}, or empty; what instruments say of themselves is left out. */
    static String labels(SortedMap<String, String> labels) {
        StringBuilder text = new StringBuilder();
        labels.forEach((name, value) -> {
            if (!name.startsWith("otel_scope_")) {
                text.append(text.isEmpty() ? "{" : ",")
                        .append(name)
                        .append("=\"")
                        .append(value)
                        .append('"');
            }
        });
        return text.isEmpty() ? "" : text.append('}').toString();
    }
}
