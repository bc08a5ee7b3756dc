package io.jenkins.plugins.aviary.server;

import io.jenkins.plugins.aviary.config.ServerConfig;
import io.jenkins.plugins.aviary.config.ServerConfig.Dialect;
import io.jenkins.plugins.aviary.model.World;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Has a server save its world and sees that it did. What SIGUSR1 does to a server that is neither Canary nor The Forgotten
 * Server nobody knows (it ends most programs), so such a one is not told to save: it saves when it stops.
 */
final class Saving {
    private static final Pattern TOOK = Pattern.compile("Server saved in ([0-9.]{1,15}) (milliseconds|seconds)");
    private static final Pattern PLAYERS = Pattern.compile("Saving (\\d{1,9}) players?");
    private static final Duration GLANCE = Duration.ofMillis(200);

    private final World world;
    private final ServerConfig config;
    private final ProcessTable processes;
    private final ServerPorts ports;
    private final ServerLog log;
    private final Clock clock;
    private final Pause pause;

    Saving(
            World world,
            ServerConfig config,
            ProcessTable processes,
            ServerPorts ports,
            ServerLog log,
            Clock clock,
            Pause pause) {
        this.world = world;
        this.config = config;
        this.processes = processes;
        this.ports = ports;
        this.log = log;
        this.clock = clock;
        this.pause = pause;
    }

    SaveReport save(Duration within) throws InterruptedException {
        ServerProcess process = processes
                .find()
                .map(ProcessTable.Found::process)
                .orElseThrow(() -> WorldServer.notRunning(world, "save"));
        if (config.dialect() == Dialect.GENERIC) {
            return new SaveReport(
                    Duration.ZERO, -1, "a generic server has no signal to save by; it saves when it stops");
        }
        LogFollower follower =
                log.follow(log.tail(java.util.Optional.of(process)).mark());
        Instant begun = clock.instant();
        if (!processes.signal(ProcessTable.Target.of(process), ServerSignal.USR1)) {
            throw WorldServer.notRunning(world, "save");
        }
        Seen seen = new Seen();
        while (true) {
            for (LogEntry entry : follower.look()) {
                seen.take(entry);
            }
            Duration waited = Duration.between(begun, clock.instant());
            if (seen.confirmed) {
                return seen.report(waited);
            }
            if (seen.begun && config.dialect() == Dialect.TFS && answers()) {
                // Its main loop answers only after the save; a second look finds what it complained of meanwhile.
                follower.look().forEach(seen::take);
                seen.confirmation = "it answered the status protocol after the save had begun";
                return seen.report(waited);
            }
            if (waited.compareTo(within) >= 0) {
                throw unconfirmed(seen, within);
            }
            if (!isStillThere(process)) {
                throw new ServerFailure(world.qualifiedName() + " ended while it saved (pid " + process.pid()
                        + "); treat what was played since the save before as lost, and look into its log");
            }
            pause.pause(GLANCE);
        }
    }

    private boolean isStillThere(ServerProcess process) throws InterruptedException {
        return processes.find().filter(found -> found.process().isSame(process)).isPresent();
    }

    private boolean answers() throws InterruptedException {
        try {
            ports.status();
            return true;
        } catch (NoAnswer e) {
            return false;
        }
    }

    private ServerFailure unconfirmed(Seen seen, Duration within) {
        String how = seen.begun ? "began to save but did not end" : "did not begin to save";
        return new ServerFailure(world.qualifiedName() + " " + how + " within " + within.toMillis()
                + " ms; its main loop may hang, or its log may go elsewhere than " + log.usual());
    }

    /** What the log has said so far. */
    private final class Seen {
        private boolean told;
        private boolean begun;
        private boolean confirmed;
        private int players = -1;
        private int notSaved;
        private int refused;
        private String confirmation = "";

        void take(LogEntry entry) {
            switch (entry.sign()) {
                // A save that was under way before ends after the mark too: only what follows the signal counts.
                case SAVE_TOLD -> told = true;
                case SAVING -> begun |= told;
                case SAVING_PLAYERS -> players = Integer.parseInt(group(PLAYERS, entry));
                case PLAYER_NOT_SAVED -> notSaved++;
                case SQL_ERROR -> refused += begun ? 1 : 0;
                case SAVED -> {
                    confirmed |= begun;
                    confirmation = entry.message();
                }
                default -> {
                    // Players come and go meanwhile.
                }
            }
        }

        SaveReport report(Duration waited) {
            if (notSaved > 0) {
                throw new ServerFailure(world.qualifiedName() + " saved, but complained " + notSaved
                        + " times of players or houses it could not save; look into its log and its database before anything"
                        + " stops it");
            }
            if (refused > 0) {
                throw new ServerFailure(world.qualifiedName() + " saved, but its database refused " + refused
                        + " statements meanwhile; look into its log and its database before anything stops it");
            }
            Matcher took = TOOK.matcher(confirmation);
            if (!took.find()) {
                return new SaveReport(waited, players, confirmation);
            }
            double amount = Double.parseDouble(took.group(1)) * (took.group(2).equals("seconds") ? 1000 : 1);
            return new SaveReport(Duration.ofMillis(Math.round(amount)), players, confirmation);
        }
    }

    private static String group(Pattern pattern, LogEntry entry) {
        Matcher matcher = pattern.matcher(entry.message());
        return matcher.find() ? matcher.group(1) : "-1";
    }
}
