package io.jenkins.plugins.aviary.rollout.judge.kayenta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.aviary.rollout.judge.Direction;
import io.jenkins.plugins.aviary.rollout.judge.MetricSeries;
import io.jenkins.plugins.aviary.statistics.RankSumInterval;
import io.jenkins.plugins.aviary.statistics.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The cases that Netflix's judge is tested on, read from the published file; skipped where it is not at hand. */
class KayentaCasesTest {
    private static final Path CASES =
            Path.of(System.getProperty("aviary.oracles", "oracles")).resolve("kayenta_cases.json");

    @BeforeAll
    static void casesAreThere() {
        assumeTrue(Files.isRegularFile(CASES), () -> "no cases in " + CASES);
    }

    @Test
    void classifiesEveryCaseAsPublished() throws IOException {
        int checked = 0;
        for (JsonNode given : cases("ClassifierSuite.scala")) {
            String call = given.path("calls").path(0).asText();
            String asserted = given.path("asserts").toString();
            KayentaResult result = classifier(given).classify(metric(given, call));
            String expected = group(
                    asserted,
                    "classification == (\\w+)",
                    result.classification().label());
            assertThat(result.classification().label())
                    .as(given.path("test").asText())
                    .isEqualTo(expected);
            if (asserted.contains("result.critical")) {
                assertThat(result.critical())
                        .as(given.path("test").asText())
                        .isEqualTo(!asserted.contains("!result.critical"));
            }
            if (asserted.contains("deviation.isNaN")) {
                assertThat(result.ratio()).as(given.path("test").asText()).isNaN();
            }
            checked++;
        }
        assertThat(checked).isEqualTo(28);
    }

    @Test
    void findsIntervalsAsPublished() throws IOException {
        JsonNode small = named("Mann-Whitney Confidence Interval & Estimate");
        RankSumInterval four = RankSumInterval.of(array(small, "experimentData"), array(small, "controlData"), 0.95);
        assertThat(four.low()).isCloseTo(6, within(1e-6));
        assertThat(four.high()).isCloseTo(39, within(1e-6));
        assertThat(four.estimate()).isCloseTo(22.5, within(1e-6));
        JsonNode problem = named("Mann-Whitney Confidence Interval & Estimate: Problem Case");
        RankSumInterval many = RankSumInterval.of(array(problem, "experiment"), array(problem, "control"), 0.98);
        assertThat(many.low()).isCloseTo(-1.4808028936386108E-5, within(1e-6));
        assertThat(many.high()).isCloseTo(1.808255910873413E-5, within(1e-6));
        assertThat(many.estimate()).isCloseTo(1.808255910873413E-5, within(1e-6));
        JsonNode large = named("Mann-Whitney Confidence Interval & Estimate: Tie out with R Version (Large)");
        RankSumInterval tied = RankSumInterval.of(array(large, "experiment"), array(large, "control"), 0.98);
        assertThat(tied.low()).isCloseTo(large.path("scalars").path("rCiLow").asDouble(), within(1e-6));
        assertThat(tied.high()).isCloseTo(large.path("scalars").path("rCiHigh").asDouble(), within(1e-6));
        assertThat(tied.estimate()).isCloseTo(large.path("scalars").path("rEst").asDouble(), within(1e-4));
        JsonNode steps = named("Mann-Whitney Intermediate Values / Variables");
        RankSumInterval zeros = RankSumInterval.of(array(steps, "x"), array(steps, "y"), 0.95);
        assertThat(zeros.low()).isCloseTo(steps.path("scalars").path("rCil").asDouble(), within(1e-6));
        assertThat(zeros.high()).isCloseTo(steps.path("scalars").path("rCiu").asDouble(), within(1e-6));
        assertThat(zeros.estimate())
                .isCloseTo(steps.path("scalars").path("rEst").asDouble(), within(1e-6));
    }

    @Test
    void describesSamplesAsPublished() throws IOException {
        int checked = 0;
        Pattern percentile =
                Pattern.compile("percentile\\(testData, (\\d+)\\) === \\(?([0-9.]+)(?: \\+- ([0-9.e-]+))?");
        for (JsonNode given : cases("StatisticSuite.scala")) {
            Matcher matcher = percentile.matcher(given.path("asserts").toString());
            while (matcher.find()) {
                double tolerance = matcher.group(3) == null ? 1e-12 : Double.parseDouble(matcher.group(3));
                assertThat(array(given, "testData").quantile(Integer.parseInt(matcher.group(1)) / 100.0))
                        .isCloseTo(Double.parseDouble(matcher.group(2)), within(tolerance));
                checked++;
            }
        }
        assertThat(checked).isEqualTo(7);
        Sample list = Sample.of(10.0, 1.0);
        assertThat(list.min()).isEqualTo(1);
    }

