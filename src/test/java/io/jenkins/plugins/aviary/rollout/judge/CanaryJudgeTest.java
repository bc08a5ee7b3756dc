package io.jenkins.plugins.aviary.rollout.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CanaryJudgeTest {
    private static final double NONE = Double.NaN;
    private final CanaryJudge judge = new CanaryJudge(JudgePolicy.standard());

    @Test
    void aSpreadThatChangedTenfoldFailsThoughTheMediansAreTheSame() {
        List<Double> control = list(1, 100, 4, 101, 5, 102, 6, 103, 7, 104, 8, 105, 9, 106, 17);
        List<Double> experiment =
                list(10, 10.1, 10.2, 10.3, 10.4, 10.5, 10.6, 17, 17.1, 17.2, 17.3, 17.4, 17.5, 17.6, 17.7);
        assertThat(verdict(Direction.EITHER, control, experiment)).isEqualTo(Verdict.FAIL);
        assertThat(verdict(Direction.INCREASE, experiment, control)).isEqualTo(Verdict.FAIL);
        assertThat(verdict(Direction.INCREASE, control, experiment)).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void threeErrorsInSixAreNotEnoughToTell() {
        assertThat(verdict(Direction.INCREASE, list(0, 0, 0, 0, 0, 0), list(0, 1, 2, 1, 0, 0)))
                .isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void errorsAllTheTimeWhereThereWereNoneFail() {
        assertThat(verdict(Direction.INCREASE, list(0, 0, 0, 0, 0), list(1, 4, 2, 3, 1)))
                .isEqualTo(Verdict.FAIL);
        assertThat(verdict(
                        Direction.INCREASE,
                        list(1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
                        list(100, 100, 100, 100, 100, 100, 100, 1, 1, 1)))
                .isEqualTo(Verdict.FAIL);
    }

    @Test
    void lowCountsThatHardlyMoveAreNotCertain() {
        assertThat(verdict(Direction.INCREASE, Collections.nCopies(10, 1.0), Collections.nCopies(10, 2.0)))
                .isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(verdict(Direction.INCREASE, Collections.nCopies(10, 0.0), list(1, 1, 1, 0, 0, 0, 0, 0, 0, 0)))
                .isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void missingDataNeverPasses() {
        List<Double> enough = list(1, 2, 1, 2, 1, 2);
        for (List<Double> missing : List.of(list(), list(NONE, NONE, NONE, NONE, NONE, NONE), list(1, 2, 1, 2))) {
            assertThat(verdict(Direction.EITHER, missing, enough)).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(verdict(Direction.EITHER, enough, missing)).isEqualTo(Verdict.INCONCLUSIVE);
        }
        assertThat(judge.judge(List.of()).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void hugeShiftsFailFromFiveNumbersOn() {
        List<Double> control = list(100, 101, 99, 100, 102);
        assertThat(verdict(Direction.EITHER, control, list(200, 201, 199, 203, 200)))
                .isEqualTo(Verdict.FAIL);
        assertThat(verdict(Direction.DECREASE, control, list(5, 6, 5, 4, 6))).isEqualTo(Verdict.FAIL);
        assertThat(verdict(Direction.EITHER, list(1, 2.2, 1.1, 2.5, 3), list(20, 22, 21, 25, 30)))
                .isEqualTo(Verdict.FAIL);
        assertThat(verdict(Direction.EITHER, list(1, 1, 1, 1, 1), list(10, 10, 10, 10, 10)))
                .isEqualTo(Verdict.FAIL);
    }

    @Test
    void aChangeForTheBetterDoesNotFail() {
        List<Double> control = list(100, 101, 99, 100, 102, 98, 100, 101);
        List<Double> half = control.stream().map(value -> value / 2).toList();
        assertThat(verdict(Direction.INCREASE, control, half)).isEqualTo(Verdict.PASS);
        assertThat(verdict(Direction.DECREASE, control, half)).isEqualTo(Verdict.FAIL);
    }

    @Test
    void aSingleSpikeDoesNotFail() {
        List<Double> control = noise(1, 30, 100, 5);
        List<Double> spiked = new ArrayList<>(noise(2, 30, 100, 5));
        spiked.set(12, 5000.0);
        assertThat(verdict(Direction.INCREASE, control, spiked)).isEqualTo(Verdict.PASS);
        assertThat(verdict(Direction.INCREASE, list(1, 1, 1, 1, 1), list(1, 1, 1, 1, 10)))
                .isNotEqualTo(Verdict.FAIL);
    }

    @Test
    void spikesThatTheOldVersionHasNotFailThoughTheLevelIsTheSame() {
        List<Double> control = noise(600, 1);
        List<Double> experiment = new ArrayList<>(noise(600, 2));
        for (int i = 5; i < experiment.size(); i += 10) {
            experiment.set(i, 3000.0);
        }
        MetricJudgement judged = metric(Direction.INCREASE, control, experiment);
        assertThat(judged.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(judged.reason()).contains("60 times, with the old version 0 times");
        assertThat(verdict(Direction.INCREASE, experiment, experiment)).isEqualTo(Verdict.PASS);
        assertThat(verdict(Direction.INCREASE, experiment, control)).isEqualTo(Verdict.PASS);
        assertThat(verdict(Direction.DECREASE, control, experiment)).isEqualTo(Verdict.PASS);
    }

    @Test
    void aFewSpikesThatTheOldVersionHasNotAreNoPass() {
        List<Double> experiment = new ArrayList<>(noise(60, 2));
        for (int i = 5; i < experiment.size(); i += 12) {
            experiment.set(i, 3000.0);
        }
        assertThat(verdict(Direction.INCREASE, noise(60, 1), experiment)).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void oneLongExcursionIsNoMoreThanOne() {
        List<Double> control = noise(600, 1);
        List<Double> experiment = new ArrayList<>(noise(600, 2));
        for (int i = 100; i < 130; i++) {
            experiment.set(i, 3000.0 + i % 7);
        }
        assertThat(verdict(Direction.INCREASE, control, experiment)).isEqualTo(Verdict.PASS);
    }

    @Test
    void theUnitOfTheNumbersDoesNotMatterHoweverSmallOrLarge() {
        List<Double> control = noise(30, 1);
        List<Double> experiment = noise(30, 2).stream().map(value -> 2 * value).toList();
        MetricJudgement usual = metric(Direction.INCREASE, control, experiment);
        for (int exponent : new int[] {-1000, 900}) {
            MetricJudgement judged =
                    metric(Direction.INCREASE, scaled(control, exponent), scaled(experiment, exponent));
            assertThat(judged.verdict()).isEqualTo(usual.verdict());
            assertThat(judged.shift())
                    .isCloseTo(Math.scalb(usual.shift(), exponent), within(Math.scalb(1e-6, exponent)));
        }
        assertThat(verdict(Direction.EITHER, list(1, 2, 1, 2, 1, 2), list(1e155, 2, 1e300, 5e-324, 1, -1e308)))
                .isNotEqualTo(Verdict.PASS);
    }

    private static List<Double> scaled(List<Double> numbers, int exponent) {
        return numbers.stream().map(value -> Math.scalb(value, exponent)).toList();
    }

    private static List<Double> noise(int count, long seed) {
        Random random = new Random(seed);
        return java.util.stream.Stream.generate(() -> 100 + 5 * random.nextGaussian())
                .limit(count)
                .toList();
    }

    @Test
    void numbersThatNeverMovePretendNoCertainty() {
        MetricJudgement judged = metric(Direction.INCREASE, Collections.nCopies(15, 5.0), Collections.nCopies(15, 6.0));
        assertThat(judged.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(judged.reason()).contains("numbers that never move").doesNotContain("0.0 %");
    }

    @Test
    void theSameNumbersPass() {
        List<Double> series = noise(3, 30, 100, 15);
        assertThat(verdict(Direction.EITHER, series, series)).isEqualTo(Verdict.PASS);
        assertThat(verdict(Direction.EITHER, Collections.nCopies(10, 0.0), Collections.nCopies(10, 0.0)))
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void noisyNumbersThatHideARelevantShiftDoNotPassAndSayHowManyAreNeeded() {
        MetricJudgement metric = metric(Direction.INCREASE, noise(4, 12, 100, 60), noise(5, 12, 100, 60));
        assertThat(metric.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(metric.samplesNeeded()).isGreaterThan(12);
        assertThat(metric.detectableShift()).isGreaterThan(0.2);
        assertThat(metric.reason()).contains(String.valueOf(metric.samplesNeeded()));
    }

    @Test
    void aSignificantShiftBelowWhatIsToleratedPasses() {
        MetricJudgement metric = metric(Direction.INCREASE, noise(6, 60, 100, 1), noise(7, 60, 103, 1));
        assertThat(metric.probability()).isLessThan(1e-3);
        assertThat(metric.verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void anEarlyLookNeverPassesAndNeedsStrongerEvidence() {
        List<MetricSeries> same = List.of(series(Direction.INCREASE, noise(8, 30, 100, 5), noise(9, 30, 100, 5)));
        assertThat(judge.judge(same, Look.at(0.5)).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(judge.judge(same, Look.at(1)).verdict()).isEqualTo(Verdict.PASS);
        List<MetricSeries> bad = List.of(series(Direction.INCREASE, noise(8, 30, 100, 5), noise(9, 30, 200, 5)));
        assertThat(judge.judge(bad, Look.at(0.5)).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(CanaryJudge.atLook(0.001, Look.at(0.1))).isGreaterThan(0.3);
        assertThat(CanaryJudge.atLook(0.001, Look.at(1))).isCloseTo(0.002, within(1e-12));
        assertThat(CanaryJudge.atLook(0.001, Look.only())).isEqualTo(0.001);
    }

    @Test
    void theSameSeriesGiveTheSameJudgement() {
        List<MetricSeries> metrics = List.of(series(Direction.EITHER, noise(10, 40, 50, 9), noise(11, 37, 52, 9)));
        assertThat(judge.judge(metrics)).isEqualTo(new CanaryJudge(JudgePolicy.standard()).judge(metrics));
    }

    @Test
    void oneWorseMetricAmongManyFailsTheCanaryAndIsNamed() {
        List<MetricSeries> metrics = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            metrics.add(series(Direction.INCREASE, noise(20 + i, 30, 100, 5), noise(40 + i, 30, 100, 5)));
        }
        metrics.add(new MetricSeries("tick", Direction.INCREASE, true, noise(60, 30, 100, 5), noise(61, 30, 140, 5)));
        Judgement judgement = judge.judge(metrics);
        assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(judgement.reason()).isEqualTo("Worse: tick (critical).");
    }

    private Verdict verdict(Direction direction, List<Double> control, List<Double> experiment) {
        return metric(direction, control, experiment).verdict();
    }

    private MetricJudgement metric(Direction direction, List<Double> control, List<Double> experiment) {
        return judge.judge(List.of(series(direction, control, experiment)))
                .metrics()
                .get(0);
    }

    private static MetricSeries series(Direction direction, List<Double> control, List<Double> experiment) {
        return new MetricSeries("metric", direction, false, control, experiment);
    }

    private static List<Double> list(double... values) {
        return Arrays.stream(values).boxed().toList();
    }

    private static List<Double> noise(long seed, int n, double level, double deviation) {
        Random random = new Random(seed);
        return random.doubles(n)
                .mapToObj(unused -> level + deviation * random.nextGaussian())
                .toList();
    }
}
