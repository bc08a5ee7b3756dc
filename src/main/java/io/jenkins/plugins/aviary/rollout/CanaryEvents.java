package io.jenkins.plugins.aviary.rollout;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.operation.Event;
import io.jenkins.plugins.aviary.operation.Events;
import io.jenkins.plugins.aviary.rollout.judge.Judgement;
import io.jenkins.plugins.aviary.rollout.judge.MetricJudgement;
import io.jenkins.plugins.aviary.rollout.judge.MetricSeries;
import io.jenkins.plugins.aviary.rollout.stage.RolloutState;
import java.util.List;
import java.util.Locale;

/** Reports how a rollout goes, as {@code docs/reference/events.md} says. */
final class CanaryEvents {
    private static final int MOST_POINTS = 500;

    private final Events events;
    private final RolloutFile.Plan plan;

    CanaryEvents(Events events, RolloutFile.Plan plan) {
        this.events = events;
        this.plan = plan;
    }

    void started() {
        ObjectNode payload = payload();
        ArrayNode stages = payload.putArray("stages");
        for (int stage = 0; stage < plan.stages().size(); stage++) {
            int reach = plan.stages().get(stage).reach(plan.worlds().size());
            ObjectNode one = stages.addObject()
                    .put("stage", name(stage))
                    .put("percent", 100.0 * reach / plan.worlds().size());
            plan.worlds().subList(0, reach).forEach(one.putArray("worlds")::add);
        }
        record("rollout.started", payload.put("state", "running"));
    }

    private String name(int stage) {
        return (stage + 1) + ". " + plan.stages().get(stage).title();
    }

    void stage(int stage, String state, String reason) {
        record(
                "rollout.stage",
                payload().put("stage", name(stage)).put("state", state).put("reason", reason));
    }

    void judged(int stage, Judgement judgement, List<MetricSeries> series) {
        ObjectNode payload = payload()
                .put("stage", name(stage))
                .put("verdict", text(judgement.verdict()))
                .put("reason", judgement.reason());
        ArrayNode metrics = payload.putArray("metrics");
        for (int index = 0; index < judgement.metrics().size(); index++) {
            MetricJudgement metric = judgement.metrics().get(index);
            ObjectNode one = metrics.addObject()
                    .put("name", metric.name())
                    .put("verdict", text(metric.verdict()))
                    .put("reason", metric.reason())
                    .put("direction", metric.direction().text())
                    .put("critical", metric.critical());
            number(one, "shift", metric.shift());
            number(one, "low", metric.shiftLow());
            number(one, "high", metric.shiftHigh());
            number(one, "p", metric.adjustedProbability());
            points(one.putArray("control"), series.get(index).control());
            points(one.putArray("experiment"), series.get(index).experiment());
        }
        record("rollout.judged", payload);
    }

    private static void number(ObjectNode metric, String name, double value) {
        if (Double.isFinite(value)) {
            metric.put(name, value);
        }
    }

    private static void points(ArrayNode points, List<Double> values) {
        values.stream().skip(Math.max(0, values.size() - MOST_POINTS)).forEach(value -> {
            if (value.isNaN()) {
                points.addNull();
            } else {
                points.add(value);
            }
        });
    }

    private static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    void ended(RolloutState state) {
        record("rollout.finished", payload().put("result", text(state.phase())).put("reason", state.reason()));
    }

    private ObjectNode payload() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("deployment", plan.id())
                .put("strategy", "canary");
    }

    private void record(String type, ObjectNode payload) {
        events.record(Event.of(type, plan.environment(), plan.release(), payload));
    }
}
