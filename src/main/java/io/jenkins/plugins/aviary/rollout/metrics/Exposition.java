package io.jenkins.plugins.aviary.rollout.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A scrape in Prometheus's text exposition format 0.0.4, or what OpenMetrics adds to it (exemplars, timestamps,
 * {@code # EOF}). Lines that are not understood are counted and left out, since they come from the server under test.
 *
 * @param samples the samples in their order
 * @param types the type that each family says it has: {@code counter}, {@code gauge}, {@code histogram}, ...
 * @param unreadable how many lines were not understood
 */
record Exposition(List<Sample> samples, Map<String, String> types, int unreadable) {
    private static final int MOST_SAMPLES = 200_000;

    /**
     * One sample.
     *
     * @param name the sample's name, such as {@code task_latency_bucket}
     * @param labels its labels
     * @param value its value; NaN and infinities are as they were written
     */
    record Sample(String name, SortedMap<String, String> labels, double value) {}

    static Exposition parse(String text) {
        List<Sample> samples = new ArrayList<>();
        Map<String, String> types = new HashMap<>();
        int unreadable = 0;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            String stripped = line.strip();
            if (stripped.isEmpty()) {
                continue;
            }
            if (stripped.startsWith("#")) {
                String[] words = stripped.split("\\s+", 4);
                if (words.length == 4 && words[1].equals("TYPE")) {
                    types.put(words[2], words[3]);
                }
                continue;
            }
            Sample sample = samples.size() < MOST_SAMPLES ? new Line(stripped).sample() : null;
            if (sample == null) {
                unreadable++;
            } else {
                samples.add(sample);
            }
        }
        return new Exposition(samples, types, unreadable);
    }

    /** Reads one line from left to right. */
    private static final class Line {
        private final String text;
        private int at;

        Line(String text) {
            this.text = text;
        }

        /** The sample, or null if the line is not one. */
        Sample sample() {
            String name = name();
            SortedMap<String, String> labels = new TreeMap<>();
            if (name.isEmpty() || !labels(labels)) {
                return null;
            }
            String[] rest = text.substring(at).strip().split("\\s+", 2);
            Double value = number(rest[0]);
            return value == null ? null : new Sample(name, labels, value);
        }

        private String name() {
            int from = at;
            while (at < text.length()
                    && (Character.isLetterOrDigit(text.charAt(at)) || "_:.".indexOf(text.charAt(at)) >= 0)) {
                at++;
            }
            return text.substring(from, at);
        }

        private boolean labels(Map<String, String> into) {
            skipSpaces();
            if (!at('{')) {
                return true;
            }
            at++;
            while (true) {
                skipSpaces();
                if (at('}')) {
                    at++;
                    return true;
                }
                String label = name();
                skipSpaces();
                if (label.isEmpty() || !at('=')) {
                    return false;
                }
                at++;
                skipSpaces();
                String value = quoted();
                if (value == null) {
                    return false;
                }
                into.put(label, value);
                skipSpaces();
                if (at(',')) {
                    at++;
                } else if (!at('}')) {
                    return false;
                }
            }
        }

        private String quoted() {
            if (!at('"')) {
                return null;
            }
            StringBuilder value = new StringBuilder();
            for (at++; at < text.length(); at++) {
                char c = text.charAt(at);
                if (c == '"') {
                    at++;
                    return value.toString();
                }
                if (c == '\\' && at + 1 < text.length()) {
                    at++;
                    c = text.charAt(at) == 'n' ? '\n' : text.charAt(at);
                }
                value.append(c);
            }
            return null;
        }

        private boolean at(char c) {
            return at < text.length() && text.charAt(at) == c;
        }

        private void skipSpaces() {
            while (at('\t') || at(' ')) {
                at++;
            }
        }

        private static Double number(String text) {
            try {
                return switch (text) {
                    case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
                    case "-Inf" -> Double.NEGATIVE_INFINITY;
                    case "NaN" -> Double.NaN;
                    default -> Double.parseDouble(text);
                };
            } catch (NumberFormatException e) {
                return null;
            }
        }
    }
}
