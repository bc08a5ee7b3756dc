package io.jenkins.plugins.aviary.server;

import io.jenkins.plugins.aviary.config.ServerConfig;
import io.jenkins.plugins.aviary.config.ServerConfig.Dialect;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.Durations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Looks at every side of a server once, without changing anything. */
final class HealthLook {
    private static final long LAST_PART = 4L << 20;
    private static final Duration CLOCK_SLACK = Duration.ofSeconds(10);

    private final World world;
    private final ServerConfig config;
    private final ProcessTable processes;
    private final ServerPorts ports;
    private final ServerLog serverLog;
    private final Clock clock;
    private final Pattern readyLine;

    HealthLook(
            World world,
            ServerConfig config,
            ProcessTable processes,
            ServerPorts ports,
            ServerLog serverLog,
            Clock clock) {
        this.world = world;
        this.config = config;
        this.processes = processes;
        this.ports = ports;
        this.serverLog = serverLog;
        this.clock = clock;
        this.readyLine = Pattern.compile(config.readyLine());
    }

    Health look() throws InterruptedException {
        List<HealthCheck> checks = new ArrayList<>();
        Optional<ServerProcess> process = processes.find().map(ProcessTable.Found::process);
        checks.add(process.map(this::running)
                .orElse(HealthCheck.bad(
                        "process",
                        "no server of this world runs on " + world.host().name())));
        Optional<StatusAnswer> status = status(process, checks);
        int players = status.isPresent() ? counted(status.get()) : -1;
        game(checks);
        LogPart part = readLog(process);
        part.check(process, checks);
        return new Health(process, status, players, part.ready, part.lastSave, part.errors, part.bindFailures, checks);
    }

    private HealthCheck running(ServerProcess process) {
        return HealthCheck.ok("process", "pid " + process.pid() + " for " + age(process.started()));
    }

    private String age(Instant since) {
        Duration age = Duration.between(since, clock.instant());
        return Durations.text(Duration.ofSeconds(Math.max(0, age.toSeconds())));
    }

    private Optional<StatusAnswer> status(Optional<ServerProcess> process, List<HealthCheck> checks)
            throws InterruptedException {
        if (!ports.hasStatus()) {
            checks.add(HealthCheck.unknown("status", "it has no status port"));
            return Optional.empty();
        }
        try {
            StatusAnswer answer = ports.status();
            checks.add(ownAnswer(process, answer));
            return Optional.of(answer);
        } catch (NoAnswer e) {
            checks.add(HealthCheck.bad("status", "status port " + world.ports().status() + ": " + e.getMessage()));
            return Optional.empty();
        }
    }

    private HealthCheck ownAnswer(Optional<ServerProcess> process, StatusAnswer answer) {
        Duration age = process.map(running -> Duration.between(running.started(), clock.instant()))
                .orElse(answer.uptime());
        return answer.uptime().compareTo(age.plus(CLOCK_SLACK)) > 0
                ? HealthCheck.bad(
                        "status",
                        "another server answers on status port " + world.ports().status())
                : HealthCheck.ok("status", "answered in " + answer.latency().toMillis() + " ms");
    }

    private int counted(StatusAnswer answer) throws InterruptedException {
        int counted = ports.online();
        return counted < 0 ? answer.online() : counted;
    }

    private void game(List<HealthCheck> checks) throws InterruptedException {
        if (!ports.hasGame()) {
            checks.add(HealthCheck.unknown("game", "it has no game port"));
            return;
        }
        try {
            checks.add(HealthCheck.ok(
                    "game", "game port spoke after " + ports.game().toMillis() + " ms"));
        } catch (NoAnswer e) {
            checks.add(HealthCheck.bad("game", "game port " + world.ports().game() + ": " + e.getMessage()));
        }
    }

    private LogPart readLog(Optional<ServerProcess> process) throws InterruptedException {
        LogTail tail = serverLog.tail(process);
        LogMark from = tail.markBack(LAST_PART);
        LogPart part = new LogPart(tail.path(), tail.offset(), from.offset() == 0);
        LogFollower follower = serverLog.follow(from);
        int quiet = 0;
        while (quiet < 2) {
            follower.look().forEach(part::take);
            quiet = follower.isAtEnd() ? quiet + 1 : 0;
        }
        return part;
    }

    /** What the last part of the log tells about the run that it ends with. */
    private final class LogPart {
        private final String path;
        private final ZoneOffset offset;
        private boolean whole;
        private boolean ready;
        private boolean anything;
        private Optional<Instant> lastSave = Optional.empty();
        private int errors;
        private int bindFailures;
        private String lastError = "";

        LogPart(String path, ZoneOffset offset, boolean whole) {
            this.path = path;
            this.offset = offset;
            this.whole = whole;
        }

        void take(LogEntry entry) {
            anything = true;
            LogSign sign = entry.sign();
            if (sign == LogSign.BANNER) {
                whole = true;
                ready = false;
                errors = 0;
                bindFailures = 0;
                lastError = "";
                return;
            }
            boolean generic = config.dialect() == Dialect.GENERIC;
            ready |= generic ? readyLine.matcher(entry.message()).find() : sign == LogSign.READY;
            if (sign == LogSign.SAVED) {
                lastSave = entry.time().map(time -> time.toInstant(offset));
            }
            if (sign == LogSign.BIND_FAILED) {
                bindFailures++;
            }
            if (entry.level().atLeast(LogLevel.ERROR)) {
                errors++;
                lastError = entry.message();
            }
        }

        void check(Optional<ServerProcess> process, List<HealthCheck> checks) {
            if (!anything) {
                checks.add(HealthCheck.unknown("ready", "there is nothing in its log " + path));
                return;
            }
            checks.add(readiness());
            checks.add(lastSave.map(at -> HealthCheck.ok("save", "saved " + age(at) + " ago"))
                    .orElse(HealthCheck.unknown("save", "its log tells of no save")));
            checks.add(
                    errors == 0
                            ? HealthCheck.ok("errors", "no errors" + scope())
                            : HealthCheck.bad("errors", errors + " errors" + scope() + ", the last: " + lastError));
            if (bindFailures > 0 && process.isPresent()) {
                checks.add(HealthCheck.bad("ports", "it failed " + bindFailures + " times to get a port"));
            }
        }

        private HealthCheck readiness() {
            if (ready) {
                return HealthCheck.ok("ready", "its log says it is online");
            }
            return whole
                    ? HealthCheck.bad("ready", "its log does not say that it is online")
                    : HealthCheck.unknown("ready", "its log is too long to see when it started");
        }

        private String scope() {
            return whole ? " since it started" : " in the last part of its log";
        }
    }
}
