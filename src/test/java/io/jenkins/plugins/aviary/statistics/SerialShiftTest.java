package io.jenkins.plugins.aviary.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SerialShiftTest {
    @Test
    void doesNotDependOnWhereTheScaleBegins() {
        double[] x = series(1, 40, 0.5);
        double[] y = series(2, 40, 0.5);
        SerialShift near = new SerialShift(x, y);
        SerialShift far = new SerialShift(moved(x, 1e9), moved(y, 1e9));
        assertThat(far.atMost(0.3)).isCloseTo(near.atMost(0.3), within(1e-5));
        assertThat(far.first()).isCloseTo(near.first() + 1e9, within(1e-4));
    }

    @Test
    void quantilesAndProbabilitiesBelongTogether() {
        SerialShift shift = new SerialShift(series(3, 30, 0.3), series(4, 25, 0.3));
        for (double probability : new double[] {0.001, 0.025, 0.5, 0.95}) {
            assertThat(shift.atMost(shift.quantile(probability))).isCloseTo(probability, within(1e-4));
        }
        assertThat(shift.atMost(0.2) + shift.above(0.2)).isCloseTo(1, within(1e-9));
    }

    @Test
    void persistentNumbersSayLessThanIndependentOnes() {
        SerialShift independent = new SerialShift(series(5, 60, 0), series(6, 60, 0));
        SerialShift persistent = new SerialShift(series(5, 60, 0.9), series(6, 60, 0.9));
        assertThat(independent.effectiveCount()).isGreaterThan(25);
        assertThat(persistent.effectiveCount()).isLessThan(10);
    }

    @Test
    void whatBothSeriesShareIsNoNoise() {
        double[] season = new double[40];
        Arrays.setAll(season, i -> 100 * Math.sin(i / 6.0));
        double[] x = sum(season, series(7, 40, 0));
        double[] y = moved(sum(season, series(8, 40, 0)), 5);
        SerialShift paired = new SerialShift(x, y);
        assertThat(paired.shift()).isCloseTo(5, within(1.0));
        assertThat(paired.atMost(0)).isLessThan(1e-4);
        double[] later = Arrays.copyOfRange(y, 0, 39);
        assertThat(new SerialShift(x, later).atMost(0)).isGreaterThan(0.1);
    }

    @Test
    void aComparisonLearnsFromThoseBesideItHowPersistentNumbersAre() {
        SerialShift alone = new SerialShift(series(11, 20, 0.3), series(12, 20, 0.3));
        double besideIndependent = beside(alone, 0).effectiveCount();
        double besidePersistent = beside(alone, 0.95).effectiveCount();
        assertThat(besidePersistent).isLessThan(alone.effectiveCount());
        assertThat(besideIndependent).isGreaterThan(alone.effectiveCount());
    }

    private static SerialShift beside(SerialShift comparison, double persistence) {
        List<SerialShift> all = new ArrayList<>(List.of(comparison));
        for (int i = 0; i < 9; i++) {
            all.add(new SerialShift(series(100 + i, 60, persistence), series(200 + i, 60, persistence)));
        }
        return SerialShift.together(all).get(0);
    }

    @Test
    void aComparisonLearnsNothingFromItself() {
        SerialShift alone = new SerialShift(series(11, 20, 0.3), series(12, 20, 0.3));
        assertThat(SerialShift.together(List.of(alone)).get(0).atMost(0)).isCloseTo(alone.atMost(0), within(1e-12));
        assertThat(SerialShift.together(List.of())).isEmpty();
    }

    @Test
    void whatIsLearnedDoesNotDependOnTheOrder() {
        SerialShift one = new SerialShift(series(11, 20, 0.3), series(12, 20, 0.3));
        SerialShift two = new SerialShift(series(13, 30, 0.8), series(14, 30, 0.8));
        SerialShift three = new SerialShift(series(15, 40, 0), series(16, 40, 0));
        double first = SerialShift.together(List.of(one, two, three)).get(0).atMost(0);
        double last = SerialShift.together(List.of(three, two, one)).get(2).atMost(0);
        assertThat(first).isCloseTo(last, within(1e-12));
    }

    @Test
    void missingNumbersKeepTheirPlace() {
        double[] x = series(9, 50, 0.8);
        double[] y = series(10, 50, 0.8);
        double[] holes = y.clone();
        for (int i = 0; i < holes.length; i += 3) {
            holes[i] = Double.NaN;
        }
        assertThat(new SerialShift(x, holes).shift()).isCloseTo(new SerialShift(x, y).shift(), within(0.5));
    }

    @Test
    void refusesSeriesThatSayNothing() {
        assertThatThrownBy(() -> new SerialShift(new double[] {1, 1}, new double[] {2, 2}))
                .hasMessageContaining("vary");
        assertThatThrownBy(() -> new SerialShift(new double[] {1, Double.NaN}, new double[] {2, 3}))
                .hasMessageContaining("two measurements");
    }

    @Test
    void theTabulatedTailIsThatOfTheDistribution() {
        StudentTail tail = new StudentTail(7);
        // R: pt(c(0.3, 2.365, 40.5), 7, lower.tail = FALSE)
        assertThat(tail.above(2.364624251592784)).isCloseTo(0.025, within(1e-9));
        assertThat(tail.above(-2.364624251592784)).isCloseTo(0.975, within(1e-9));
        assertThat(tail.above(0)).isEqualTo(0.5);
    }

    private static double[] series(long seed, int n, double persistence) {
        Random random = new Random(seed);
        double[] series = new double[n];
        double state = random.nextGaussian();
        for (int i = 0; i < n; i++) {
            series[i] = state;
            state = persistence * state + Math.sqrt(1 - persistence * persistence) * random.nextGaussian();
        }
        return series;
    }

    private static double[] moved(double[] series, double by) {
        return Arrays.stream(series).map(value -> value + by).toArray();
    }

    private static double[] sum(double[] x, double[] y) {
        double[] sum = x.clone();
        Arrays.setAll(sum, i -> x[i] + y[i]);
        return sum;
    }
}
