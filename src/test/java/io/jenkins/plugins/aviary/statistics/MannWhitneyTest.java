package io.jenkins.plugins.aviary.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MannWhitneyTest {
    private static final Offset<Double> EXACT = within(1e-12);
    private static final Offset<Double> NEAR = within(1e-9);

    private static final Sample FOUR = Sample.of(2, 1, 3, 5);

    @Test
    void agreesWithBenchstatOnSmallSamples() {
        check(MannWhitney.exact(FOUR, Sample.of(12, 11, 13, 15)), 0, 1 / 70.0, 2 / 70.0, 1);
        check(MannWhitney.exact(Sample.of(12, 11, 13, 15), FOUR), 16, 1, 2 / 70.0, 1 / 70.0);
        check(
                MannWhitney.exact(FOUR, Sample.of(0, 4, 6, 7)),
                5,
                0.24285714285714288,
                0.48571428571428577,
                0.8285714285714285);
    }

    @Test
    void agreesWithBenchstatOnTies() {
        check(MannWhitney.exact(FOUR, FOUR), 8, 0.6285714285714286, 1, 0.6285714285714286);
        check(
                MannWhitney.exact(FOUR, Sample.of(2, 2, 2, 2)),
                10,
                0.8571428571428571,
                0.7142857142857143,
                0.3571428571428571);
        MannWhitney constant = MannWhitney.exact(FOUR, Sample.of(1, 1, 1, 1, 1));
        assertThat(constant.u()).isEqualTo(17.5);
        assertThat(constant.less()).isCloseTo(1, EXACT);
        assertThat(constant.greater()).isCloseTo(0.04761904761904767, EXACT);
        assertThat(constant.twoSided()).isCloseTo(2 * 0.04761904761904767, EXACT);
    }

    @Test
    void agreesWithBenchstatOnLargeSamples() {
        double[] first = new double[500];
        Arrays.setAll(first, i -> 2.0 * i);
        double[] second = new double[600];
        Arrays.setAll(second, i -> 2.0 * i - 41);
        double[] tied = second.clone();
        System.arraycopy(first, 0, tied, 0, 30);
        check(
                MannWhitney.test(Sample.of(first), Sample.of(second)),
                135250,
                0.0024667680407086112,
                0.0049335360814172224,
                0.9975346930458906);
        check(
                MannWhitney.test(Sample.of(first), Sample.of(tied)),
                134845,
                0.0019351907119808942,
                0.0038703814239617884,
                0.9980659818257166);
        check(MannWhitney.test(Sample.of(first), Sample.of(first)), 125000, 0.5000436801680628, 1, 0.5000436801680628);
    }

    @Test
    void agreesWithTheTablesOfMannAndWhitney() {
        assertThat(less(new double[] {1, 2, 3}, new double[] {4, 5, 6})).isCloseTo(0.05, EXACT);
        assertThat(less(new double[] {1, 2, 6}, new double[] {3, 4, 5})).isCloseTo(0.35, within(5e-7));
        assertThat(less(new double[] {1, 2, 3, 4, 10}, new double[] {5, 6, 7, 8, 9}))
                .isCloseTo(0.075397, within(5e-7));
        assertThat(less(new double[] {1}, new double[] {2, 3, 4, 5, 6})).isCloseTo(0.166667, within(5e-7));
    }

    @Test
    void agreesWithScipyAsGoogleBenchmarkUsesIt() {
        assertThat(MannWhitney.exact(Sample.of(9, 8), Sample.of(10, 7)).twoSided())
                .isCloseTo(1, EXACT);
        assertThat(MannWhitney.exact(Sample.of(90, 86), Sample.of(89, 72)).twoSided())
                .isCloseTo(0.6666666666666666, EXACT);
        assertThat(MannWhitney.asymptotic(Sample.of(8, 8), Sample.of(7, 4.54, 800))
                        .twoSided())
                .isCloseTo(0.7670968684102772, NEAR);
        assertThat(MannWhitney.exact(Sample.of(80, 77), Sample.of(75, 66.6, 1)).twoSided())
                .isCloseTo(0.2, EXACT);
    }

    @Test
    void theApproximationIsNearTheExactTestWhereBothHold() {
        double[] first = new double[40];
        double[] second = new double[45];
        Arrays.setAll(first, i -> (i * 37) % 23);
        Arrays.setAll(second, i -> (i * 31) % 25 + 1.0);
        Sample x = Sample.of(first);
        Sample y = Sample.of(second);
        assertThat(MannWhitney.exact(x, y).exact()).isTrue();
        assertThat(MannWhitney.asymptotic(x, y).twoSided())
                .isCloseTo(MannWhitney.exact(x, y).twoSided(), within(5e-3));
    }

    private static double less(double[] first, double[] second) {
        return MannWhitney.exact(Sample.of(first), Sample.of(second)).less();
    }

    private static void check(MannWhitney test, double u, double less, double twoSided, double greater) {
        assertThat(test.u()).isEqualTo(u);
        assertThat(test.less()).isCloseTo(less, NEAR);
        assertThat(test.twoSided()).isCloseTo(twoSided, NEAR);
        assertThat(test.greater()).isCloseTo(greater, NEAR);
    }
}
