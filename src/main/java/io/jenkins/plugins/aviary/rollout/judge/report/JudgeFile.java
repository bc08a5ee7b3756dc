package io.jenkins.plugins.aviary.rollout.judge.report;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.NearestName;
import io.jenkins.plugins.aviary.rollout.judge.CanaryJudge;
import io.jenkins.plugins.aviary.rollout.judge.Direction;
import io.jenkins.plugins.aviary.rollout.judge.JudgePolicy;
import io.jenkins.plugins.aviary.rollout.judge.Judgement;
import io.jenkins.plugins.aviary.rollout.judge.Look;
import io.jenkins.plugins.aviary.rollout.judge.MetricSeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** Reads the series to judge from a JSON file, as docs/reference/judge.md tells, and judges them. */
public final class JudgeFile {
    private static final long LARGEST = 64L * 1024 * 1024;
    private static final List<String> KNOWN = List.of("name", "direction", "critical", "control", "experiment");
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    static {
        MAPPER.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(20).build());
    }

    private final String name;
    private final JsonNode root;

    private JudgeFile(String name, JsonNode root) {
        this.name = name;
        this.root = root;
    }

    /**
     * Reads a file.
     *
     * @throws InvalidParameter if it cannot be read or is not what is expected
     */
    public static JudgeFile read(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw new InvalidParameter(
                        file + " is larger than " + LARGEST / 1024 / 1024 + " MiB; judge fewer numbers.");
            }
            return parse(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new InvalidParameter(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    static JudgeFile parse(String name, String json) {
        try {
            JsonNode root = MAPPER.readTree(json);
            if (root == null || !root.isObject()) {
                throw new InvalidParameter(name + " must hold a JSON object with 'metrics'.");
            }
            return new JudgeFile(name, root);
        } catch (IOException e) {
            throw new InvalidParameter(name + " is not JSON: " + firstLine(e.getMessage()), e);
        }
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }

    /**
     * Judges what the file holds.
     *
     * @throws InvalidParameter if it is not what is expected
     */
    public JudgeReport judge() {
        List<MetricSeries> metrics = metrics();
        String mode = text(root, "mode", "default", List.of("default", "kayenta"));
        try {
            if (mode.equals("kayenta")) {
                return KayentaReport.report(name, root, metrics);
            }
            Judgement judgement = new CanaryJudge(policy()).judge(metrics, look());
            return JudgeReport.of(name, judgement);
        } catch (IllegalArgumentException e) {
            throw new InvalidParameter(name + ": " + e.getMessage(), e);
        }
    }

    private List<MetricSeries> metrics() {
        JsonNode listed = root.path("metrics");
        if (!listed.isArray() || listed.isEmpty()) {
            throw new InvalidParameter(name + " has no 'metrics'; it must list at least one.");
        }
        List<MetricSeries> metrics = new ArrayList<>();
        for (JsonNode metric : listed) {
            String called = metric.path("name").asText("metric " + (metrics.size() + 1));
            requireNoTypingMistake(called, metric);
            metrics.add(new MetricSeries(
                    called,
                    Direction.valueOf(text(
                                    metric,
                                    "direction",
                                    "either",
                                    Arrays.stream(Direction.values())
                                            .map(Direction::text)
                                            .toList())
                            .toUpperCase(Locale.ROOT)),
                    flag(called, metric.path("critical")),
                    numbers(called, metric, "control"),
                    numbers(called, metric, "experiment")));
        }
        return metrics;
    }

    /** Keys of one's own are let be; one that is nearly a known one was meant to be that. */
    private void requireNoTypingMistake(String metric, JsonNode node) {
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String field = names.next();
            if (!KNOWN.contains(field) && NearestName.of(field, KNOWN).isPresent()) {
                throw new InvalidParameter(name + ": metric '" + metric + "' knows no '" + field + "'"
                        + NearestName.suggestion(field, KNOWN));
            }
        }
    }

    private boolean flag(String metric, JsonNode value) {
        if (!value.isMissingNode() && !value.isNull() && !value.isBoolean()) {
            throw new InvalidParameter(
                    name + ": 'critical' of metric '" + metric + "' is " + value + "; it is true or false.");
        }
        return value.asBoolean(false);
    }

    private List<Double> numbers(String metric, JsonNode node, String field) {
        JsonNode listed = node.path(field);
        if (!listed.isArray()) {
            throw new InvalidParameter(name + ": '" + field + "' of metric '" + metric
                    + "' must be a list of numbers, null where one is missing.");
        }
        List<Double> numbers = new ArrayList<>();
        for (JsonNode value : listed) {
            boolean missing =
                    value.isNull() || value.isTextual() && value.asText().equals("NaN");
            if (!missing && !value.isNumber() || value.isNumber() && !Double.isFinite(value.asDouble())) {
                throw new InvalidParameter(name + ": '" + field + "' of metric '" + metric + "' holds " + value
                        + ", which is neither a number nor null.");
            }
            numbers.add(missing ? Double.NaN : value.asDouble());
        }
        return numbers;
    }

    private String text(JsonNode node, String field, String otherwise, List<String> known) {
        JsonNode given = node.path(field);
        String value = (given.isNull() ? otherwise : given.asText(otherwise)).toLowerCase(Locale.ROOT);
        if (!given.isMissingNode() && !given.isNull() && !given.isTextual() || !known.contains(value)) {
            throw new InvalidParameter(
                    name + ": '" + field + "' is '" + value + "'" + NearestName.suggestion(value, known));
        }
        return value;
    }

    private JudgePolicy policy() {
        JudgePolicy standard = JudgePolicy.standard();
        JsonNode given = root.path("policy");
        if (!given.isMissingNode() && !given.isObject()) {
            throw new InvalidParameter(
                    name + ": 'policy' is " + given + "; it is an object such as {\"relevantShift\": 0.2}.");
        }
        List<String> known =
                List.of("falseAlarms", "relevantShift", "toleratedShift", "toleratedSpread", "fewestSamples");
        for (Iterator<String> names = given.fieldNames(); names.hasNext(); ) {
            String field = names.next();
            if (!known.contains(field)) {
                throw new InvalidParameter(
                        name + ": 'policy' knows no '" + field + "'" + NearestName.suggestion(field, known));
            }
            JsonNode value = given.path(field);
            if (field.equals("fewestSamples") ? !value.isIntegralNumber() : !value.isNumber()) {
                throw new InvalidParameter(name + ": 'policy." + field + "' is " + value + "; it is a "
                        + (field.equals("fewestSamples") ? "whole number." : "number."));
            }
        }
        return new JudgePolicy(
                given.path("falseAlarms").asDouble(standard.falseAlarms()),
                given.path("relevantShift").asDouble(standard.relevantShift()),
                given.path("toleratedShift").asDouble(standard.toleratedShift()),
                given.path("toleratedSpread").asDouble(standard.toleratedSpread()),
                given.path("fewestSamples").asInt(standard.fewestSamples()));
    }

    private Look look() {
        if (root.has("fraction") && !root.path("fraction").isNumber()) {
            throw new InvalidParameter(
                    name + ": 'fraction' is " + root.path("fraction") + "; it is a number above 0 to 1.");
        }
        return root.has("fraction") ? Look.at(root.path("fraction").asDouble()) : Look.only();
    }
}
