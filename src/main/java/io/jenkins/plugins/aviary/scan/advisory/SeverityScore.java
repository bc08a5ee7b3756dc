package io.jenkins.plugins.aviary.scan.advisory;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.aviary.model.Severity;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How bad an advisory is: what its database says in words, else the base score of its CVSS 3.0 or 3.1 vector (<a
 * href="https://www.first.org/cvss/v3-1/specification-document">FIRST, CVSS 3.1, section 7.1</a>) in the bands of section
 * 5. An advisory that says neither counts as high: not knowing is no reason to let it pass.
 */
final class SeverityScore {
    private static final Map<String, Double> WEIGHTS = Map.ofEntries(
            Map.entry("AV:N", 0.85),
            Map.entry("AV:A", 0.62),
            Map.entry("AV:L", 0.55),
            Map.entry("AV:P", 0.2),
            Map.entry("AC:L", 0.77),
            Map.entry("AC:H", 0.44),
            Map.entry("UI:N", 0.85),
            Map.entry("UI:R", 0.62),
            Map.entry("C:H", 0.56),
            Map.entry("C:L", 0.22),
            Map.entry("C:N", 0.0),
            Map.entry("I:H", 0.56),
            Map.entry("I:L", 0.22),
            Map.entry("I:N", 0.0),
            Map.entry("A:H", 0.56),
            Map.entry("A:L", 0.22),
            Map.entry("A:N", 0.0));

    private SeverityScore() {}

    static Severity of(JsonNode advisory, JsonNode affected) {
        Optional<Severity> said = word(advisory).or(() -> word(affected));
        return said.or(() -> vector(affected.path("severity")))
                .or(() -> vector(advisory.path("severity")))
                .orElse(Severity.HIGH);
    }

    private static Optional<Severity> word(JsonNode node) {
        String word = node.path("database_specific").path("severity").asText("").toUpperCase(Locale.ROOT);
        return switch (word) {
            case "CRITICAL" -> Optional.of(Severity.CRITICAL);
            case "HIGH" -> Optional.of(Severity.HIGH);
            case "MODERATE", "MEDIUM" -> Optional.of(Severity.MEDIUM);
            case "LOW" -> Optional.of(Severity.LOW);
            default -> Optional.empty();
        };
    }

    private static Optional<Severity> vector(JsonNode severities) {
        for (JsonNode severity : severities) {
            if (severity.path("type").asText().equals("CVSS_V3")) {
                return baseScore(severity.path("score").asText("")).map(SeverityScore::band);
            }
        }
        return Optional.empty();
    }

    /** The band of a base score from 0 to 10. */
    static Severity band(double score) {
        if (score >= 9.0) {
            return Severity.CRITICAL;
        }
        if (score >= 7.0) {
            return Severity.HIGH;
        }
        if (score >= 4.0) {
            return Severity.MEDIUM;
        }
        return score > 0 ? Severity.LOW : Severity.INFO;
    }

    /** The base score of a vector such as {@code CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H}; empty if it is none. */
    static Optional<Double> baseScore(String vector) {
        if (!vector.matches("CVSS:3\\.[01](/[A-Z]{1,3}:[A-Z]){8,40}")) {
            return Optional.empty();
        }
        Map<String, String> metrics = new HashMap<>();
        for (String metric : vector.substring("CVSS:3.x/".length()).split("/")) {
            metrics.put(metric.substring(0, metric.indexOf(':')), metric);
        }
        boolean changed = "S:C".equals(metrics.get("S"));
        double[] weights = new double[6];
        String[] names = {"AV", "AC", "UI", "C", "I", "A"};
        for (int i = 0; i < names.length; i++) {
            Double weight = WEIGHTS.get(metrics.getOrDefault(names[i], ""));
            if (weight == null) {
                return Optional.empty();
            }
            weights[i] = weight;
        }
        double privileges = switch (metrics.getOrDefault("PR", "")) {
            case "PR:N" -> 0.85;
            case "PR:L" -> changed ? 0.68 : 0.62;
            case "PR:H" -> changed ? 0.5 : 0.27;
            default -> Double.NaN;
        };
        if (Double.isNaN(privileges) || !changed && !"S:U".equals(metrics.get("S"))) {
            return Optional.empty();
        }
        double impactBase = 1 - (1 - weights[3]) * (1 - weights[4]) * (1 - weights[5]);
        double impact =
                changed ? 7.52 * (impactBase - 0.029) - 3.25 * Math.pow(impactBase - 0.02, 15) : 6.42 * impactBase;
        double exploitability = 8.22 * weights[0] * weights[1] * privileges * weights[2];
        if (impact <= 0) {
            return Optional.of(0.0);
        }
        double sum = changed ? 1.08 * (impact + exploitability) : impact + exploitability;
        return Optional.of(roundedUp(Math.min(sum, 10)));
    }

    /** Appendix A: to one decimal, upward, without the errors of binary fractions. */
    private static double roundedUp(double score) {
        long whole = Math.round(score * 100_000);
        return whole % 10_000 == 0 ? whole / 100_000.0 : (Math.floorDiv(whole, 10_000) + 1) / 10.0;
    }
}
