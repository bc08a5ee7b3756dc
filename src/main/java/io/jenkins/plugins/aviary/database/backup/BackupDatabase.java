package io.jenkins.plugins.aviary.database.backup;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.database.WorldDatabase;
import io.jenkins.plugins.aviary.host.GameHost;
import io.jenkins.plugins.aviary.host.HostConnections;
import io.jenkins.plugins.aviary.model.DatabaseAddress;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.model.World;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Takes a consistent backup of players' databases after their servers have saved, and proves it by restoring it. */
@Step(
        name = "backupDatabase",
        summary = "Takes a backup of the databases of an environment's worlds and proves each by restoring it.")
public record BackupDatabase(
        @Parameter(value = "The environment whose worlds are backed up", required = true)
        String environment,

        @Parameter("The worlds, in this order; all of the environment if none is given")
        List<String> worlds,

        @Parameter(
                value = "Whether a server that runs is made to save first; without, what its players did since the last"
                        + " save is not in the backup, and houses and players may be of different moments",
                defaultsTo = "true")
        boolean save,

        @Parameter(value = "How long a save may take", defaultsTo = "5m")
        Duration saveWithin,

        @Parameter(
                value = "How many valid backups of a world stay, from 1; the newest valid one is never deleted",
                defaultsTo = "7")
        int keep,

        @Parameter("Where the backup is restored for proof; a scratch schema on the world's own server if not given")
        ScratchServer scratch)
        implements Operation<BackupDatabase.Result> {
    /**
     * A database server for restoring on trial.
     *
     * @param host its DNS name or IP address, as seen from where the operation runs
     * @param port its port; 3306 if not given
     * @param schema the beginning of the names of the schemas that may be made there; {@code aviary} if not given
     * @param user the user
     * @param credentials the id of the credential with the password, if there is one
     */
    public record ScratchServer(String host, int port, String schema, String user, String credentials) {
        private static final int USUAL_PORT = 3306;

        /** Fills in what is usual and refuses a server without host or user. */
        public ScratchServer {
            if (host == null || host.isEmpty() || user == null || user.isEmpty()) {
                throw new InvalidParameter("scratch needs 'host' and 'user'");
            }
            port = port == 0 ? USUAL_PORT : port;
            schema = schema == null || schema.isEmpty() ? "aviary" : schema;
            credentials = credentials == null ? "" : credentials;
        }
    }

    /**
     * What was backed up.
     *
     * @param environment the environment
     * @param backups the backups, as far as it came
     */
    public record Result(String environment, List<WorldBackup> backups) {
        /** Copies the backups. */
        public Result {
            backups = List.copyOf(backups);
        }
    }

    /**
     * The backup of one world.
     *
     * @param world the world's name
     * @param backup the backup's name: the digest of its manifest
     * @param takenAt the moment that it is of
     * @param saved whether the game server had saved just before, or did not run
     * @param valid whether it was restored, and what was restored was what had been backed up
     * @param problems what differed
     * @param orphans foreign keys with rows that lead nowhere, in the world as in the backup
     * @param tables how many tables it has
     * @param rows how many rows it has
     * @param bytes its size
     * @param durationMillis how long it took to take it, in milliseconds
     * @param restoreMillis how long it took to restore it, in milliseconds
     */
    public record WorldBackup(
            String world,
            String backup,
            String takenAt,
            boolean saved,
            boolean valid,
            List<String> problems,
            List<String> orphans,
            int tables,
            long rows,
            long bytes,
            long durationMillis,
            long restoreMillis) {
        /** Copies the lists. */
        public WorldBackup {
            problems = List.copyOf(problems);
            orphans = List.copyOf(orphans);
        }
    }

    /** Takes what is absent as empty and refuses what cannot be. */
    public BackupDatabase {
        worlds = worlds == null ? List.of() : List.copyOf(worlds);
        if (keep < 1) {
            throw new InvalidParameter("keep is 1 or more, not " + keep);
        }
    }

    @Override
    public Outcome<Result> run(RunContext context) throws InterruptedException {
        AviaryConfig config = AviaryConfig.read(context.path(AviaryConfig.FILE_NAME), context.environment());
        Map<World, WorldDatabase> databases = new LinkedHashMap<>();
        for (World world : config.worlds(environment, worlds)) {
            databases.put(world, WorldDatabase.of(world, context.secrets()));
        }
        List<WorldBackup> backups = new ArrayList<>();
        for (Map.Entry<World, WorldDatabase> world : databases.entrySet()) {
            boolean saved = save && saved(context, config, world.getKey());
            WorldBackup backup = taken(context, world.getKey(), world.getValue(), saved);
            backups.add(backup);
            if (!backup.valid()) {
                return Outcome.failed(
                        "the backup " + backup.backup() + " of "
                                + world.getKey().qualifiedName() + " is not valid: "
                                + String.join("; ", backup.problems()),
                        new Result(environment, backups));
            }
        }
        return Outcome.done(
                backups.stream()
                        .map(backup -> backup.world() + ": " + backup.rows() + " rows in " + backup.bytes() / 1024
                                + " KiB, restored for proof in " + backup.restoreMillis() + " ms, "
                                + backup.backup().substring(0, 8))
                        .collect(Collectors.joining("; ")),
                new Result(environment, backups));
    }

    /** What a running server holds in memory must be in the database before it is read. */
    private boolean saved(RunContext context, AviaryConfig config, World world) throws InterruptedException {
        try (HostConnections connections = new HostConnections(context.secrets(), context.events(), context.log());
                GameHost host = connections.host(world.host())) {
            WorldServer server =
                    new WorldServer(host, world, config.server(), context.secrets(), context.log(), context.clock());
            if (server.process().isEmpty()) {
                context.log().info(world.qualifiedName() + " does not run: all it has is in its database");
                return true;
            }
            server.save(saveWithin);
            context.log().info(world.qualifiedName() + " has saved");
            return true;
        }
    }

    private WorldBackup taken(RunContext context, World world, WorldDatabase database, boolean saved)
            throws InterruptedException {
        BackupStore store = BackupStore.inHome(context.home());
        try {
            Instant begun = context.clock().instant();
            Path incoming = store.incoming(world);
            Digest name;
            BackupManifest manifest;
            try {
                BackupFiles files = new BackupFiles(incoming);
                manifest = new BackupWriter(database, files, context.progress(), context.clock()).write(world, saved);
                name = files.writeManifest(manifest);
                store.publish(incoming, world, name);
            } finally {
                if (Files.exists(incoming)) {
                    BackupStore.deleteTree(incoming);
                }
            }
            long millis = Duration.between(begun, context.clock().instant()).toMillis();
            DrillReport drill = new RestoreDrill(context, scratch == null ? database : scratchServer(context))
                    .of(store.files(world, name), manifest);
            store.keep(world, name, drill);
            drill.orphans().forEach(orphan -> context.log().warn(world.qualifiedName() + ": " + orphan));
            WorldBackup backup = result(world, name, manifest, drill, millis);
            context.events().record(Event.of("backup.finished", world.environment(), "", payload(backup, database)));
            store.prune(world, keep, context.clock().instant())
                    .forEach(old -> context.log()
                            .info("Deleted the old backup " + old.brief() + " of " + world.qualifiedName()));
            return backup;
        } catch (IOException e) {
            throw new OperationFailure(
                    "The backup of " + world.qualifiedName() + " cannot be written: " + e
                            + "; look whether there is room on the disk.",
                    e);
        }
    }

    private WorldDatabase scratchServer(RunContext context) {
        return WorldDatabase.of(
                new DatabaseAddress(
                        scratch.host(), scratch.port(), scratch.schema(), scratch.user(), scratch.credentials()),
                context.secrets());
    }

    private static WorldBackup result(
            World world, Digest name, BackupManifest manifest, DrillReport drill, long millis) {
        return new WorldBackup(
                world.name(),
                name.hex(),
                manifest.takenAt(),
                manifest.saved(),
                drill.valid(),
                drill.problems(),
                drill.orphans(),
                manifest.tables().size(),
                manifest.rows(),
                manifest.bytes(),
                millis,
                drill.restoreMillis());
    }

    private static ObjectNode payload(WorldBackup backup, WorldDatabase database) {
        ObjectNode payload = JsonNodeFactory.instance
                .objectNode()
                .put("world", backup.world())
                .put("database", database.label())
                .put("backup", backup.backup())
                .put("takenAt", backup.takenAt())
                .put("saved", backup.saved())
                .put("valid", backup.valid())
                .put("tables", backup.tables())
                .put("rows", backup.rows())
                .put("bytes", backup.bytes())
                .put("durationMillis", backup.durationMillis())
                .put("restoreMillis", backup.restoreMillis());
        if (!backup.valid()) {
            payload.put("reason", String.join("; ", backup.problems()));
        }
        return payload;
    }
}
