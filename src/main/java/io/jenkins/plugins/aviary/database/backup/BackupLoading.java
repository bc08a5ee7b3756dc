package io.jenkins.plugins.aviary.database.backup;

import io.jenkins.plugins.aviary.database.DatabaseFailure;
import io.jenkins.plugins.aviary.database.SchemaBuilding;
import io.jenkins.plugins.aviary.database.SchemaObjects;
import io.jenkins.plugins.aviary.database.SchemaTable;
import io.jenkins.plugins.aviary.database.WorldDatabase;
import io.jenkins.plugins.aviary.operation.Progress;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** Puts a backup back into a schema. Every file is held against its digest before the first row is written. */
final class BackupLoading {
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final BackupFiles files;
    private final BackupManifest manifest;
    private final Progress progress;

    BackupLoading(BackupFiles files, BackupManifest manifest, Progress progress) {
        this.files = files;
        this.manifest = manifest;
        this.progress = progress;
    }

    /**
     * Reads every byte of every file.
     *
     * @throws BackupDamaged if one is not what the manifest says
     */
    void verify() throws IOException {
        files.verify("the definitions", manifest.definitions());
        for (BackupManifest.Table table : manifest.tables()) {
            files.verify("the table " + table.name(), table.section());
        }
        SchemaObjects objects = files.definitions(manifest);
        if (!objects.fingerprint().equals(manifest.fingerprint())) {
            throw new BackupDamaged("The definitions in the backup are not those that were backed up.");
        }
        for (SchemaTable table : objects.tables()) {
            Optional<BackupManifest.Table> rows = manifest.tables().stream()
                    .filter(candidate -> candidate.name().equals(table.name()))
                    .findFirst();
            if (rows.isEmpty()) {
                throw new BackupDamaged("The backup has no rows of the table " + table.name() + ".");
            }
        }
    }

    /**
     * Puts everything back into a schema that has none of it.
     *
     * @param events whether the scheduler's events are made too, which begin to run
     */
    void into(WorldDatabase target, boolean events) throws IOException, InterruptedException {
        SchemaObjects objects = files.definitions(manifest);
        try (Connection connection = target.answeringWithin(PATIENCE).connect()) {
            SchemaBuilding building = new SchemaBuilding(connection);
            building.tables(objects.tables());
            connection.setAutoCommit(false);
            try (Progress.Task task = progress.begin("Restoring", manifest.bytes(), "bytes")) {
                long done = 0;
                for (BackupManifest.Table table : manifest.tables()) {
                    files.statements(table.section(), statement -> {
                        building.execute(statement);
                        if (Thread.currentThread().isInterrupted()) {
                            throw new InterruptedException("cancelled while restoring " + table.name());
                        }
                    });
                    connection.commit();
                    done += table.section().bytes();
                    task.at(done);
                }
            }
            connection.setAutoCommit(true);
            building.stored(objects.stored(), events);
        } catch (SQLException e) {
            throw DatabaseFailure.of("Restoring into " + target.label(), e);
        }
    }
}
