package io.jenkins.plugins.aviary.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.aviary.config.AnalysisConfig;
import io.jenkins.plugins.aviary.config.MetricConfig;
import io.jenkins.plugins.aviary.host.LocalHost;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.rollout.metrics.Measurement;
import io.jenkins.plugins.aviary.rollout.metrics.MeasurementFailed;
import io.jenkins.plugins.aviary.rollout.metrics.PrometheusServer;
import io.jenkins.plugins.aviary.server.FixtureWorlds;
import io.jenkins.plugins.aviary.server.WorldServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus scrapes what Canary would expose, and is asked as a rollout asks it. */
@Tag("integration")
@Timeout(180)
class RealPrometheusTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    Path folder;

    private final AtomicLong players = new AtomicLong(5);
    private final AtomicLong tasks = new AtomicLong();
    private volatile boolean exposes = true;
    private HttpServer server;
    private PrometheusProcess prometheus;

    @BeforeEach
    void started() throws Exception {
        assumeTrue(PrometheusProcess.executable().isPresent(), "prometheus is not installed");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/metrics", exchange -> {
            byte[] body = exposition().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(exposes ? 200 : 503, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        prometheus = PrometheusProcess.scraping(folder, server.getAddress().getPort(), "antica");
    }

    @AfterEach
    void ended() throws Exception {
        if (prometheus != null) {
            prometheus.close();
            server.stop(0);
        }
    }

    /** Ninety of a hundred tasks take a millisecond at most, the others up to fifty: Canary's histograms are in microseconds. */
    private String exposition() {
        long all = tasks.addAndGet(100);
        return """
                # TYPE players gauge
                players %d
                # TYPE task_latency_microseconds histogram
                task_latency_microseconds_bucket{task="Game::checkCreatures",le="1000"} %d
                task_latency_microseconds_bucket{task="Game::checkCreatures",le="50000"} %d
                task_latency_microseconds_bucket{task="Game::checkCreatures",le="+Inf"} %d
                task_latency_microseconds_sum{task="Game::checkCreatures"} %d
                task_latency_microseconds_count{task="Game::checkCreatures"} %d
                task_latency_microseconds_count{task="Game::checkLight"} 1
                """.formatted(players.get(), all / 10 * 9, all, all, all * 1000, all);
    }

    private PrometheusServer asking(String expression) {
        World world = FixtureWorlds.world("antica", folder.resolve("world"), 7172);
        FixtureWorlds surroundings = new FixtureWorlds();
        LocalHost here = new LocalHost("here");
        WorldServer canary =
                new WorldServer(here, world, FixtureWorlds.CANARY, surroundings, surroundings, Clock.systemUTC());
        MetricConfig metric = new MetricConfig(
                "asked",
                MetricConfig.Source.PROMETHEUS,
                expression,
                MetricConfig.Statistic.VALUE,
                0.99,
                MetricConfig.Bad.INCREASE,
                MetricConfig.Importance.NORMAL,
                0);
        AnalysisConfig analysis = new AnalysisConfig(false, prometheus.address().toString(), List.of(metric));
        return new WorldSources(world, analysis, here, canary, new SimulatedSurroundings(folder).context())
                .prometheus(metric);
    }

    private interface Look {
        boolean isSo() throws Exception;
    }

    /** Looks again until something is so; what cannot be measured yet is not. */
    private void await(String what, Look look) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        String last = "";
        while (true) {
            try {
                if (look.isSo()) {
                    return;
                }
            } catch (MeasurementFailed e) {
                last = e.getMessage();
            }
            assertThat(prometheus.trouble()).isEmpty();
            assertThat(System.nanoTime()).as(what + "; " + last).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    /** Ranges are of whole seconds: this one has whatever is there now. */
    private static Instant soon() {
        return Instant.now().plusSeconds(2);
    }

    private static boolean shows(PrometheusServer asked, double value) throws Exception {
        return asked.measure(Instant.now()).stream().map(Measurement::value).anyMatch(number -> number == value);
    }

    @Test
    void givesTheSeriesOfTheWorldWithItsGaps() throws Exception {
        PrometheusServer online = asking("sum(players{world=\"{world}\"})");
        Instant from = Instant.now().minusSeconds(10);
        await("5 players", () -> shows(online, 5));
        players.set(7);
        await("7 players", () -> shows(online, 7));

        exposes = false;
        await("nothing is scraped", () -> {
            try {
                online.measure(Instant.now());
                return false;
            } catch (MeasurementFailed e) {
                return e.getMessage().contains("gives no series now");
            }
        });
        players.set(9);
        exposes = true;
        await("9 players", () -> shows(online, 9));

        List<Double> series = online.series(from, soon(), SECOND);
        assertThat(series.get(0)).as("before it was scraped at all").isNaN();
        assertThat(series.stream().filter(Double::isFinite).distinct()).containsExactly(5.0, 7.0, 9.0);
        List<Double> gap = series.subList(series.lastIndexOf(7.0) + 1, series.indexOf(9.0));
        assertThat(gap).isNotEmpty().allMatch(number -> number.isNaN());

        PrometheusServer elsewhere = asking("sum(players{world=\"not-{world}\"})");
        assertThat(elsewhere.series(from, Instant.now(), SECOND)).isNotEmpty().allMatch(number -> number.isNaN());
    }

    @Test
    void takesQuantilesOfCanarysHistogramsInMicroseconds() throws Exception {
        PrometheusServer slow = asking("histogram_quantile(0.99, sum by (le)"
                + " (rate(task_latency_microseconds_bucket{world=\"{world}\"}[10s])))");
        Instant from = Instant.now();

        await("two scrapes", () -> !slow.measure(Instant.now()).isEmpty());

        // The 99th of a hundred is nine tenths of the way from 1,000 to 50,000.
        assertThat(slow.measure(Instant.now()).get(0).value()).isCloseTo(45_100, within(1e-6));
        assertThat(slow.series(from, soon(), SECOND).stream().filter(Double::isFinite))
                .isNotEmpty()
                .allSatisfy(number -> assertThat(number).isCloseTo(45_100, within(1e-6)));
    }

    @Test
    void saysWhatIsWrongWithAnExpression() throws Exception {
        await("it answers", () -> shows(asking("vector(1)"), 1));

        for (PrometheusServer wrong : List.of(asking("sum(players{"), asking("rate(players)"))) {
            assertThatThrownBy(() -> wrong.measure(Instant.now()))
                    .isInstanceOf(MeasurementFailed.class)
                    .hasMessageContaining("Prometheus refuses")
                    .hasMessageContaining("parse error");
            assertThatThrownBy(() -> wrong.series(Instant.now().minusSeconds(5), Instant.now(), SECOND))
                    .isInstanceOf(MeasurementFailed.class)
                    .hasMessageContaining("parse error");
        }
        await("two series", () -> {
            try {
                asking("task_latency_microseconds_count").measure(Instant.now());
                return false;
            } catch (MeasurementFailed e) {
                return e.getMessage().contains("gives 2 series, not one; aggregate it");
            }
        });
        await("no number", () -> asking("0/0").measure(Instant.now()).isEmpty());
    }

    @Test
    void saysSoWhenItIsGone() throws Exception {
        prometheus.close();

        assertThatThrownBy(() -> asking("vector(1)").measure(Instant.now()))
                .isInstanceOf(MeasurementFailed.class)
                .hasMessageContaining("does not answer");
    }
}
