package io.jenkins.plugins.aviary.rollout.judge.kayenta;

import static io.jenkins.plugins.aviary.rollout.judge.kayenta.Classification.HIGH;
import static io.jenkins.plugins.aviary.rollout.judge.kayenta.Classification.LOW;
import static io.jenkins.plugins.aviary.rollout.judge.kayenta.Classification.NODATA;
import static io.jenkins.plugins.aviary.rollout.judge.kayenta.Classification.NODATA_FAIL;
import static io.jenkins.plugins.aviary.rollout.judge.kayenta.Classification.PASS;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.rollout.judge.Direction;
import io.jenkins.plugins.aviary.rollout.judge.MetricSeries;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The scores that Kayenta's own tests of its weighted sum expect (spinnaker/kayenta a69573be, ScorerSuite). */
class KayentaScoreTest {
    private static KayentaResult result(Classification classification, String group, boolean critical) {
        KayentaMetric metric = new KayentaMetric(
                new MetricSeries("metric", Direction.EITHER, critical, List.of(), List.of()),
                List.of(group),
                false,
                false,
                false,
                Outliers.KEPT,
                EffectSize.MEAN_RATIO);
        double nan = Double.NaN;
        return new KayentaResult(metric, classification, critical, 0, 0, nan, nan, nan, nan, nan, nan, "a reason");
    }

    private static double score(Classification... classifications) {
        return KayentaScore.of(
                        Arrays.stream(classifications)
                                .map(classification -> result(classification, "group", false))
                                .toList(),
                        Map.of())
                .score();
    }

    @Test
    void theScoreIsTheShareOfMetricsThatPass() {
        assertThat(score(PASS)).isEqualTo(100);
        assertThat(score(HIGH)).isZero();
        assertThat(score(HIGH, PASS)).isEqualTo(50);
        assertThat(score(HIGH, LOW, PASS)).isEqualTo(33.33);
        assertThat(score(PASS, PASS, PASS, LOW)).isEqualTo(75);
        assertThat(score(PASS, NODATA_FAIL)).isEqualTo(50);
    }

    @Test
    void metricsWithoutDataDoNotCountUntilTheyAreHalf() {
        assertThat(score(PASS, PASS, NODATA)).isEqualTo(100);
        assertThat(score(NODATA)).isZero();
        assertThat(score(PASS, NODATA)).isZero();
    }

    @Test
    void groupsShareWhatNoWeightNames() {
        List<KayentaResult> results = Stream.of(
                        result(PASS, "one", false), result(HIGH, "two", false), result(PASS, "three", false))
                .toList();
        assertThat(KayentaScore.of(results, Map.of()).score()).isEqualTo(66.67);
        assertThat(KayentaScore.of(results, Map.of("two", 25.0)).score()).isEqualTo(75);
        List<KayentaResult> two = results.subList(0, 2);
        assertThat(KayentaScore.of(two, Map.of("one", 5.0, "two", 95.0)).score())
                .isEqualTo(5);
    }

    @Test
    void aCriticalMetricThatDoesNotPassFailsEverything() {
        KayentaScore score = KayentaScore.of(
                List.of(result(PASS, "group", false), result(PASS, "group", false), result(HIGH, "group", true)),
                Map.of());
        assertThat(score.score()).isZero();
        assertThat(score.reason()).contains("a reason");
        assertThat(KayentaScore.of(
                                List.of(
                                        result(NODATA, "group", true),
                                        result(PASS, "x", false),
                                        result(PASS, "y", false)),
                                Map.of())
                        .score())
                .isZero();
    }
}
