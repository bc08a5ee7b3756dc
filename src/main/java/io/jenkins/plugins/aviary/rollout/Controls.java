package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.rollout.judge.CanaryJudge;
import io.jenkins.plugins.aviary.rollout.judge.Direction;
import io.jenkins.plugins.aviary.rollout.judge.MetricSeries;
import io.jenkins.plugins.aviary.rollout.judge.Verdict;
import io.jenkins.plugins.aviary.rollout.metrics.Metric;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Chooses what each metric of the new release is compared with. The old release started anew is best. Else it is the own
 * past of the worlds, since worlds differ; but where it shows that these worlds were as the others are before the release
 * came, those others at the same times are as good and share what changes with the hour. Where no past is known, the
 * others are all there is.
 */
final class Controls {
    private final Baseline baseline;
    private final StagePast past;
    private final StagePast others;
    private final CanaryJudge judge;
    private final Set<String> byPast = new TreeSet<>();

    /** For one stage: the past of the worlds with the release, and that of the worlds beside them. */
    Controls(Baseline baseline, StagePast past, StagePast others, CanaryJudge judge) {
        this.baseline = baseline;
        this.past = past;
        this.others = others;
        this.judge = judge;
    }

    /**
     * What a metric is compared with.
     *
     * @param meanwhile what was measured on the worlds beside the new release, at the same times
     */
    List<Double> of(Metric metric, List<Double> meanwhile) throws InterruptedException {
        return switch (baseline.kind()) {
            case FRESH -> meanwhile;
            case PAST -> past.of(metric);
            case CONCURRENT -> {
                List<Double> own = past.own(metric);
                if (own.isEmpty() || wereAlike(metric, own)) {
                    yield meanwhile;
                }
                byPast.add(metric.name());
                yield own;
            }
        };
    }

    /** Whether the worlds were as the others are before the release came; not to be able to tell is no. */
    private boolean wereAlike(Metric metric, List<Double> own) throws InterruptedException {
        List<Double> beside = others.own(metric);
        if (beside.isEmpty()) {
            return false;
        }
        MetricSeries series = new MetricSeries(metric.name(), Direction.EITHER, false, beside, own);
        return judge.judge(List.of(series)).verdict() == Verdict.PASS;
    }

    /** What was compared with, for people, once every metric was chosen for. */
    String text() {
        if (baseline.kind() == Baseline.Kind.PAST) {
            return baseline.text() + past.text();
        }
        return byPast.isEmpty()
                ? baseline.text()
                : baseline.text() + "; and by the own past of the worlds with the release" + past.text()
                        + ", where they were not shown to be like the others then: " + String.join(", ", byPast);
    }
}
