package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.rollout.RolloutSamples.Sample;
import io.jenkins.plugins.aviary.rollout.judge.CanaryJudge;
import io.jenkins.plugins.aviary.rollout.judge.JudgePolicy;
import io.jenkins.plugins.aviary.rollout.judge.Judgement;
import io.jenkins.plugins.aviary.rollout.judge.Look;
import io.jenkins.plugins.aviary.rollout.judge.MetricSeries;
import io.jenkins.plugins.aviary.rollout.metrics.Importance;
import io.jenkins.plugins.aviary.rollout.metrics.Measured;
import io.jenkins.plugins.aviary.rollout.metrics.Metric;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Measures the worlds with the new release and those it is compared with at the same times, and has the judge compare
 * them. Used by the rollout's one thread, which measures worlds by several.
 */
final class CanaryAnalysis {
    private static final int AT_ONCE = 16;
    private static final int MOST_ERRORS = 20;

    private final RolloutFile file;
    private final CanaryStages stages;
    private final CanaryJudge judge = new CanaryJudge(JudgePolicy.standard());

    CanaryAnalysis(RolloutFile file, CanaryStages stages) {
        this.file = file;
        this.stages = stages;
    }

    /**
     * What a look came to.
     *
     * @param judgement the verdict, by the metrics that decide
     * @param aside the metrics that decide nothing
     * @param baseline what was compared with, for people
     * @param series all metrics, those that decide first
     * @param errors how often something could not be measured, and what, for people
     */
    record Finding(
            Judgement judgement,
            Judgement aside,
            String baseline,
            List<MetricSeries> series,
            Map<String, Integer> errors) {
        /** Why, for people; what could not be measured is no fault of the release, and is named where it matters. */
        String reason() {
            String missing = errors.isEmpty()
                            || judgement.verdict() == io.jenkins.plugins.aviary.rollout.judge.Verdict.PASS
                    ? ""
                    : errors.entrySet().stream()
                            .limit(1)
                            .map(error -> " Not measured " + error.getValue() + " times: " + error.getKey() + ".")
                            .findFirst()
                            .orElse("");
            return judgement.reason() + missing;
        }
    }

    /** What all worlds of one side gave at one look. */
    private record Side(
            Map<String, Double> means, Map<String, Metric> metrics, Set<String> promised, List<String> errors) {}

    /** Measures the worlds before any of them gets the release, and keeps it as their past. */
    void measurePast(List<WorldSite> sites, Instant now) throws InterruptedException {
        List<Measured> looks = looks(sites);
        for (int index = 0; index < sites.size(); index++) {
            Side side = side(List.of(looks.get(index)));
            file.samples()
                    .ofPast(
                            sites.get(index).world().name(),
                            new Sample(
                                    now,
                                    side.means(),
                                    Map.of(),
                                    side.metrics(),
                                    List.copyOf(side.promised()),
                                    side.errors()));
        }
    }

    /** Measures once in a stage, and keeps it. */
    void measure(int stage, Instant now) throws InterruptedException {
        List<WorldSite> reached = stages.reached(stage);
        List<WorldSite> compared = stages.baseline(stage).sites();
        List<WorldSite> all = new ArrayList<>(reached);
        all.addAll(compared);
        List<Measured> looks = looks(all);
        Side experiment = side(looks.subList(0, reached.size()));
        Side control = side(looks.subList(reached.size(), all.size()));
        Map<String, Metric> metrics = new TreeMap<>(control.metrics());
        metrics.putAll(experiment.metrics());
        Set<String> promised = new TreeSet<>(control.promised());
        promised.addAll(experiment.promised());
        List<String> errors = new ArrayList<>(experiment.errors());
        errors.addAll(control.errors());
        file.samples()
                .ofStage(
                        stage,
                        new Sample(
                                now,
                                control.means(),
                                experiment.means(),
                                metrics,
                                List.copyOf(promised),
                                errors.stream().limit(MOST_ERRORS).toList()));
    }

    private static List<Measured> looks(List<WorldSite> sites) throws InterruptedException {
        return new Workers<Measured>(AT_ONCE, "aviary-measure")
                .all(sites.stream()
                        .map(site -> (Workers.Work<Measured>) () -> look(site))
                        .toList());
    }

