package io.jenkins.plugins.aviary.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.ledger.LedgerEvent;
import io.jenkins.plugins.aviary.ledger.Recorded;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is measured again and again: benchmarks, builds, backups. Safe for use by several threads. */
final class TrendBook {
    private static final int MOST_SERIES = 500;
    private static final int MOST_POINTS = 500;

    /** What a series is of. */
    enum Kind {
        /** Benchmarks, in their own units. */
        BENCHMARK,
        /** How long builds and pipelines took, in milliseconds. */
        BUILD,
        /** How large backups were, in bytes. */
        BACKUP
    }

    /**
     * A series.
     *
     * @param kind what it is of
     * @param name its name
     * @param unit the unit of its values
     * @param points its newest points, oldest first
     */
    record Series(Kind kind, String name, String unit, List<Point> points) {}

    /**
     * A measurement.
     *
     * @param at when
     * @param value the value
     * @param low the lower end of its confidence interval
     * @param high the upper end
     * @param label the version, commit or number it belongs to, or empty
     * @param mark what is remarkable about it: {@code change}, {@code regression}, {@code improvement}, {@code failed}, or
     *     empty
     * @param sequence the event
     */
    record Point(
            Instant at,
            double value,
            Optional<Double> low,
            Optional<Double> high,
            String label,
            String mark,
            long sequence) {}

    private record Growing(Kind kind, String name, String unit, Deque<Point> points) {}

    /** By kind and name; guarded by this. */
    private final Map<String, Growing> series = new LinkedHashMap<>();

    synchronized void accept(Recorded recorded) {
        LedgerEvent event = recorded.event();
        ObjectNode payload = event.payload();
        switch (event.type()) {
            case "build.finished" -> duration(recorded, "build " + Payload.text(payload, "preset", "name"));
            case "pipeline.finished" -> duration(recorded, "pipeline " + Payload.text(payload, "job", "pipeline"));
            case "backup.finished" -> backup(recorded);
            default -> {
                if (event.type().startsWith("benchmark.")) {
                    benchmarks(recorded);
                }
            }
        }
    }

    private void duration(Recorded recorded, String name) {
        ObjectNode payload = recorded.event().payload();
        Payload.number(payload, "durationMillis", "milliseconds").ifPresent(millis -> {
            String result = Payload.text(payload, "result").toLowerCase(java.util.Locale.ROOT);
            add(
                    Kind.BUILD,
                    name.strip(),
                    "ms",
                    point(recorded, payload, millis, result.isEmpty() || result.equals("success") ? "" : "failed"));
        });
    }

    private void backup(Recorded recorded) {
        ObjectNode payload = recorded.event().payload();
        String name = Payload.text(payload, "world", "database");
        Payload.number(payload, "bytes", "size").ifPresent(bytes -> {
            boolean valid = payload.path("valid").asBoolean(true);
            String environment = recorded.event().environment();
            add(
                    Kind.BACKUP,
                    environment.isEmpty() ? name : environment + "/" + name,
                    "bytes",
                    point(recorded, payload, bytes, valid ? "" : "failed"));
        });
    }

    /**
     * The measurements of an event: a list of them ({@code series}), those that the benchmark gate compared ({@code
     * comparisons}) with the medians of those that it could not ({@code medians}), or a single one.
     */
    private void benchmarks(Recorded recorded) {
        ObjectNode payload = recorded.event().payload();
        String suite = Payload.text(payload, "suite");
        Map<String, String> marks = new LinkedHashMap<>();
        Map<String, JsonNode> measured = new LinkedHashMap<>();
        for (String list : List.of("series", "comparisons")) {
            for (JsonNode one : payload.path(list)) {
                String name = Payload.text(one, "name", "benchmark");
                measured.putIfAbsent(name, one);
                marks.merge(name, mark(one), (first, second) -> first.isEmpty() ? second : first);
            }
        }
        for (Map.Entry<String, JsonNode> median : payload.path("medians").properties()) {
            measured.putIfAbsent(
                    median.getKey(), JsonNodeFactory.instance.objectNode().set("median", median.getValue()));
        }
        if (measured.isEmpty()) {
            measured.put(Payload.text(payload, "name", "benchmark"), payload);
            marks.put(Payload.text(payload, "name", "benchmark"), mark(payload));
        }
        measured.forEach((name, one) -> Payload.number(one, "value", "median", "mean")
                .filter(value -> !name.isEmpty())
                .ifPresent(value -> add(
                        Kind.BENCHMARK,
                        suite.isEmpty() ? name : suite + "/" + name,
                        Payload.text(one, "unit"),
                        point(recorded, one, value, marks.getOrDefault(name, "")))));
    }

    private static String mark(JsonNode one) {
        String verdict = Payload.text(one, "verdict", "mark").toLowerCase(java.util.Locale.ROOT);
        if (verdict.startsWith("regress") || verdict.equals("slower") || verdict.equals("fail")) {
            return "regression";
        }
        if (verdict.startsWith("improve") || verdict.equals("faster")) {
            return "improvement";
        }
        return one.path("change").isBoolean() && one.path("change").booleanValue() ? "change" : "";
    }

    private static Point point(Recorded recorded, JsonNode json, double value, String mark) {
        ObjectNode payload = recorded.event().payload();
        String label = Payload.text(json, "version", "commit", "number");
        return new Point(
                recorded.event().time(),
                value,
                Payload.number(json, "low"),
                Payload.number(json, "high"),
                label.isEmpty() ? Payload.text(payload, "version", "commit") : label,
                mark,
                recorded.sequence());
    }

    private void add(Kind kind, String name, String unit, Point point) {
        String key = kind + "\n" + name;
        Growing known = series.get(key);
        if (known == null) {
            if (series.size() >= MOST_SERIES) {
                return;
            }
            known = new Growing(kind, name, unit, new ArrayDeque<>());
            series.put(key, known);
        }
        if (known.unit.isEmpty() && !unit.isEmpty()) {
            known = new Growing(kind, name, unit, known.points);
            series.put(key, known);
        }
        known.points.addLast(point);
        if (known.points.size() > MOST_POINTS) {
            known.points.removeFirst();
        }
    }

    /** All series of a kind, by name. */
    synchronized List<Series> of(Kind kind) {
        return series.values().stream()
                .filter(one -> one.kind == kind)
                .map(one -> new Series(one.kind, one.name, one.unit, new ArrayList<>(one.points)))
                .sorted(java.util.Comparator.comparing(Series::name))
                .toList();
    }
}
