package io.jenkins.plugins.aviary.rollout;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.operation.Event;
import io.jenkins.plugins.aviary.operation.Events;
import io.jenkins.plugins.aviary.rollout.judge.MetricJudgement;
import io.jenkins.plugins.aviary.rollout.stage.RolloutInput;
import io.jenkins.plugins.aviary.rollout.stage.RolloutState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reports how a rollout goes, as {@code docs/reference/events.md} says. */
final class CanaryEvents {
    private static final int MOST_POINTS = 500;
    private static final int MOST_ERRORS = 20;

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

    void judged(int stage, CanaryAnalysis.Finding finding) {
        ObjectNode payload = payload()
                .put("stage", name(stage))
                .put("verdict", text(finding.judgement().verdict()))
                .put("reason", finding.reason())
                .put("baseline", finding.baseline());
        ArrayNode errors = payload.putArray("errors");
        finding.errors().entrySet().stream()
                .limit(MOST_ERRORS)
                .forEach(error -> errors.add(error.getKey() + " (" + error.getValue() + " times)"));
        ArrayNode metrics = payload.putArray("metrics");
        List<MetricJudgement> judged = new ArrayList<>(finding.judgement().metrics());
        int deciding = judged.size();
        judged.addAll(finding.aside().metrics());
        for (int index = 0; index < judged.size(); index++) {
            MetricJudgement metric = judged.get(index);
            ObjectNode one = metrics.addObject()
                    .put("decides", index < deciding)
                    .put("name", metric.name())
                    .put("verdict", text(metric.verdict()))
                    .put("reason", metric.reason())
                    .put("direction", metric.direction().text())
                    .put("critical", metric.critical());
            number(one, "shift", metric.shift());
            number(one, "low", metric.shiftLow());
            number(one, "high", metric.shiftHigh());
            number(one, "p", metric.adjustedProbability());
            points(one.putArray("control"), finding.series().get(index).control());
            points(one.putArray("experiment"), finding.series().get(index).experiment());
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

    /** Somebody wants something of it. */
    void wished(RolloutInput.Wish wish) {
        ObjectNode payload = payload().put("wish", text(wish.what())).put("by", wish.who());
        String reason = text(wish.what()) + " by " + wish.who() + (wish.reason().isEmpty() ? "" : ": " + wish.reason());
        switch (wish.what()) {
            case PAUSE -> payload.put("state", "paused");
            case RESUME -> payload.put("state", "running");
            case SKIP, ABORT, ROLLBACK -> payload.put("wanted", text(wish.what()));
        }
        record("rollout.wished", payload.put("reason", reason));
    }

    /** It is over, or goes no further; some worlds may be left closed or open to some only. */
    void ended(RolloutState state, List<String> limited) {
        ObjectNode payload = payload().put("result", text(state.phase())).put("reason", state.reason());
        limited.forEach(payload.putArray("limited")::add);
        record("rollout.finished", payload);
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