    private static Measured look(WorldSite site) throws InterruptedException {
        try {
            return site.measure();
        } catch (OperationFailure e) {
            // What cannot be measured is missing, which is no reason to call the release bad.
            return new Measured(Map.of(), Set.of(), List.of(site.world().name() + ": " + e.getMessage()));
        }
    }

    /**
     * The worlds of one side together. What was promised must come from every one of them, or it is missing: a world that
     * cannot be measured must not hide behind the others. What is there when it is there must come from half of them.
     */
    private static Side side(List<Measured> looks) {
        Map<String, List<Double>> values = new TreeMap<>();
        Map<String, Metric> metrics = new HashMap<>();
        Set<String> promised = new TreeSet<>();
        List<String> errors = new ArrayList<>();
        for (Measured look : looks) {
            look.values().forEach((metric, value) -> {
                metrics.put(metric.name(), metric);
                values.computeIfAbsent(metric.name(), first -> new ArrayList<>())
                        .add(metric.counted(value));
            });
            look.promised().forEach(metric -> {
                metrics.put(metric.name(), metric);
                promised.add(metric.name());
            });
            errors.addAll(look.errors());
        }
        Map<String, Double> means = new HashMap<>();
        values.forEach((name, all) -> {
            boolean enough = promised.contains(name) ? all.size() == looks.size() : 2 * all.size() >= looks.size();
            if (enough) {
                means.put(
                        name,
                        all.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN));
            }
        });
        return new Side(means, metrics, promised, errors);
    }

    /** Judges what was measured in a stage so far. */
    Finding judge(int stage, Look look) throws InterruptedException {
        List<Sample> samples = file.samples().ofStage(stage);
        Baseline baseline = stages.baseline(stage);
        StagePast past = new StagePast(file, stages.reached(stage), stage, samples);
        Map<String, Metric> metrics = new TreeMap<>();
        samples.forEach(sample -> metrics.putAll(sample.metrics()));
        Set<String> promised = samples.isEmpty()
                ? Set.of()
                : Set.copyOf(samples.get(samples.size() - 1).promised());
        Controls controls = new Controls(baseline, past, new StagePast(file, baseline.sites(), stage, samples), judge);
        List<MetricSeries> deciding = new ArrayList<>();
        List<MetricSeries> aside = new ArrayList<>();
        for (Metric metric : metrics.values()) {
            List<Double> control = controls.of(
                    metric,
                    samples.stream()
                            .map(sample -> sample.control().getOrDefault(metric.name(), Double.NaN))
                            .toList());
            List<Double> experiment = samples.stream()
                    .map(sample -> sample.experiment().getOrDefault(metric.name(), Double.NaN))
                    .toList();
            MetricSeries series = new MetricSeries(
                    metric.name(), metric.direction(), metric.importance() == Importance.CRITICAL, control, experiment);
            // Where nobody plays, what players cause is not there, and that says nothing of the release.
            boolean there = promised.contains(metric.name())
                    || isRegular(control) && (!stages.isClosed(stage) || isRegular(experiment));
            boolean told = isTold(control) || isTold(experiment) || promised.contains(metric.name());
            if (there && metric.importance() != Importance.INFORMATIVE) {
                deciding.add(series);
            } else if (told) {
                aside.add(series);
            }
        }
        List<MetricSeries> all = new ArrayList<>(deciding);
        all.addAll(aside);
        return new Finding(
                judge.judge(deciding, look), judge.judge(aside, look), controls.text(), all, errors(samples));
    }

    /** Whether the old release gives it most of the time: there is nothing to compare with what comes and goes. */
    private static boolean isRegular(List<Double> control) {
        return 2 * control.stream().filter(value -> !value.isNaN()).count() > control.size();
    }

    private static boolean isTold(List<Double> values) {
        return values.stream().anyMatch(value -> !value.isNaN());
    }

    private static Map<String, Integer> errors(List<Sample> samples) {
        Map<String, Integer> count = new LinkedHashMap<>();
        samples.forEach(sample -> sample.errors().forEach(error -> count.merge(error, 1, Integer::sum)));
        return count;
    }
}
