package io.jenkins.plugins.aviary.content;

import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.host.HostConnections;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.Operation;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.operation.Parameter;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.operation.Step;
import io.jenkins.plugins.aviary.server.Pause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Brings changed scripts to running servers and has them reloaded; if anything is wrong, the previous ones come back. */
@Step(
        name = "hotReload",
        summary =
                "Brings changed scripts to running servers without a restart, and the previous ones back if they fail.")
public record HotReload(
        @Parameter(value = "The environment of aviary.yml", required = true)
        String environment,

        @Parameter("The worlds, in this order; all of the environment if none is given")
        List<String> worlds,

        @Parameter("The folder with the scripts; the source folder of aviary.yml if none is given")
        String source,

        @Parameter(
                value =
                        "How the server is told: by the reload agent, by hangup (SIGHUP), or auto for the agent where it is installed",
                defaultsTo = "auto")
        Way via,

        @Parameter("Whether to reload what can be, although other changes wait for a restart")
        boolean partial,

        @Parameter("Whether only to tell what would be done")
        boolean dryRun,

        @Parameter(value = "How long one reload may take", defaultsTo = "30s")
        Duration within,

        @Parameter(value = "How long the log is watched for errors after the reload", defaultsTo = "1s")
        Duration watch,

        @Parameter(
                value = "How many players may leave meanwhile before that counts as the reload's fault, from 0",
                defaultsTo = "2")
        int mayLeave,

        @Parameter("Why, for the history") String reason,

        @Parameter(
                "Only write the reload agent's script into this folder of the workspace, such as data/scripts/globalevents; deliver it by a release then")
        String agentInto)
        implements Operation<HotReload.Result> {
    /** How a server is told to reload. */
    public enum Way {
        /** By the agent where it is installed, else by SIGHUP if that reloads all that is needed. */
        AUTO,
        /** By Aviary's script in the server. */
        AGENT,
        /** By SIGHUP. */
        HANGUP
    }

    /**
     * What came of it.
     *
     * @param state {@code reloaded}, {@code unchanged}, {@code planned}, {@code reverted} or {@code failed}
     * @param files the paths of the files that changed, in a release
     * @param reloads the words of the reloads that they need
     * @param needsRestart the changed files that only a release brings
     * @param worlds each world
     */
    public record Result(
            String state,
            List<String> files,
            List<String> reloads,
            List<String> needsRestart,
            List<WorldReload> worlds) {
        /** Copies the lists. */
        public Result {
            files = List.copyOf(files);
            reloads = List.copyOf(reloads);
            needsRestart = List.copyOf(needsRestart);
            worlds = List.copyOf(worlds);
        }
    }

    /**
     * What came of it on one world.
     *
     * @param world its name
     * @param state as that of the whole
     * @param files how many files changed
     * @param reloads the words of the reloads
     * @param via {@code agent} or {@code hangup}, or empty if nothing was to be done
     * @param players how many players were online after it, or -1 if nobody can tell
     * @param durationMillis how long it took from the first changed file to the last look
     * @param reason why it was put back or failed, with the file and the line of the fault, or empty
     */
    public record WorldReload(
            String world,
            String state,
            int files,
            List<String> reloads,
            String via,
            int players,
            long durationMillis,
            String reason) {
        /** Copies the list. */
        public WorldReload {
            reloads = List.copyOf(reloads);
        }
    }

    /** Takes absent texts as empty and refuses values out of range. */
    public HotReload {
        worlds = worlds == null ? List.of() : List.copyOf(worlds);
        source = source == null ? "" : source.strip();
        reason = reason == null ? "" : reason.strip();
        agentInto = agentInto == null ? "" : agentInto.strip();
        via = Objects.requireNonNullElse(via, Way.AUTO);
        if (mayLeave < 0) {
            throw new InvalidParameter("mayLeave is 0 or more, not " + mayLeave);
        }
        if (within != null && (within.isZero() || within.isNegative())) {
            throw new InvalidParameter("within is longer than nothing, not " + within);
        }
    }

    @Override
    public Outcome<Result> run(RunContext context) throws InterruptedException {
        AviaryConfig config = AviaryConfig.read(context.path(AviaryConfig.FILE_NAME), context.environment());
        List<World> chosen = config.worlds(environment, worlds);
        Path folder = context.path(source.isEmpty() ? config.build().source() : source);
        if (!agentInto.isEmpty()) {
            return writeAgent(context, folder);
        }
        try (HostConnections hosts = new HostConnections(context.secrets(), context.events(), context.log())) {
            return new HotReloadRun(this, config, context, world -> hosts.host(world.host()), Pause.SLEEP)
                    .run(chosen, folder);
        }
    }

    private Outcome<Result> writeAgent(RunContext context, Path source) {
        Path folder = context.path(agentInto);
        if (!folder.startsWith(context.workspace())) {
            throw new InvalidParameter("agentInto is a folder of the workspace, not " + agentInto);
        }
        Path script = folder.resolve("aviary-reload.lua");
        Path mailbox = source.resolve(ReloadAgent.FOLDER);
        try {
            Files.createDirectories(folder);
            Files.write(script, ReloadAgent.script());
            Files.createDirectories(mailbox);
            Files.writeString(
                    mailbox.resolve("README.md"),
                    "Aviary asks for a reload by writing `reload.request` here; the server answers in `reload.ack`.\n");
        } catch (IOException e) {
            throw new OperationFailure("The reload agent cannot be written to " + script + ": " + e.getMessage(), e);
        }
        return Outcome.done(
                "The reload agent is in " + context.workspace().relativize(script)
                        + "; commit it with the folder data/aviary and deliver a release",
                new Result("unchanged", List.of(), List.of(), List.of(), List.of()));
    }
}
