package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.operation.Durations;
import io.jenkins.plugins.aviary.rollout.RolloutSamples.Sample;
import io.jenkins.plugins.aviary.rollout.metrics.Metric;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The past of the worlds that have the release in a stage. A week before at the same time of day is best, else a day
 * before, as far as a Prometheus server remembers it; else what was measured on the same worlds just before they got the
 * release; else what was measured on others that had the old release in earlier stages.
 */
final class StagePast {
    private static final List<Duration> BACK = List.of(Duration.ofDays(7), Duration.ofDays(1));

    private final RolloutFile file;
    private final List<WorldSite> sites;
    private final int stage;
    private final List<Sample> samples;
    private final Set<String> told = new TreeSet<>();

    StagePast(RolloutFile file, List<WorldSite> sites, int stage, List<Sample> samples) {
        this.file = file;
        this.sites = sites;
        this.stage = stage;
        this.samples = samples;
    }

    /** A metric's past; empty if nobody knows it. */
    List<Double> of(Metric metric) throws InterruptedException {
        List<Double> own = own(metric);
        return own.isEmpty() ? earlier(metric) : own;
    }

    /** The same of these very worlds only, not of others in earlier stages. */
    List<Double> own(Metric metric) throws InterruptedException {
        for (Duration back : BACK) {
            List<Double> then = remembered(metric, back);
            if (!then.isEmpty()) {
                told.add("some as a Prometheus server remembers them " + Durations.text(back)
                        + " before at the same time of day");
                return then;
            }
        }
        List<Double> before = before(metric);
        return before.stream().allMatch(value -> value.isNaN()) ? List.of() : before;
    }

    private List<Double> remembered(Metric metric, Duration back) throws InterruptedException {
        if (samples.size() < 2) {
            return List.of();
        }
        Instant from = samples.get(0).at();
        Instant to = samples.get(samples.size() - 1).at();
        Duration step = Duration.between(from, to).dividedBy(samples.size() - 1L);
        List<List<Double>> worlds = new ArrayList<>();
        for (WorldSite site : sites) {
            worlds.add(site.remembered(metric.name(), from.minus(back), to.minus(back), step));
        }
        List<Double> mean = mean(worlds, metric);
        return mean.stream().allMatch(value -> value.isNaN()) ? List.of() : mean;
    }

    /** What was measured on the same worlds before they got the release. */
    private List<Double> before(Metric metric) {
        List<List<Double>> worlds = new ArrayList<>();
        for (WorldSite site : sites) {
            List<Sample> past = file.samples().ofPast(site.world().name());
            if (!past.isEmpty()) {
                told.add("measured from " + past.get(0).at() + " to "
                        + past.get(past.size() - 1).at() + ", before they got the release");
            }
            worlds.add(past.stream()
                    .map(sample -> sample.control().getOrDefault(metric.name(), Double.NaN))
                    .toList());
        }
        return mean(worlds, metric);
    }

    private List<Double> earlier(Metric metric) {
        List<Double> values = new ArrayList<>();
        for (int before = 0; before < stage; before++) {
            file.samples()
                    .ofStage(before)
                    .forEach(sample -> values.add(sample.control().getOrDefault(metric.name(), Double.NaN)));
        }
        boolean any = values.stream().anyMatch(value -> !value.isNaN());
        if (any) {
            told.add("measured in earlier stages on worlds that had the old release then");
        }
        return any ? values : List.of();
    }

    private static List<Double> mean(List<List<Double>> worlds, Metric metric) {
        int length = worlds.stream().mapToInt(List::size).max().orElse(0);
        List<Double> mean = new ArrayList<>();
        for (int index = 0; index < length; index++) {
            int place = index;
            mean.add(worlds.stream()
                    .filter(world -> place < world.size())
                    .map(world -> world.get(place))
                    .filter(value -> !value.isNaN())
                    .mapToDouble(metric::counted)
                    .average()
                    .orElse(Double.NaN));
        }
        return mean;
    }

    /** When it was, for people, once it was asked for. */
    String text() {
        return told.isEmpty() ? ", of which nothing is known" : ", " + String.join("; ", told);
    }
}
