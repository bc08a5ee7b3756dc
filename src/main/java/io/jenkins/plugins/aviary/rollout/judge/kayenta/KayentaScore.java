package io.jenkins.plugins.aviary.rollout.judge.kayenta;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How well all metrics did, as Kayenta's weighted sum of groups tells.
 *
 * @param score from 0 to 100, to two decimals
 * @param groups the score of each group, 0 for one without data
 * @param reason why the score is 0 whatever the groups say, or empty
 */
public record KayentaScore(double score, Map<String, Double> groups, String reason) {
    private static final double TOO_MANY_WITHOUT_DATA = 50;

    /** Takes a copy of the groups. */
    public KayentaScore {
        groups = Map.copyOf(groups);
    }

    /**
     * Adds up the results that are not muted.
     *
     * @param weights the weight of each group, of 100; groups that are not named share what is left
     */
    public static KayentaScore of(List<KayentaResult> results, Map<String, Double> weights) {
        List<KayentaResult> counted =
                results.stream().filter(result -> !result.metric().muted()).toList();
        Map<String, List<Classification>> members = new TreeMap<>();
        for (KayentaResult result : counted) {
            for (String group : result.metric().groups()) {
                members.computeIfAbsent(group, name -> new ArrayList<>()).add(result.classification());
            }
        }
        double left = 100 - weights.values().stream().mapToDouble(w -> w).sum();
        double share = left
                / members.keySet().stream()
                        .filter(group -> !weights.containsKey(group))
                        .count();
        Map<String, Double> scores = new TreeMap<>();
        double sum = 0;
        for (Map.Entry<String, List<Classification>> group : members.entrySet()) {
            double score = score(group.getValue());
            scores.put(group.getKey(), Double.isNaN(score) ? 0 : score);
            sum += (Double.isNaN(score) ? 100 : score) * weights.getOrDefault(group.getKey(), share) / 100;
        }
        String reason = reasonForZero(counted);
        return new KayentaScore(reason.isEmpty() ? rounded(sum) : 0, scores, reason);
    }

    private static double score(List<Classification> members) {
        long withData = members.stream()
                .filter(classification -> classification != Classification.NODATA)
                .count();
        long passed = members.stream()
                .filter(classification -> classification == Classification.PASS)
                .count();
        return withData == 0 ? Double.NaN : 100.0 * passed / withData;
    }

    private static String reasonForZero(List<KayentaResult> counted) {
        for (KayentaResult result : counted) {
            if (result.critical() && result.classification() != Classification.PASS) {
                return "Canary failed: " + result.reason();
            }
        }
        long without = counted.stream()
                .filter(result -> result.classification() == Classification.NODATA)
                .count();
        return !counted.isEmpty() && 100.0 * without / counted.size() >= TOO_MANY_WITHOUT_DATA
                ? "Canary failed: half or more of the metrics have no data"
                : "";
    }

    private static double rounded(double score) {
        return BigDecimal.valueOf(score).setScale(2, RoundingMode.HALF_UP).doubleValue();
    }
}
