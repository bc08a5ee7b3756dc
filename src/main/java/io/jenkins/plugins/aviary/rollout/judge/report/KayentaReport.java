package io.jenkins.plugins.aviary.rollout.judge.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.rollout.judge.MetricSeries;
import io.jenkins.plugins.aviary.rollout.judge.kayenta.EffectSize;
import io.jenkins.plugins.aviary.rollout.judge.kayenta.KayentaClassifier;
import io.jenkins.plugins.aviary.rollout.judge.kayenta.KayentaJudge;
import io.jenkins.plugins.aviary.rollout.judge.kayenta.KayentaMetric;
import io.jenkins.plugins.aviary.rollout.judge.kayenta.KayentaResult;
import io.jenkins.plugins.aviary.rollout.judge.kayenta.Outliers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads what a file for the compatibility mode says beyond the series, named as in Kayenta's canary configuration. */
final class KayentaReport {
    private KayentaReport() {}

    /** Judges the series of a file and reports it. */
    static JudgeReport report(String name, JsonNode root, List<MetricSeries> series) {
        List<KayentaMetric> metrics = new ArrayList<>();
        for (int i = 0; i < series.size(); i++) {
            metrics.add(metric(series.get(i), root.path("metrics").path(i)));
        }
        KayentaJudge.Judgement judgement = judge(root).judge(metrics);
        List<List<String>> rows = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        ObjectNode json = JudgeReport.head(name, judgement.verdict(), judgement.reason());
        json.put("score", JudgeReport.rounded(judgement.score().score()));
        ObjectNode groups = json.putObject("groups");
        new TreeMap<>(judgement.score().groups())
                .forEach((group, score) -> groups.put(group, JudgeReport.rounded(score)));
        ArrayNode listed = json.putArray("metrics");
        for (KayentaResult result : judgement.results()) {
            rows.add(row(result));
            reasons.add(result.reason());
            listed.add(json(result));
        }
        return new JudgeReport(
                name,
                judgement.verdict(),
                judgement.reason(),
                List.of("metric", "result", "n", "shift", "interval", "ratio", "effect"),
                rows,
                reasons,
                json);
    }

    private static KayentaJudge judge(JsonNode root) {
        KayentaJudge standard = KayentaJudge.STANDARD;
        Map<String, Double> weights = new TreeMap<>();
        root.path("groupWeights")
                .properties()
                .forEach(
                        weight -> weights.put(weight.getKey(), weight.getValue().asDouble()));
        KayentaClassifier netflix = KayentaClassifier.NETFLIX;
        return new KayentaJudge(
                new KayentaClassifier(
                        root.path("tolerance").asDouble(netflix.tolerance()),
                        root.path("confLevel").asDouble(netflix.confidence()),
                        root.path("classifier").asText().equals("meanInequality")
                                ? KayentaClassifier.Shift.MEANS
                                : netflix.shift()),
                weights,
                root.path("scoreThresholds").path("pass").asDouble(standard.pass()),
                root.path("scoreThresholds").path("marginal").asDouble(standard.marginal()));
    }

    private static KayentaMetric metric(MetricSeries series, JsonNode node) {
        List<String> groups = new ArrayList<>();
        node.path("groups").forEach(group -> groups.add(group.asText()));
        JsonNode outliers = node.path("outliers");
        boolean removed = outliers.path("strategy").asText().equals("remove");
        JsonNode effect = node.path("effectSize");
        boolean cles = effect.path("measure").asText().equals("cles");
        EffectSize standard = cles ? EffectSize.CLES : EffectSize.MEAN_RATIO;
        return new KayentaMetric(
                series,
                groups.isEmpty() ? List.of("all") : groups,
                node.path("nanStrategy").asText().equals("replace"),
                node.path("mustHaveData").asBoolean(false),
                node.path("muted").asBoolean(false),
                removed
                        ? new Outliers(
                                Outliers.Rule.WIDE_QUARTILES,
                                outliers.path("outlierFactor").asDouble(3))
                        : Outliers.KEPT,
                new EffectSize(
                        standard.measure(),
                        effect.path("allowedDecrease").asDouble(standard.allowedDecrease()),
                        effect.path("allowedIncrease").asDouble(standard.allowedIncrease()),
                        effect.path("criticalDecrease").asDouble(standard.criticalDecrease()),
                        effect.path("criticalIncrease").asDouble(standard.criticalIncrease())));
    }

    private static List<String> row(KayentaResult result) {
        return List.of(
                result.metric().series().name() + (result.critical() ? " (critical)" : ""),
                result.classification().label(),
                result.controlCount() + "/" + result.experimentCount(),
                JudgeReport.number(result.estimate()),
                "[" + JudgeReport.number(result.low()) + ", " + JudgeReport.number(result.high()) + "]",
                JudgeReport.number(result.ratio()),
                JudgeReport.number(result.effect()));
    }

    private static ObjectNode json(KayentaResult result) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("name", result.metric().series().name());
        node.put("direction", result.metric().series().direction().text());
        node.put("classification", result.classification().label());
        node.put("critical", result.critical());
        node.put("verdict", KayentaJudge.verdict(result.classification()).name());
        node.put("controlCount", result.controlCount());
        node.put("experimentCount", result.experimentCount());
        node.put("shift", JudgeReport.rounded(result.estimate()));
        node.put("shiftLow", JudgeReport.rounded(result.low()));
        node.put("shiftHigh", JudgeReport.rounded(result.high()));
        node.put("ratio", JudgeReport.rounded(result.ratio()));
        node.put("effectSize", JudgeReport.rounded(result.effect()));
        node.put("standardizedEffect", JudgeReport.rounded(result.standardized()));
        node.put("reason", result.reason());
        return node;
    }
}
