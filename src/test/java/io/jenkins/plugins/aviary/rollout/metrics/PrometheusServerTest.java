package io.jenkins.plugins.aviary.rollout.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.aviary.rollout.judge.Direction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PrometheusServerTest {
    private static final Instant FROM = Instant.ofEpochSecond(1_700_000_000);

    private static final Metric TICK = Metric.of("tick", Direction.INCREASE, Importance.NORMAL);

    private final AtomicReference<String> answer = new AtomicReference<>("");
    private final AtomicReference<URI> asked = new AtomicReference<>();
    private int code = 200;
    private HttpServer server;
    private PrometheusServer prometheus;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.set(exchange.getRequestURI());
            byte[] body = answer.get().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(code, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        prometheus = new PrometheusServer(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                TICK,
                "sum(rate(a[1m]))",
                new HttpText(Duration.ofSeconds(10)));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aRangeHasAPlaceForEveryStepAndKeepsGaps() throws Exception {
        answer.set("{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{},\"values\":"
                + "[[1700000000,\"1.5\"],[1700000060,\"3\"],[1700000090,\"NaN\"]]}]}}");
        assertThat(prometheus.series(FROM, FROM.plusSeconds(90), Duration.ofSeconds(30)))
                .containsExactly(1.5, Double.NaN, 3.0, Double.NaN);
        assertThat(asked.get().getRawQuery())
                .isEqualTo("query=sum%28rate%28a%5B1m%5D%29%29&start=1700000000&end=1700000090&step=30");
    }

    @Test
    void aMomentGivesOneNumberOrNone() throws Exception {
        answer.set(
                "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"value\":[1700000000,\"7\"]}]}}");
        assertThat(prometheus.measure(FROM)).containsExactly(new Measurement(TICK, 7));
        answer.set("{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[1700000000,\"NaN\"]}}");
        assertThat(prometheus.measure(FROM)).isEmpty();
    }

    @Test
    void whatGoesWrongIsAMeasurementError() {
        answer.set("{\"status\":\"error\",\"error\":\"parse error\"}");
        assertThatThrownBy(() -> prometheus.measure(FROM))
                .isInstanceOf(MeasurementFailed.class)
                .hasMessageContaining("parse error");
        answer.set("{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{},{}]}}");
        assertThatThrownBy(() -> prometheus.measure(FROM)).hasMessageContaining("2 series");
        code = 503;
        assertThatThrownBy(() -> prometheus.measure(FROM)).hasMessageContaining("503");
        server.stop(0);
        assertThatThrownBy(() -> prometheus.measure(FROM)).hasMessageContaining("does not answer");
    }

    @Test
    void anAddressIsTheSameThroughATunnel() {
        assertThat(HttpText.through(
                        URI.create("http://game1:9464/metrics?x=1"), new InetSocketAddress("127.0.0.1", 4000)))
                .isEqualTo(URI.create("http://127.0.0.1:4000/metrics?x=1"));
    }
}
