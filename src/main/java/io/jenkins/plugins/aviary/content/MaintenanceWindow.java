package io.jenkins.plugins.aviary.content;

import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.host.HostConnections;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.Operation;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.operation.Parameter;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.operation.Step;
import io.jenkins.plugins.aviary.server.Pause;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Closes worlds to players for some work and opens them again: what a block stands between, as two phases. */
@Step(
        name = "maintenanceWindow",
        summary = "Announces, drains and closes worlds for the work of a block, and opens them again however it ends.")
public record MaintenanceWindow(
        @Parameter(value = "The environment of aviary.yml", required = true)
        String environment,

        @Parameter("The worlds; all of the environment if none is given")
        List<String> worlds,

        @Parameter(
                value =
                        "How worlds are closed: stop, or maintain (restarted so that only staff can enter), or drain (they run, and nobody new comes in)",
                defaultsTo = "stop")
        Mode mode,

        @Parameter(
                value = "What players are told, up to 120 characters",
                defaultsTo = "Maintenance begins soon. Please log out in a safe place.")
        String notice,

        @Parameter(value = "How long before players are told", defaultsTo = "5m")
        Duration announce,

        @Parameter(value = "How long players may take to leave, while nobody new comes in", defaultsTo = "2m")
        Duration drain,

        @Parameter(value = "How long a save or a reload of one world may take", defaultsTo = "2m")
        Duration within,

        @Parameter("Why, for the history") String reason,

        @Parameter(
                value = "Which end of the window: open before the work, close after it; a block has both",
                defaultsTo = "open")
        Phase phase,

        @Parameter(
                "The window: any name of letters, digits, dots and dashes when it is opened, and the same to close it")
        String id)
        implements Operation<MaintenanceWindow.Result> {
    private static final int LONGEST = 120;

    /** How worlds are closed. */
    public enum Mode {
        /** Their servers are stopped. */
        STOP,
        /** Their servers run, and only staff can enter. */
        MAINTAIN,
        /** Their servers run, and nobody new can enter. */
        DRAIN
    }

    /** An end of a window. */
    public enum Phase {
        /** Before the work. */
        OPEN,
        /** After the work. */
        CLOSE
    }

    /**
     * What came of it.
     *
     * @param id the window
     * @param state {@code open} while players are kept out, {@code closed} when they can play again, or {@code failed}
     * @param worlds each world
     */
    public record Result(String id, String state, List<WindowOutcome> worlds) {
        /** Copies the list. */
        public Result {
            worlds = List.copyOf(worlds);
        }
    }

    /**
     * A world in a window.
     *
     * @param world its name
     * @param state {@code stopped}, {@code maintained}, {@code drained}, {@code down} (it did not run before),
     *     {@code reopened} or {@code failed}
     * @param players how many players were still online when it was closed, or -1 if nobody can tell
     * @param reason why it is not open again, or empty
     */
    public record WindowOutcome(String world, String state, int players, String reason) {}

    /** Refuses a notice that could not be shown and an id that is no name. */
    public MaintenanceWindow {
        worlds = worlds == null ? List.of() : List.copyOf(worlds);
        mode = Objects.requireNonNullElse(mode, Mode.STOP);
        phase = Objects.requireNonNullElse(phase, Phase.OPEN);
        reason = reason == null ? "" : reason.strip();
        id = id == null ? "" : id.strip();
        if (notice != null && (notice.length() > LONGEST || notice.matches("(?s).*\\p{Cntrl}.*"))) {
            throw new InvalidParameter("notice has up to " + LONGEST + " characters, none of them a line break");
        }
        if (!id.matches("(?:[A-Za-z0-9][A-Za-z0-9._-]{0,79})?") || id.endsWith(".new")) {
            throw new InvalidParameter("id is a name of letters, digits, dots and dashes, not '" + id + "'");
        }
        if (within != null && (within.isZero() || within.isNegative())) {
            throw new InvalidParameter("within is longer than nothing, not " + within);
        }
    }

    @Override
    public Outcome<Result> run(RunContext context) throws InterruptedException {
        return phase == Phase.OPEN ? open(context, false) : close(context, id);
    }

    /**
     * Closes the worlds to players. If that fails or is cancelled, they are opened again before this ends.
     *
     * @param held whether this process closes the window too, so that another one does once this process is gone
     */
    public Outcome<Result> open(RunContext context, boolean held) throws InterruptedException {
        AviaryConfig config = AviaryConfig.read(context.path(AviaryConfig.FILE_NAME), context.environment());
        try (HostConnections hosts = new HostConnections(context.secrets(), context.events(), context.log())) {
            return new WindowRun(this, config, context, world -> hosts.host(world.host()), Pause.SLEEP).open(held);
        }
    }

    /**
     * Lets players in again.
     *
     * @param window the id of the window; the only one of the environment if it is empty
     */
    public Outcome<Result> close(RunContext context, String window) throws InterruptedException {
        AviaryConfig config = AviaryConfig.read(context.path(AviaryConfig.FILE_NAME), context.environment());
        try (HostConnections hosts = new HostConnections(context.secrets(), context.events(), context.log())) {
            return new WindowRun(this, config, context, world -> hosts.host(world.host()), Pause.SLEEP).close(window);
        }
    }
}
