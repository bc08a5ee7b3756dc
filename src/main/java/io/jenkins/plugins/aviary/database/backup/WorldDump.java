package io.jenkins.plugins.aviary.database.backup;

import io.jenkins.plugins.aviary.database.DatabaseFailure;
import io.jenkins.plugins.aviary.database.WorldDatabase;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.RunContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/**
 * A dump of a world whose server is stopped, so that all its players have is in it, and the way back to it. It is kept
 * among the backups. Used by one thread.
 */
public final class WorldDump {
    private final RunContext context;
    private final World world;
    private final WorldDatabase database;
    private final BackupStore store;
    private final Digest name;
    private final BackupManifest manifest;

    private WorldDump(
            RunContext context,
            World world,
            WorldDatabase database,
            BackupStore store,
            Digest name,
            BackupManifest manifest) {
        this.context = context;
        this.world = world;
        this.database = database;
        this.store = store;
        this.name = name;
        this.manifest = manifest;
    }

    /**
     * Dumps the database of a world whose server does not run.
     *
     * @throws OperationFailure if that is not possible
     */
    public static WorldDump take(RunContext context, World world) throws InterruptedException {
        WorldDatabase database = WorldDatabase.of(world, context.secrets());
        BackupStore store = BackupStore.inHome(context.home());
        try {
            Path incoming = store.incoming(world);
            try {
                BackupFiles files = new BackupFiles(incoming);
                BackupManifest manifest =
                        new BackupWriter(database, files, context.progress(), context.clock()).write(world, true);
                Digest name = files.writeManifest(manifest);
                store.publish(incoming, world, name);
                return new WorldDump(context, world, database, store, name, manifest);
            } finally {
                if (Files.exists(incoming)) {
                    BackupStore.deleteTree(incoming);
                }
            }
        } catch (IOException e) {
            throw new OperationFailure(
                    "The dump of " + world.qualifiedName() + " cannot be written: " + e
                            + "; look whether there is room on the disk.",
                    e);
        }
    }

    /** Its name among the backups: the digest of its manifest. */
    public Digest name() {
        return name;
    }

    /**
     * Restores it into a schema of its own and compares, and keeps what came of that: from then on it is a proved backup.
     *
     * @throws OperationFailure if what was restored is not what was dumped
     */
    public void prove() throws InterruptedException {
        try {
            DrillReport report = new RestoreDrill(context, database).of(store.files(world, name), manifest);
            store.keep(world, name, report);
            if (!report.valid()) {
                throw new OperationFailure("The dump " + name.brief() + " of " + world.qualifiedName()
                        + " is not valid: " + String.join("; ", report.problems()));
            }
        } catch (IOException e) {
            throw new OperationFailure("The dump " + name + " cannot be kept: " + e, e);
        }
    }

    /**
     * Brings the database back to it. It is proved first; then what the database holds is taken away and the dump
     * restored. Whoever is killed in between leaves a database that is marked, which {@code restoreDatabase} with this
     * backup brings to its end. No server may run on it meanwhile.
     *
     * @throws OperationFailure if that is not possible
     */
    public void undo() throws InterruptedException {
        prove();
        try (RestoreTarget target = RestoreTarget.takeOver(database)) {
            BackupFiles files = store.files(world, name);
            target.begin(name);
            target.clear();
            target.begin(name);
            new BackupLoading(files, manifest, context.progress()).into(database, true);
            List<String> problems = new RestoredCopy(database, manifest).differences(files.definitions(manifest));
            if (!problems.isEmpty()) {
                throw new OperationFailure("What was restored is not what was dumped: " + String.join("; ", problems));
            }
            target.finish();
            context.log()
                    .info("The database of " + world.qualifiedName() + " is what it was at " + manifest.takenAt()
                            + " again");
        } catch (IOException e) {
            throw new OperationFailure("The dump " + name + " cannot be read: " + e, e);
        } catch (SQLException e) {
            throw DatabaseFailure.of("Restoring " + database.label(), e);
        }
    }
}
