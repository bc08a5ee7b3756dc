package io.jenkins.plugins.aviary.database.backup;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.database.DatabaseFailure;
import io.jenkins.plugins.aviary.database.WorldDatabase;
import io.jenkins.plugins.aviary.host.GameHost;
import io.jenkins.plugins.aviary.host.HostConnections;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.Durations;
import io.jenkins.plugins.aviary.operation.Event;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.Operation;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.operation.Parameter;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.operation.Step;
import io.jenkins.plugins.aviary.server.WorldServer;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** Restores a proved backup of a world into an empty database. */
@Step(
        name = "restoreDatabase",
        summary = "Restores a backup of a world into an empty database, once somebody confirmed what players lose.")
public record RestoreDatabase(
        @Parameter(value = "The environment of the world", required = true)
        String environment,

        @Parameter(value = "The world whose backup is restored", required = true)
        String world,

        @Parameter("The backup, by its digest; the newest that was proved if not given")
        String backup,

        @Parameter(
                "The empty schema to restore into, on the server of the world's database; the world's own if not given")
        String schema,

        @Parameter("The confirmation that the step asks for: the world and the moment that its players go back to, as"
                + " WORLD@TIME")
        String confirm)
        implements Operation<RestoreDatabase.Result> {
    /**
     * What was restored.
     *
     * @param world the world
     * @param backup the backup
     * @param database where it was restored to
     * @param takenAt the moment that it is of
     * @param lostMillis how much time lies between the backup and the restore, in milliseconds
     * @param rows how many rows were restored; 0 if it is still to be confirmed
     * @param durationMillis how long it took, in milliseconds
     */
    public record Result(
            String world,
            String backup,
            String database,
            String takenAt,
            long lostMillis,
            long rows,
            long durationMillis) {}

    /** Takes what is absent as empty and refuses what cannot be. */
    public RestoreDatabase {
        backup = backup == null ? "" : backup;
        schema = schema == null ? "" : schema;
        confirm = confirm == null ? "" : confirm;
        if (!backup.isEmpty() && !backup.matches("[0-9a-f]{64}")) {
            throw new InvalidParameter("backup is a digest, 64 hexadecimal digits, not '" + backup + "'");
        }
        if (schema.length() > 64) {
            throw new InvalidParameter("schema is the name of a schema, at most 64 characters");
        }
    }

    @Override
    public Outcome<Result> run(RunContext context) throws InterruptedException {
        AviaryConfig config = AviaryConfig.read(context.path(AviaryConfig.FILE_NAME), context.environment());
        World restored = config.worlds(environment, List.of(world)).get(0);
        WorldDatabase own = WorldDatabase.of(restored, context.secrets());
        WorldDatabase target = schema.isEmpty() ? own : own.schema(schema);
        BackupStore store = BackupStore.inHome(context.home());
        BackupStore.Stored stored = chosen(store);
        BackupManifest manifest = stored.manifest();
        BackupFiles files = store.files(restored, stored.name());
        if (target.schema().equals(own.schema())) {
            refuseIfItRuns(context, config, restored);
        }
        try (RestoreTarget held = RestoreTarget.take(target, context.log())) {
            Duration lost =
                    Duration.between(manifest.time(), context.clock().instant()).truncatedTo(ChronoUnit.SECONDS);
            new BackupLoading(files, manifest, context.progress()).verify();
            String wanted = world + "@" + manifest.takenAt();
            if (!confirm.equals(wanted)) {
                return asked(confirm, wanted, lost, result(stored, target, lost, 0, Duration.ZERO));
            }
            Instant begun = context.clock().instant();
            load(context, held, target, files, stored);
            Duration took = Duration.between(begun, context.clock().instant());
            Result result = result(stored, target, lost, manifest.rows(), took);
            record(context, result);
            return Outcome.done(
                    world + ": restored " + manifest.rows() + " rows of " + manifest.takenAt() + " into "
                            + target.label() + "; what was played in the " + Durations.text(lost)
                            + " since then is not in it",
                    result);
        } catch (IOException e) {
            throw new OperationFailure("The backup " + stored.name() + " cannot be read: " + e, e);
        }
    }

    private static Outcome<Result> asked(String confirm, String wanted, Duration lost, Result result) {
        return Outcome.inconclusive(
                (confirm.isEmpty() ? "" : "'" + confirm + "' confirms another restore. ")
                        + "Players go back to " + result.takenAt() + " and lose what they did in the "
                        + Durations.text(lost) + " since then; if that is meant, confirm with confirm: '" + wanted
                        + "'",
                result,
                Map.of("confirm", wanted));
    }

    private BackupStore.Stored chosen(BackupStore store) {
        List<BackupStore.Stored> all = store.of(environment, world);
        if (backup.isEmpty()) {
            return all.stream()
                    .filter(BackupStore.Stored::valid)
                    .findFirst()
                    .orElseThrow(() -> new OperationFailure("There is no backup of " + environment + "/" + world
                            + " that was proved by restoring it; there are " + all.size() + " others."));
        }
        BackupStore.Stored found = all.stream()
                .filter(stored -> stored.name().hex().equals(backup))
                .findFirst()
                .orElseThrow(() -> new OperationFailure("There is no undamaged backup " + backup + " of " + environment
                        + "/" + world + " in Aviary's folder."));
        if (!found.valid()) {
            throw new OperationFailure("The backup " + backup + " is not valid: "
                    + found.drill()
                            .map(drill -> String.join("; ", drill.problems()))
                            .orElse("it was never restored for proof")
                    + ". Take another one.");
        }
        return found;
    }

    /** A server that runs has players in memory, and writes them over what is restored. */
    private static void refuseIfItRuns(RunContext context, AviaryConfig config, World world)
            throws InterruptedException {
        try (HostConnections connections = new HostConnections(context.secrets(), context.events(), context.log());
                GameHost host = connections.host(world.host())) {
            WorldServer server =
                    new WorldServer(host, world, config.server(), context.secrets(), context.log(), context.clock());
            if (server.process().isPresent()) {
                throw new OperationFailure("The server of " + world.qualifiedName()
                        + " runs, and would save its players over what is restored; stop it first.");
            }
        }
    }

    private static void load(
            RunContext context, RestoreTarget held, WorldDatabase target, BackupFiles files, BackupStore.Stored stored)
            throws IOException, InterruptedException {
        boolean done = false;
        try {
            held.begin(stored.name());
            new BackupLoading(files, stored.manifest(), context.progress()).into(target, true);
            List<String> problems =
                    new RestoredCopy(target, stored.manifest()).differences(files.definitions(stored.manifest()));
            if (!problems.isEmpty()) {
                throw new OperationFailure(
                        "What was restored is not what was backed up: " + String.join("; ", problems));
            }
            held.finish();
            done = true;
        } catch (SQLException e) {
            throw DatabaseFailure.of("Restoring into " + target.label(), e);
        } finally {
            if (!done) {
                clear(context, held, target);
            }
        }
    }

    private static void clear(RunContext context, RestoreTarget held, WorldDatabase target) {
        try {
            held.clear();
            context.log().info("Cleared away what had been restored into " + target.label());
        } catch (SQLException e) {
            context.log()
                    .warn("What had been restored into " + target.label() + " could not be cleared away ("
                            + DatabaseFailure.describe(e) + "); the next restore does it.");
        }
    }

    private static Result result(
            BackupStore.Stored stored, WorldDatabase target, Duration lost, long rows, Duration took) {
        return new Result(
                stored.manifest().world(),
                stored.name().hex(),
                target.label(),
                stored.manifest().takenAt(),
                lost.toMillis(),
                rows,
                took.toMillis());
    }

    private void record(RunContext context, Result result) {
        context.events()
                .record(Event.of(
                        "restore.finished",
                        environment,
                        "",
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("world", result.world())
                                .put("database", result.database())
                                .put("backup", result.backup())
                                .put("takenAt", result.takenAt())
                                .put("lostMillis", result.lostMillis())
                                .put("rows", result.rows())
                                .put("durationMillis", result.durationMillis())));
    }
}
