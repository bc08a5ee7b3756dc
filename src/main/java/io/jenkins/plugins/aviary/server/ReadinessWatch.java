package io.jenkins.plugins.aviary.server;

import io.jenkins.plugins.aviary.config.ServerConfig;
import io.jenkins.plugins.aviary.config.ServerConfig.Dialect;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.Durations;
import io.jenkins.plugins.aviary.operation.Progress;
import io.jenkins.plugins.aviary.server.ProcessTable.Found;
import io.jenkins.plugins.aviary.server.Readiness.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Watches a server start. Its ready line alone proves nothing: Canary says "server online!" also when it did not get its
 * ports, and goes on after a failed migration. And The Forgotten Server exits with 0 when it could not start.
 */
final class ReadinessWatch {
    private static final Duration GLANCE = Duration.ofMillis(250);
    private static final Duration AGAIN_WITHIN = Duration.ofSeconds(8);
    private static final Duration CLOCK_SLACK = Duration.ofSeconds(10);
    private static final Duration BIND_AGAIN = Duration.ofSeconds(18);
    private static final int LIVES = 3;
    private static final int BIND_TRIES = 3;
    private static final int EVIDENCE = 8;

    private final World world;
    private final ServerConfig config;
    private final ProcessTable processes;
    private final ServerPorts ports;
    private final ServerLog serverLog;
    private final Clock clock;
    private final Pause pause;
    private final Pattern readyLine;

    ReadinessWatch(
            World world,
            ServerConfig config,
            ProcessTable processes,
            ServerPorts ports,
            ServerLog serverLog,
            Clock clock,
            Pause pause) {
        this.world = world;
        this.config = config;
        this.processes = processes;
        this.ports = ports;
        this.serverLog = serverLog;
        this.clock = clock;
        this.pause = pause;
        this.readyLine = Pattern.compile(config.readyLine());
    }

    Readiness await(LogMark since, Duration within, Progress progress) throws InterruptedException {
        try (Progress.Task task =
                progress.begin("Waiting for " + world.qualifiedName() + " to be ready", within.toSeconds(), "s")) {
            Watch watch = new Watch(since, within);
            while (true) {
                Optional<Readiness> settled = watch.look();
                if (settled.isPresent()) {
                    return settled.get();
                }
                if (watch.waited().compareTo(within) >= 0) {
                    return watch.tooLate();
                }
                task.at(watch.waited().toSeconds());
                pause.pause(GLANCE);
            }
        }
    }

    /** One start, as far as it has come. */
    private final class Watch {
        private final Instant begun = clock.instant();
        private final Duration within;
        private final LogFollower follower;
        private final Deque<LogEntry> telling = new ArrayDeque<>();
        private boolean online;
        private boolean migrating;
        private int bindFailures;
        private Instant bindFailed = begun;
        private int lives;
        private String banner = "";
        private int banners;
        private boolean supervised = !world.launch().systemdUnit().isEmpty();
        private ServerProcess last;
        private Instant lastSeen = begun;
        private String silence = "";
        private String lastWords = "";

        Watch(LogMark since, Duration within) {
            this.within = within;
            this.follower = serverLog.follow(since);
        }

        Duration waited() {
            return Duration.between(begun, clock.instant());
        }

        Optional<Readiness> look() throws InterruptedException {
            Optional<Found> found = processes.find();
            Optional<Readiness> failed = read();
            if (failed.isPresent()) {
                return failed;
            }
            if (found.isEmpty()) {
                // What it said last may have been written between the two looks.
                Optional<Readiness> said = read();
                return said.isPresent() ? said : gone();
            }
            return running(found.get());
        }

        private Optional<Readiness> running(Found found) throws InterruptedException {
            ServerProcess process = found.process();
            if (last != null && !last.isSame(process)) {
                online = false;
                bindFailures = 0;
            }
            if (last == null || !last.isSame(process)) {
                lives++;
            }
            supervised |= !found.supervisors().isEmpty();
            last = process;
            lastSeen = clock.instant();
            if (lives > LIVES) {
                return crashLoop();
            }
            return online ? answering(process) : Optional.empty();
        }

        /** A server may live too short a time to be seen, but not to say who it is. */
        private Optional<Readiness> began(String said) {
            online = false;
            banner = banner.isEmpty() ? said : banner;
            if (said.equals(banner)) {
                banners++;
            }
            supervised |= banners > 1;
            return banners > LIVES ? crashLoop() : Optional.empty();
        }

        private Optional<Readiness> crashLoop() {
            return ended(
                    Verdict.CRASH_LOOP,
                    "it ended " + LIVES + " times while it started, and something starts it again and again"
                            + lastWords);
        }

