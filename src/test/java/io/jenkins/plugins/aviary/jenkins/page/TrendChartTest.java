package io.jenkins.plugins.aviary.jenkins.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.jenkins.page.TrendChart.Build;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TrendChartTest {
    private static Build build(int number, long millis, String result) {
        return new Build(number, millis, result, millis + " ms", "build.finished");
    }

    @Test
    void drawsBarsAsTallAsTheBuildsWereLong() {
        List<JobTrend.Bar> bars = TrendChart.of(List.of(build(3, 40_000, "success"), build(5, 80_000, "failure")));
        assertThat(bars).extracting(JobTrend.Bar::number).containsExactly(3, 5);
        assertThat(bars).extracting(JobTrend.Bar::x).containsExactly(0, 24);
        assertThat(bars).extracting(JobTrend.Bar::height).containsExactly(40.0, 80.0);
        assertThat(bars).extracting(JobTrend.Bar::y).containsExactly(40.0, 0.0);
    }

    @Test
    void staysInsideTheChartWhateverTheClockSays() {
        Stream.of(List.of(build(1, 0, "success")), List.of(build(1, -5_000, "running"), build(2, 1, "success")))
                .flatMap(builds -> TrendChart.of(builds).stream())
                .forEach(bar -> {
                    assertThat(bar.height()).isBetween(2.0, 80.0);
                    assertThat(bar.y() + bar.height()).isEqualTo(80.0);
                });
        assertThat(TrendChart.of(List.of())).isEmpty();
    }

    @Test
    void givesEachResultItsColourAndTellsItInWordsToo() {
        List<JobTrend.Bar> bars = TrendChart.of(Stream.of("running", "success", "unstable", "failure", "aborted")
                .map(result -> build(1, 1, result))
                .toList());
        assertThat(bars)
                .extracting(JobTrend.Bar::colour)
                .containsExactly("blue", "green", "orange", "red", "text-color-secondary");
        assertThat(bars).extracting(JobTrend.Bar::result).contains("aborted");
    }

    @Test
    void isThereIfOneOfTheNewestTwentyBuildsUsesAviary() {
        assertThat(TrendChart.isShown(Stream.of(), build -> true)).isFalse();
        assertThat(TrendChart.isShown(newestFirst(30), build -> build == 11)).isTrue();
        assertThat(TrendChart.isShown(newestFirst(30), build -> build == 10)).isFalse();
        assertThat(TrendChart.shown(() -> newestFirst(30), build -> build <= 10))
                .isEmpty();
    }

    @Test
    void showsTheNewestTwentyThatUseAviaryOldestFirstHoweverOldTheyAre() {
        assertThat(TrendChart.shown(() -> newestFirst(100), build -> build % 50 == 40))
                .containsExactly(40, 90);
        assertThat(TrendChart.shown(() -> newestFirst(100), build -> true))
                .hasSize(20)
                .startsWith(81)
                .endsWith(100);
    }

    @Test
    void looksAtNoBuildThatItNeedNot() {
        List<Integer> looked = new ArrayList<>();
        TrendChart.shown(() -> newestFirst(100).peek(looked::add), build -> true);
        assertThat(looked).hasSize(1 + 20);
        looked.clear();
        TrendChart.isShown(newestFirst(100).peek(looked::add), build -> false);
        assertThat(looked).hasSize(20);
    }

    /** The numbers of builds, as Jenkins gives one after the other. */
    private static Stream<Integer> newestFirst(int builds) {
        return Stream.iterate(builds, build -> build > 0, build -> build - 1);
    }
}
