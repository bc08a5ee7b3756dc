package io.jenkins.plugins.aviary.rollout.judge;

import java.util.List;

/**
 * What a look at all metrics came to.
 *
 * @param verdict the worst of all metrics
 * @param reason one sentence that says why
 * @param metrics what was found out about each, in the order given
 */
public record Judgement(Verdict verdict, String reason, List<MetricJudgement> metrics) {
    /** Takes a copy of the list. */
    public Judgement {
        metrics = List.copyOf(metrics);
    }
}