        /** Nothing to be seen of it; a supervisor may start it again in a moment. */
        private Optional<Readiness> gone() {
            if (supervised && Duration.between(lastSeen, clock.instant()).compareTo(AGAIN_WITHIN) < 0) {
                return Optional.empty();
            }
            return ended(Verdict.CRASHED, "its process is gone" + lastWords);
        }

        private Optional<Readiness> read() throws InterruptedException {
            do {
                for (LogEntry entry : follower.look()) {
                    Optional<Readiness> failed = take(entry);
                    if (failed.isPresent()) {
                        return failed;
                    }
                }
            } while (!follower.isAtEnd());
            return Optional.empty();
        }

        private Optional<Readiness> take(LogEntry entry) {
            LogSign sign = entry.sign();
            lastWords = "; its log ends with '" + entry.message() + "'";
            if (entry.level().atLeast(LogLevel.WARNING) || sign == LogSign.STARTUP_FAILED) {
                telling.addLast(entry);
                if (telling.size() > EVIDENCE) {
                    telling.removeFirst();
                }
            }
            if (config.dialect() == Dialect.GENERIC
                    && readyLine.matcher(entry.message()).find()) {
                online = true;
                return Optional.empty();
            }
            switch (sign) {
                case READY -> online |= config.dialect() != Dialect.GENERIC;
                case BANNER -> {
                    return began(entry.message());
                }
                case BIND_FAILED -> {
                    bindFailures++;
                    bindFailed = clock.instant();
                }
                case MIGRATING -> migrating = true;
                case DATABASE_READY -> migrating = false;
                case SQL_ERROR -> {
                    // Canary takes the migration as applied all the same.
                    return migrating
                            ? ended(Verdict.MIGRATION_FAILED, "a migration's statement failed: " + entry.message())
                            : Optional.empty();
                }
                case STARTUP_FAILED -> {
                    return ended(Verdict.STARTUP_FAILED, "it gave up: " + entry.message());
                }
                case MIGRATION_FAILED -> {
                    return ended(Verdict.MIGRATION_FAILED, "a migration went wrong: " + entry.message());
                }
                default -> {
                    // Nothing that decides.
                }
            }
            return Optional.empty();
        }

        private Optional<Readiness> answering(ServerProcess process) throws InterruptedException {
            Optional<StatusAnswer> status = Optional.empty();
            ServerPorts quick = ports.within(within.minus(waited()));
            try {
                if (ports.hasStatus()) {
                    status = Optional.of(quick.status());
                    Duration age = Duration.between(process.started(), clock.instant());
                    if (status.get().uptime().compareTo(age.plus(CLOCK_SLACK)) > 0) {
                        return ended(
                                Verdict.PORT_TAKEN,
                                "its status port " + world.ports().status() + " is answered by another server, "
                                        + shown(status.get().serverName()) + ", which runs longer than it");
                    }
                }
                if (ports.hasGame()) {
                    silence = "its game port " + world.ports().game();
                    quick.game();
                }
                if (bindFailures > 0
                        && Duration.between(bindFailed, clock.instant()).compareTo(BIND_AGAIN) < 0) {
                    // It tries again every 15 s and says only if it fails: what answers until then may be another's.
                    return Optional.empty();
                }
                return ended(Verdict.READY, "it is online and answers", status);
            } catch (NoAnswer e) {
                silence = (status.isEmpty() ? "its status port " + world.ports().status() : silence) + ": "
                        + e.getMessage();
                return bindFailures >= BIND_TRIES ? Optional.of(portTaken()) : Optional.empty();
            }
        }

        private static String shown(String name) {
            return name.isEmpty() ? "one without a name" : "'" + name + "'";
        }

        private Readiness portTaken() {
            return ended(
                            Verdict.PORT_TAKEN,
                            "it could not bind one of its ports " + bindFailures + " times (game "
                                    + world.ports().game() + ", login "
                                    + world.ports().login() + ", status "
                                    + world.ports().status() + "); see what listens there")
                    .orElseThrow();
        }

        Readiness tooLate() {
            if (online && bindFailures > 0) {
                return portTaken();
            }
            String after = " after " + Durations.text(Duration.ofMillis(waited().toMillis()));
            return ended(
                            online ? Verdict.MUTE : Verdict.TOO_SLOW,
                            online
                                    ? "it says it is online but does not answer" + after + "; " + silence
                                    : "it is not online" + after + "; "
                                            + (last == null ? "no process was seen" : "its process runs") + lastWords)
                    .orElseThrow();
        }

        private Optional<Readiness> ended(Verdict verdict, String reason) {
            return ended(verdict, reason, Optional.empty());
        }

        private Optional<Readiness> ended(Verdict verdict, String reason, Optional<StatusAnswer> status) {
            return Optional.of(new Readiness(verdict, reason, waited(), List.copyOf(telling), status));
        }
    }
}
