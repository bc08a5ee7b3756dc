package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.config.AnalysisConfig;
import io.jenkins.plugins.aviary.config.MetricConfig;
import io.jenkins.plugins.aviary.database.DatabaseFailure;
import io.jenkins.plugins.aviary.database.WorldDatabase;
import io.jenkins.plugins.aviary.host.GameHost;
import io.jenkins.plugins.aviary.host.HostFailure;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.rollout.judge.Direction;
import io.jenkins.plugins.aviary.rollout.metrics.HttpText;
import io.jenkins.plugins.aviary.rollout.metrics.Importance;
import io.jenkins.plugins.aviary.rollout.metrics.LogRate;
import io.jenkins.plugins.aviary.rollout.metrics.MeasurementFailed;
import io.jenkins.plugins.aviary.rollout.metrics.Metric;
import io.jenkins.plugins.aviary.rollout.metrics.MetricRule;
import io.jenkins.plugins.aviary.rollout.metrics.MetricSource;
import io.jenkins.plugins.aviary.rollout.metrics.PrometheusServer;
import io.jenkins.plugins.aviary.rollout.metrics.PrometheusText;
import io.jenkins.plugins.aviary.rollout.metrics.SqlMetric;
import io.jenkins.plugins.aviary.rollout.metrics.StatusMetrics;
import io.jenkins.plugins.aviary.server.LogEntry;
import io.jenkins.plugins.aviary.server.LogLevel;
import io.jenkins.plugins.aviary.server.LogSign;
import io.jenkins.plugins.aviary.server.WorldServer;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Where one world is measured: what {@code aviary.yml} declares, and the usual. Its own server is reached through its
 * host's connection, its database and a Prometheus server as they are from where the operation runs.
 */
final class WorldSources {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final World world;
    private final AnalysisConfig analysis;
    private final GameHost host;
    private final WorldServer server;
    private final RunContext context;
    private final HttpText http = new HttpText(PATIENCE);

    WorldSources(World world, AnalysisConfig analysis, GameHost host, WorldServer server, RunContext context) {
        this.world = world;
        this.analysis = analysis;
        this.host = host;
        this.server = server;
        this.context = context;
    }

    /** All of them, as if nothing had been measured before; rates and counts begin anew. */
    List<MetricSource> fresh() throws InterruptedException {
        List<MetricSource> sources = new ArrayList<>();
        List<MetricRule> rules = new ArrayList<>();
        Map<StatusMetrics.Subject, Metric> status = new EnumMap<>(StatusMetrics.Subject.class);
        if (analysis.usual()) {
            if (world.metricsUrl().isPresent()) {
                rules.addAll(MetricRule.ofCanary());
            }
            if (world.ports().status() > 0) {
                status.putAll(StatusMetrics.usual());
            }
            sources.add(
                    logged(Metric.of("errors", Direction.INCREASE, Importance.CRITICAL), MetricConfig.OfLog.ERRORS));
        }
        for (MetricConfig metric : analysis.metrics()) {
            switch (metric.source()) {
                case SCRAPE -> rules.add(rule(metric));
                case PROMETHEUS -> sources.add(prometheus(metric));
                case SQL -> sources.add(query(metric));
                case STATUS -> status.put(StatusMetrics.Subject.valueOf(metric.subject()), metric(metric));
                case LOG -> sources.add(logged(metric(metric), MetricConfig.OfLog.valueOf(metric.subject())));
            }
        }
        if (!rules.isEmpty()) {
            sources.add(new PrometheusText(this::exposition, rules));
        }
        if (!status.isEmpty()) {
            sources.add(new StatusMetrics(server::status, status));
        }
        return sources;
    }

    private static Metric metric(MetricConfig metric) {
        return new Metric(
                metric.name(),
                Direction.valueOf(metric.direction().name()),
                Importance.valueOf(metric.importance().name()),
                metric.negligible());
    }

    private static MetricRule rule(MetricConfig metric) {
        return new MetricRule(
                metric.subject(),
                MetricRule.Statistic.valueOf(metric.statistic().name()),
                metric.quantile(),
                Direction.valueOf(metric.direction().name()),
                Importance.valueOf(metric.importance().name()),
                metric.negligible(),
                true);
    }

    /** Its expression may name the world. */
    PrometheusServer prometheus(MetricConfig metric) {
        String expression = metric.subject()
                .replace("{world}", world.name())
                .replace("{environment}", world.environment())
                .replace("{host}", world.host().name());
        return new PrometheusServer(URI.create(analysis.prometheus()), metric(metric), expression, http);
    }

    private SqlMetric query(MetricConfig metric) {
        return new SqlMetric(metric(metric), metric.subject(), this::connection, PATIENCE);
    }

    private Connection connection() throws SQLException {
        try {
            return WorldDatabase.of(world, context.secrets())
                    .answeringWithin(PATIENCE.multipliedBy(2))
                    .connect();
        } catch (DatabaseFailure e) {
            throw new SQLException(e.getMessage(), e);
        }
    }

    private LogRate logged(Metric metric, MetricConfig.OfLog kind) throws InterruptedException {
        return new LogRate(metric, counted(kind), server.follow(server.mark()));
    }

    private static Predicate<LogEntry> counted(MetricConfig.OfLog kind) {
        return switch (kind) {
            case ERRORS -> entry -> entry.level().atLeast(LogLevel.ERROR);
            case WARNINGS -> entry -> entry.level().atLeast(LogLevel.WARNING);
            case SCRIPT_ERRORS -> entry -> entry.sign() == LogSign.LUA_ERROR;
            case SQL_ERRORS -> entry -> entry.sign() == LogSign.SQL_ERROR;
            case UNSAVED_PLAYERS -> entry -> entry.sign() == LogSign.PLAYER_NOT_SAVED;
            case BACKLOGS -> entry -> entry.sign() == LogSign.BACKLOG;
            case PACKET_FLOODS -> entry -> entry.sign() == LogSign.PACKET_FLOOD;
            case LOGINS -> entry -> entry.sign() == LogSign.LOGIN;
            case LOGOUTS -> entry -> entry.sign() == LogSign.LOGOUT;
        };
    }

    /** What its server exposes, reached as its host sees it. */
    private String exposition() throws MeasurementFailed, InterruptedException {
        URI address = URI.create(world.metricsUrl()
                .orElseThrow(() -> new MeasurementFailed(
                        "the world has no 'metrics' in aviary.yml; give the address that its server exposes them at")));
        if (address.getHost() == null || HTTPS == port(address)) {
            return http.get(address);
        }
        try {
            return http.get(HttpText.through(address, host.tunnel(address.getHost(), port(address))));
        } catch (HostFailure e) {
            throw new MeasurementFailed("the host does not lead to its metrics: " + e.getMessage(), e);
        }
    }

    private static int port(URI address) {
        boolean secure = "https".equals(address.getScheme());
        return address.getPort() > 0 ? address.getPort() : secure ? HTTPS : HTTP;
    }
}
