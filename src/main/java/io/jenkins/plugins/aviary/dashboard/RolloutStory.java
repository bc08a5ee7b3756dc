package io.jenkins.plugins.aviary.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.ledger.Recorded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the events {@code rollout.*} of one rollout tell, put together by stage.
 *
 * @param strategy how it goes
 * @param state how it stands: what the last event said
 * @param reason why, or empty
 * @param stages its stages, in their order
 */
record RolloutStory(String strategy, String state, String reason, List<Stage> stages) {
    private static final int MOST_STAGES = 200;
    private static final int MOST_WORLDS = 1000;
    private static final int MOST_METRICS = 60;
    private static final int MOST_POINTS = 500;

    /**
     * A stage.
     *
     * @param name its name
     * @param worlds the worlds in it
     * @param percent how much of all it is, in percent
     * @param state {@code waiting}, {@code running}, {@code passed}, {@code failed}, {@code inconclusive}, or what an event
     *     said
     * @param started when it began
     * @param ended when it ended
     * @param reason why it ended so, or empty
     * @param judgements how often it was judged
     * @param metrics the newest judgement of each metric
     * @param baseline what the new release was compared with, or empty
     * @param errors what could not be measured
     */
    record Stage(
            String name,
            List<String> worlds,
            Optional<Double> percent,
            String state,
            Optional<Instant> started,
            Optional<Instant> ended,
            String reason,
            int judgements,
            List<Metric> metrics,
            String baseline,
            List<String> errors) {
        Stage with(ObjectNode payload, Instant time) {
            String told = Payload.text(payload, "state", "result");
            String now = told.isEmpty() ? state : told;
            boolean over = !now.equals("waiting") && !now.equals("running");
            List<String> places = Payload.texts(payload, "worlds", MOST_WORLDS);
            return new Stage(
                    name,
                    places.isEmpty() ? worlds : places,
                    Payload.number(payload, "percent", "weight").or(() -> percent),
                    now,
                    started.isPresent() || now.equals("waiting") ? started : Optional.of(time),
                    over ? Optional.of(time) : Optional.empty(),
                    told.isEmpty() ? reason : Payload.text(payload, "reason"),
                    judgements,
                    metrics,
                    baseline,
                    errors);
        }

        Stage judged(ObjectNode payload) {
            Map<String, Metric> all = new LinkedHashMap<>();
            metrics.forEach(metric -> all.put(metric.name(), metric));
            for (JsonNode metric : payload.path("metrics")) {
                Metric read = Metric.of(metric);
                if (!read.name().isEmpty() && (all.size() < MOST_METRICS || all.containsKey(read.name()))) {
                    all.put(read.name(), read);
                }
            }
            return new Stage(
                    name,
                    worlds,
                    percent,
                    state,
                    started,
                    ended,
                    Payload.text(payload, "reason").isEmpty() ? reason : Payload.text(payload, "reason"),
                    judgements + 1,
                    List.copyOf(all.values()),
                    Payload.text(payload, "baseline"),
                    Payload.texts(payload, "errors", MOST_METRICS));
        }
    }

    /**
     * A metric as the judge saw it.
     *
     * @param name its name
     * @param verdict what the judge said
     * @param reason why
     * @param direction which change would be bad
     * @param critical whether it is named first
     * @param decides whether it counts, or is only shown
     * @param control the values of the release before; absent where one is missing
     * @param experiment the values of the new release
     * @param shift the estimated difference
     * @param low the lower end of its confidence interval
     * @param high the upper end
     * @param p the p-value
     */
    record Metric(
            String name,
            String verdict,
            String reason,
            String direction,
            boolean critical,
            boolean decides,
            List<Optional<Double>> control,
            List<Optional<Double>> experiment,
            Optional<Double> shift,
            Optional<Double> low,
            Optional<Double> high,
            Optional<Double> p) {
        static Metric of(JsonNode json) {
            return new Metric(
                    Payload.text(json, "name", "metric"),
                    Payload.text(json, "verdict", "classification"),
                    Payload.text(json, "reason"),
                    Payload.text(json, "direction"),
                    json.path("critical").asBoolean(false),
                    json.path("decides").asBoolean(true),
                    Payload.numbers(json, "control", MOST_POINTS),
                    Payload.numbers(json, "experiment", MOST_POINTS),
                    Payload.number(json, "shift"),
                    Payload.number(json, "low"),
                    Payload.number(json, "high"),
                    Payload.number(json, "p", "pValue"));
        }
    }

    static RolloutStory of(List<Recorded> events) {
        Map<String, Stage> stages = new LinkedHashMap<>();
        String strategy = "";
        String state = "";
        String reason = "";
        for (Recorded recorded : events) {
            ObjectNode payload = recorded.event().payload();
            Instant time = recorded.event().time();
            strategy = strategy.isEmpty() ? Payload.text(payload, "strategy") : strategy;
            for (JsonNode planned : payload.path("stages")) {
                String name = Payload.text(planned, "stage", "name");
                if (!name.isEmpty() && stages.size() < MOST_STAGES) {
                    stages.putIfAbsent(name, planned(name, planned));
                }
            }
            String name = Payload.text(payload, "stage");
            if (!name.isEmpty() && (stages.containsKey(name) || stages.size() < MOST_STAGES)) {
                Stage before = stages.getOrDefault(name, planned(name, payload));
                boolean judgement = payload.path("metrics").isArray();
                stages.put(name, judgement ? before.judged(payload) : before.with(payload, time));
            } else {
                String told = Payload.text(payload, "result", "state");
                state = told.isEmpty() ? state : told;
                reason = told.isEmpty() ? reason : Payload.text(payload, "reason");
            }
        }
        return new RolloutStory(strategy, state, reason, new ArrayList<>(stages.values()));
    }

    private static Stage planned(String name, JsonNode json) {
        return new Stage(
                name,
                Payload.texts(json, "worlds", MOST_WORLDS),
                Payload.number(json, "percent", "weight"),
                "waiting",
                Optional.empty(),
                Optional.empty(),
                "",
                0,
                List.of(),
                "",
                List.of());
    }
}
