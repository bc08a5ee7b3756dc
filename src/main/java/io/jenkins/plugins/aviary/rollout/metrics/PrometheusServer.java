package io.jenkins.plugins.aviary.rollout.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * A Prometheus server that already scrapes the worlds: an expression in PromQL that must give one series, asked for a
 * moment or over a range, such as the same worlds' own past.
 */
public final class PrometheusServer implements MetricSource {
    private static final int MOST_POINTS = 11_000;

    /** What it answers with the reason in the same form: to an expression that is none, and to one that cannot be done. */
    private static final Set<Integer> WITH_REASON = Set.of(HttpText.OK, 400, 422);

    private final URI server;
    private final Metric metric;
    private final String expression;
    private final HttpText http;

    /**
     * An expression at a server.
     *
     * @param server the server's address, such as {@code http://prometheus:9090}
     * @param metric what to call the result
     * @param expression the expression in PromQL
     */
    public PrometheusServer(URI server, Metric metric, String expression, HttpText http) {
        this.server = server;
        this.metric = metric;
        this.expression = expression;
        this.http = http;
    }

    @Override
    public String name() {
        return "'" + metric.name() + "' of the Prometheus server " + server.getHost();
    }

    @Override
    public List<Metric> promised() {
        return List.of(metric);
    }

    @Override
    public List<Measurement> measure(Instant now) throws MeasurementFailed, InterruptedException {
        JsonNode result = asked("/api/v1/query?query=" + encoded(expression) + "&time=" + now);
        JsonNode value = result.path("resultType").asText().equals("scalar")
                ? result.path("result")
                : one(result).path("value");
        double number = number(value.path(1).asText("NaN"));
        return Double.isFinite(number) ? List.of(new Measurement(metric, number)) : List.of();
    }

    /**
     * The series between two times, both included, NaN where the server has no number.
     *
     * @param step the time between two numbers, a second or more
     * @throws MeasurementFailed if the server does not answer with one series
     */
    public List<Double> series(Instant from, Instant to, Duration step) throws MeasurementFailed, InterruptedException {
        long seconds = Math.max(1, step.toSeconds());
        long points = Duration.between(from, to).toSeconds() / seconds + 1;
        if (points < 1 || points > MOST_POINTS) {
            throw new MeasurementFailed("a range has 1 to " + MOST_POINTS + " numbers, not " + points);
        }
        JsonNode result = asked("/api/v1/query_range?query=" + encoded(expression) + "&start=" + from.getEpochSecond()
                + "&end=" + to.getEpochSecond() + "&step=" + seconds);
        List<Double> series = new ArrayList<>(Collections.nCopies((int) points, Double.NaN));
        if (result.path("result").isEmpty()) {
            return series;
        }
        for (JsonNode point : one(result).path("values")) {
            long index = Math.round((point.path(0).asDouble() - from.getEpochSecond()) / seconds);
            double number = number(point.path(1).asText("NaN"));
            if (index >= 0 && index < points && Double.isFinite(number)) {
                series.set((int) index, number);
            }
        }
        return series;
    }

    private JsonNode one(JsonNode result) throws MeasurementFailed {
        int size = result.path("result").size();
        if (size == 0) {
            throw new MeasurementFailed("'" + expression
                    + "' gives no series now; nothing is scraped any more, or it names" + " what there is not");
        }
        if (size != 1) {
            throw new MeasurementFailed(
                    "'" + expression + "' gives " + size + " series, not one; aggregate it, for example with sum(...)");
        }
        return result.path("result").path(0);
    }

    private JsonNode asked(String query) throws MeasurementFailed, InterruptedException {
        try {
            JsonNode answer = new ObjectMapper().readTree(http.get(URI.create(server + query), WITH_REASON));
            if (!answer.path("status").asText().equals("success")) {
                throw new MeasurementFailed("Prometheus refuses '" + expression + "': "
                        + answer.path("error").asText("no reason"));
            }
            return answer.path("data");
        } catch (IOException e) {
            throw new MeasurementFailed("Prometheus's answer is not JSON", e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text.replace("Inf", "Infinity"));
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
