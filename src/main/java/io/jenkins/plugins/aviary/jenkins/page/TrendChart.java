package io.jenkins.plugins.aviary.jenkins.page;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The chart of a job's newest builds: a bar for each, as tall as the build was long beside the longest. */
final class TrendChart {
    private static final double TALLEST = 80;
    private static final double LEAST = 2;
    private static final int STEP = 24;
    private static final int MOST_BUILDS = 20;

    private TrendChart() {}

    /**
     * A build.
     *
     * @param number its number
     * @param millis how long it took, or has taken so far
     * @param result how it ended, in lower case; {@code running} if it has not
     * @param duration how long it took, for people
     * @param brief what it did
     */
    record Build(int number, long millis, String result, String duration, String brief) {}

    /**
     * Whether there is a chart.
     *
     * @param newestFirst all builds; only the newest few are looked at
     * @param used whether a build uses Aviary
     */
    static <R> boolean isShown(Stream<R> newestFirst, Predicate<R> used) {
        return newestFirst.limit(MOST_BUILDS).anyMatch(used);
    }

    /** The newest builds that use Aviary, oldest first; none if there is no chart. */
    static <R> List<R> shown(Supplier<Stream<R>> newestFirst, Predicate<R> used) {
        if (!isShown(newestFirst.get(), used)) {
            return List.of();
        }
        List<R> shown = new ArrayList<>(
                newestFirst.get().filter(used).limit(MOST_BUILDS).toList());
        Collections.reverse(shown);
        return shown;
    }

    /** The bars of builds, in their order. */
    static List<JobTrend.Bar> of(List<Build> builds) {
        long longest =
                Math.max(1, builds.stream().mapToLong(Build::millis).max().orElse(1));
        List<JobTrend.Bar> bars = new ArrayList<>();
        for (Build build : builds) {
            // A clock may have been set back meanwhile: no bar is below the ground.
            double height = Math.max(LEAST, TALLEST * build.millis() / longest);
            bars.add(new JobTrend.Bar(
                    build.number(),
                    bars.size() * STEP,
                    TALLEST - height,
                    height,
                    build.result(),
                    colour(build.result()),
                    build.duration(),
                    build.brief()));
        }
        return bars;
    }

    private static String colour(String result) {
        return switch (result) {
            case "running" -> "blue";
            case "success" -> "green";
            case "unstable" -> "orange";
            case "failure" -> "red";
            default -> "text-color-secondary";
        };
    }
}
