package io.jenkins.plugins.aviary.server;

import io.jenkins.plugins.aviary.host.CommandResult;
import io.jenkins.plugins.aviary.host.GameHost;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.Durations;
import io.jenkins.plugins.aviary.operation.OperationLog;
import io.jenkins.plugins.aviary.server.ProcessTable.Found;
import io.jenkins.plugins.aviary.server.ProcessTable.Target;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Stops a server so that it saves first. Only SIGTERM does that; SIGUSR2 and SIGQUIT would end it at once.
 *
 * <p>A shell that would start it again is stopped with SIGSTOP while the server ends, and killed after that: were it
 * killed first, a terminal that it leads would be hung up and the pipe that the server's output goes through with it, and
 * the server would die of that without saving.
 */
final class Stopping {
    private static final Duration STEP = Duration.ofSeconds(5);
    private static final Duration KILLED = Duration.ofSeconds(20);
    private static final int EVIDENCE = 2000;
    private static final Duration CLOCK_SLACK = Duration.ofSeconds(2);

    private final GameHost host;
    private final World world;
    private final ProcessTable processes;
    private final ServerPorts ports;
    private final ServerLog serverLog;
    private final OperationLog log;
    private final Clock clock;
    /** Whether nobody knows what its log says while it shuts down, so that anything counts. */
    private final boolean generic;

    Stopping(
            GameHost host,
            World world,
            ProcessTable processes,
            ServerPorts ports,
            ServerLog serverLog,
            OperationLog log,
            Clock clock,
            boolean generic) {
        this.host = host;
        this.world = world;
        this.processes = processes;
        this.ports = ports;
        this.serverLog = serverLog;
        this.log = log;
        this.clock = clock;
        this.generic = generic;
    }

    StopReport stop(StopPlan plan) throws InterruptedException {
        Optional<Found> running = processes.find();
        if (running.isEmpty()) {
            return notRunning();
        }
        Found found = running.get();
        int players = ports.online();
        Duration patience = plan.patience(players);
        LogMark mark = serverLog.tail(Optional.of(found.process())).mark();
        Instant begun = clock.instant();
        log.info(world.qualifiedName() + ": stopping pid " + found.process().pid() + " with "
                + (players < 0 ? "an unknown number of" : players) + " players online, within "
                + Durations.text(patience));
        boolean stopped = false;
        try {
            hold(found.supervisors());
            Optional<Duration> killed = beginToStop(found, patience);
            if (!isGone(found.process(), plan, patience, mark) && !plan.mayForce()) {
                throw new StillStopping(world.qualifiedName() + " did not stop within " + Durations.text(patience)
                        + " (pid " + found.process().pid() + "); " + lastWords(mark) + "; "
                        + killed.map(after -> "systemd kills it " + Durations.text(after)
                                        + " after it was told to stop, whatever it has saved by then")
                                .orElse("it was told to and may go down at any time")
                        + ". Look at it, or allow it to be stopped by force if what was not saved may be lost");
            }
            Instant late = clock.instant();
            String forced = force(found.process(), plan, patience);
            endUnit(found);
            stopped = true;
            String core = forced.isEmpty() ? "" : core(found.process(), late);
            boolean saved = isSaved(mark);
            if (!saved) {
                log.warn(world.qualifiedName() + " stopped, but its log does not say that it saved everything");
            }
            return new StopReport(true, saved, forced, core, players, Duration.between(begun, clock.instant()));
        } finally {
            release(found.supervisors(), stopped);
        }
    }

    /** Waits for its end; one that is seen to shut down gets more time, since it cannot be called back. */
    private boolean isGone(ServerProcess process, StopPlan plan, Duration patience, LogMark mark)
            throws InterruptedException {
        if (awaitExit(process, patience)) {
            return true;
        }
        if (!isShuttingDown(mark)) {
            return false;
        }
        log.warn(world.qualifiedName() + " still shuts down after " + Durations.text(patience)
                + ", from which there is no way back: it gets up to " + Durations.text(plan.overtime()) + " more");
        return awaitExit(process, plan.overtime());
    }

    private boolean isShuttingDown(LogMark mark) throws InterruptedException {
        return serverLog.since(mark, EVIDENCE).stream().map(LogEntry::sign).anyMatch(sign -> switch (sign) {
            case STOPPING, SAVING, SHUTTING_DOWN, DONE -> true;
            default -> generic;
        });
    }

    private StopReport notRunning() throws InterruptedException {
        if (!world.launch().systemdUnit().isEmpty()) {
            // It may be about to start it again.
            new SystemdUnit(host, world.launch().systemdUnit()).stop();
        }
        return StopReport.NOT_RUNNING;
    }

    private void hold(List<Target> supervisors) throws InterruptedException {
        for (Target supervisor : supervisors) {
            log.info(world.qualifiedName() + ": holding back " + supervisor.executable() + " (pid " + supervisor.pid()
                    + "), which would start it again");
            processes.signal(supervisor, ServerSignal.STOP);
        }
    }