    @Test
    void measuresEffectsAsPublished() throws IOException {
        assertThat(effect("Effect Size: Mean Ratio (No Effect)", EffectSize.MEAN_RATIO))
                .isEqualTo(1);
        assertThat(effect("Effect Size: Mean Ratio (Low)", EffectSize.MEAN_RATIO))
                .isEqualTo(0.1);
        assertThat(effect("Effect Size: Mean Ratio (Zero Mean)", EffectSize.MEAN_RATIO))
                .isNaN();
        assertThat(effect("CLES Effect Size: Different (No Overlap)", EffectSize.CLES))
                .isZero();
        assertThat(effect("CLES Effect Size: High Metric", EffectSize.CLES)).isCloseTo(0.771, within(1e-3));
        JsonNode cohen = named("Effect Size: Cohen's D");
        assertThat(EffectSize.standardized(array(cohen, "controlData"), array(cohen, "experimentData")))
                .isCloseTo(3.03821, within(1e-5));
        assertThat(effect("CLES Effect Size: Low Metric", EffectSize.CLES)).isCloseTo(0.12, within(1e-12));
    }

    @Test
    void findsOutliersAsPublished() throws IOException {
        for (JsonNode given : cases("DetectorSuite.scala")) {
            double factor = Double.parseDouble(group(given.path("params").toString(), "([0-9.]+)\"", "0"));
            Outliers.Rule rule = given.path("test").asText().startsWith("KSigma")
                    ? Outliers.Rule.DEVIATIONS
                    : Outliers.Rule.QUARTILES;
            boolean[] found = new Outliers(rule, factor).in(array(given, "testData"));
            List<Boolean> truth = new ArrayList<>();
            given.path("arrays").path("truth").forEach(value -> truth.add(value.asBoolean()));
            if (!truth.isEmpty() || found.length == 0) {
                assertThat(found).as(given.path("test").asText()).containsExactly(truth.toArray(Boolean[]::new));
            }
        }
        JsonNode removal = named("IQR Outlier Removal");
        assertThat(new Outliers(Outliers.Rule.QUARTILES, 1.5)
                        .without(array(removal, "testData"))
                        .values())
                .containsExactly(array(removal, "truth").values());
    }

    private static double effect(String test, EffectSize effect) throws IOException {
        return effect.of(array(named(test), "controlData"), array(named(test), "experimentData"));
    }

    private static KayentaClassifier classifier(JsonNode given) {
        String params = given.path("params").toString();
        return new KayentaClassifier(
                Double.parseDouble(group(params, "tolerance = ([0-9.]+)", "0.25")),
                Double.parseDouble(group(params, "confLevel = ([0-9.]+)", "0.98")),
                given.path("test").asText().startsWith("Mean Inequality")
                        ? KayentaClassifier.Shift.MEANS
                        : KayentaClassifier.Shift.RANKS);
    }

    private static KayentaMetric metric(JsonNode given, String call) {
        String params = given.path("params").toString();
        boolean cles = params.contains("cles");
        String effect = "effectSizeThresholds = \\(([0-9.]+), ([0-9.]+)\\)";
        String critical = "criticalThresholds ?= ?\\(([0-9.]+), ([0-9.]+)\\)";
        EffectSize sizes = new EffectSize(
                cles ? EffectSize.Measure.CLES : EffectSize.Measure.MEAN_RATIO,
                number(params, effect, 1),
                number(params, effect, 2),
                number(params, critical, 1),
                number(params, critical, 2));
        Direction direction =
                Direction.valueOf(group(call, "MetricDirection\\.(\\w+)", "").toUpperCase(Locale.ROOT));
        MetricSeries series = new MetricSeries(
                "metric",
                direction,
                call.contains("isCriticalMetric = true"),
                list(given, "controlData"),
                list(given, "experimentData"));
        return new KayentaMetric(series, List.of("all"), call.contains("Replace"), false, false, Outliers.KEPT, sizes);
    }

    private static double number(String text, String pattern, int group) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.find() ? Double.parseDouble(matcher.group(group)) : 1;
    }

    private static String group(String text, String pattern, String otherwise) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.find() ? matcher.group(1) : otherwise;
    }

    private static Sample array(JsonNode given, String name) {
        return Sample.of(list(given, name));
    }

    private static List<Double> list(JsonNode given, String name) {
        List<Double> values = new ArrayList<>();
        given.path("arrays").path(name).forEach(value -> values.add(value.isNumber() ? value.asDouble() : Double.NaN));
        return values;
    }

    private static List<JsonNode> cases(String suite) throws IOException {
        List<JsonNode> cases = new ArrayList<>();
        new ObjectMapper().readTree(CASES.toFile()).path("cases").forEach(given -> {
            if (given.path("file").asText().equals(suite)) {
                cases.add(given);
            }
        });
        return cases;
    }

    private static JsonNode named(String test) throws IOException {
        for (JsonNode given : new ObjectMapper().readTree(CASES.toFile()).path("cases")) {
            if (given.path("test").asText().equals(test)) {
                return given;
            }
        }
        throw new IllegalArgumentException("no case " + test);
    }
}
