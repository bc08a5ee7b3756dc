package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.OperationLog;
import io.jenkins.plugins.aviary.rollout.judge.CanaryJudge;
import io.jenkins.plugins.aviary.rollout.judge.Direction;
import io.jenkins.plugins.aviary.rollout.judge.JudgePolicy;
import io.jenkins.plugins.aviary.rollout.judge.Judgement;
import io.jenkins.plugins.aviary.rollout.judge.Look;
import io.jenkins.plugins.aviary.rollout.judge.MetricSeries;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Measures the worlds with the new release beside those with the old one, at the same times, and has the judge compare
 * them. Where no world has the old release any more, what was measured on it in earlier stages stands for it.
 */
final class CanaryAnalysis {
    private final RolloutFile file;
    private final OperationLog log;
    private final CanaryJudge judge = new CanaryJudge(JudgePolicy.standard());

    CanaryAnalysis(RolloutFile file, OperationLog log) {
        this.file = file;
        this.log = log;
    }

    /** Measures once, and keeps it. */
    void measure(int stage, List<WorldSite> experiment, List<WorldSite> control, Instant now)
            throws InterruptedException {
        file.measured(stage, new RolloutFile.Sample(now, mean(control), mean(experiment)));
    }

    private Map<String, Double> mean(List<WorldSite> sites) throws InterruptedException {
        Map<String, List<Double>> values = new TreeMap<>();
        for (WorldSite site : sites) {
            try {
                site.measure()
                        .forEach((name, value) -> values.computeIfAbsent(name, first -> new ArrayList<>())
                                .add(value));
            } catch (OperationFailure e) {
                // What cannot be measured is missing, which is no reason to call the release bad.
                log.warn(e.getMessage());
            }
        }
        Map<String, Double> means = new HashMap<>();
        values.forEach((name, all) -> means.put(
                name, all.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN)));
        return means;
    }

    /** Judges what was measured in a stage so far. */
    Judgement judge(int stage, Look look) {
        return judge.judge(series(stage), look);
    }

    /** What was measured in a stage, a series for each metric. */
    List<MetricSeries> series(int stage) {
        List<RolloutFile.Sample> samples = file.samples(stage);
        Set<String> names = new TreeSet<>();
        samples.forEach(sample -> {
            names.addAll(sample.control().keySet());
            names.addAll(sample.experiment().keySet());
        });
        boolean hasControl =
                samples.stream().anyMatch(sample -> !sample.control().isEmpty());
        List<MetricSeries> series = new ArrayList<>();
        for (String name : names) {
            List<Double> control = new ArrayList<>();
            if (hasControl) {
                samples.forEach(sample -> control.add(sample.control().getOrDefault(name, Double.NaN)));
            } else {
                control.addAll(earlier(stage, name));
            }
            List<Double> experiment = samples.stream()
                    .map(sample -> sample.experiment().getOrDefault(name, Double.NaN))
                    .toList();
            series.add(new MetricSeries(name, Direction.INCREASE, false, control, experiment));
        }
        return series;
    }

    private List<Double> earlier(int stage, String name) {
        List<Double> values = new ArrayList<>();
        for (int before = 0; before < stage; before++) {
            file.samples(before).forEach(sample -> values.add(sample.control().getOrDefault(name, Double.NaN)));
        }
        return values;
    }
}