    private void release(List<Target> supervisors, boolean stopped) throws InterruptedException {
        boolean interrupted = Thread.interrupted();
        for (Target supervisor : supervisors) {
            processes.signal(supervisor, stopped ? ServerSignal.KILL : ServerSignal.CONT);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * A unit whose server runs below a shell is stopped after the server: systemd signals all of its processes at once,
     * and a server that writes to a pipe which nobody reads any more dies before it has saved.
     */
    private void endUnit(Found found) throws InterruptedException {
        if (!world.launch().systemdUnit().isEmpty() && !found.supervisors().isEmpty()) {
            new SystemdUnit(host, world.launch().systemdUnit()).stop();
        }
    }

    /** Tells it to stop; how long after that systemd kills it, if it does. */
    private Optional<Duration> beginToStop(Found found, Duration patience) throws InterruptedException {
        if (world.launch().systemdUnit().isEmpty() || !found.supervisors().isEmpty()) {
            processes.signal(Target.of(found.process()), ServerSignal.TERM);
            return Optional.empty();
        }
        SystemdUnit unit = new SystemdUnit(host, world.launch().systemdUnit());
        SystemdUnit.StopRule rule = unit.stopRule();
        if (!rule.isOrderly()) {
            throw new ServerFailure(world.qualifiedName() + " would be ended without saving: the unit " + unit.name()
                    + " is stopped by signal " + rule.signal() + "; set KillSignal=SIGTERM in it");
        }
        Optional<Duration> killed = rule.killsAfter();
        if (killed.isPresent() && killed.get().compareTo(patience) < 0) {
            throw new ServerFailure(world.qualifiedName() + " would be killed by systemd after "
                    + Durations.text(killed.get()) + " though its save may take " + Durations.text(patience)
                    + "; set TimeoutStopSec=" + patience.toSeconds() + " or more in the unit " + unit.name());
        }
        unit.stop();
        return killed;
    }

    /** Ends it if it is still there; the signal that it took, or empty if it had ended by itself. */
    private String force(ServerProcess process, StopPlan plan, Duration patience) throws InterruptedException {
        if (processes.awaitExit(process, Duration.ZERO)) {
            return "";
        }
        log.warn(world.qualifiedName() + " did not stop within " + Durations.text(patience)
                + "; ending it by SIGABRT, so that a core dump shows where it hangs");
        processes.signal(Target.of(process), ServerSignal.ABRT);
        if (awaitExit(process, plan.coreWithin())) {
            return "ABRT";
        }
        processes.signal(Target.of(process), ServerSignal.KILL);
        if (awaitExit(process, KILLED)) {
            return "KILL";
        }
        throw new StillStopping(world.qualifiedName() + " survives SIGKILL (pid " + process.pid()
                + "): it waits for a disk or a network share; see what is wrong with the host");
    }

    private boolean awaitExit(ServerProcess process, Duration patience) throws InterruptedException {
        Instant deadline = clock.instant().plus(patience);
        while (true) {
            Duration left = Duration.between(clock.instant(), deadline);
            if (processes.awaitExit(
                    process, left.compareTo(STEP) > 0 ? STEP : left.isNegative() ? Duration.ZERO : left)) {
                return true;
            }
            if (left.compareTo(STEP) <= 0) {
                return false;
            }
            log.info(world.qualifiedName() + ": still stopping, "
                    + Durations.text(Duration.ofSeconds(left.minus(STEP).toSeconds())) + " left");
        }
    }

    private String lastWords(LogMark mark) throws InterruptedException {
        List<LogEntry> said = serverLog.since(mark, 1);
        return said.isEmpty()
                ? "its log says nothing since it was told to, so it may still be loading or hang"
                : "its log ends with '" + said.get(0).message() + "'";
    }

    private boolean isSaved(LogMark mark) throws InterruptedException {
        boolean saving = false;
        boolean saved = false;
        for (LogEntry entry : serverLog.since(mark, EVIDENCE)) {
            switch (entry.sign()) {
                case PLAYER_NOT_SAVED, CRASH -> {
                    return false;
                }
                case STOPPING -> {
                    // A save that was under way when it was told to stop is not the one that it ends with.
                    saving = false;
                    saved = false;
                }
                case SAVING -> saving = true;
                case SAVED -> saved = saving;
                // The Forgotten Server says nothing at the end of a save, but goes on to close down only after it.
                case SHUTTING_DOWN, DONE -> saved |= saving;
                default -> {
                    // Players leave meanwhile.
                }
            }
        }
        return saved;
    }

    /** Where its core file is kept, if it left one after a moment. */
    private String core(ServerProcess process, Instant since) throws InterruptedException {
        Duration age = Duration.between(since, clock.instant()).plus(CLOCK_SLACK);
        CommandResult result = host.shell(
                ServerScript.KEEP_CORE.text(),
                world.path(),
                process.workingDirectory(),
                String.valueOf(process.pid()),
                String.valueOf(age.toSeconds()));
        String core = result.output().strip();
        log.info(world.qualifiedName() + (core.isEmpty() ? " left no core dump" : ": its core dump is " + core));
        return core;
    }
}
