package io.jenkins.plugins.aviary.database.backup;

import io.jenkins.plugins.aviary.database.DatabaseFailure;
import io.jenkins.plugins.aviary.database.DatabaseVersion;
import io.jenkins.plugins.aviary.database.RowDigest;
import io.jenkins.plugins.aviary.database.RowStream;
import io.jenkins.plugins.aviary.database.SchemaObjects;
import io.jenkins.plugins.aviary.database.SchemaTable;
import io.jenkins.plugins.aviary.database.ScratchSchema;
import io.jenkins.plugins.aviary.database.SqlName;
import io.jenkins.plugins.aviary.database.WorldDatabase;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.Progress;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the definitions and rows of a database as they are at one moment: tables with transactions in one consistent
 * snapshot, the others locked against writing while the snapshot begins and they are read. Nothing is written to the
 * database, and players go on meanwhile. Rows are streamed: what is held is a statement at a time.
 */
final class BackupWriter {
    private static final Duration PATIENCE = Duration.ofHours(1);
    private static final int LOCK_SECONDS = 10;

    private final WorldDatabase database;
    private final BackupFiles files;
    private final Progress progress;
    private final Clock clock;

    BackupWriter(WorldDatabase database, BackupFiles files, Progress progress, Clock clock) {
        this.database = database.answeringWithin(PATIENCE);
        this.files = files;
        this.progress = progress;
        this.clock = clock;
    }

    /**
     * Writes everything but the manifest.
     *
     * @param saved whether the game server confirmed a save just before
     */
    BackupManifest write(World world, boolean saved) throws IOException, InterruptedException {
        try (Connection snapshot = database.connect();
                Connection locks = database.connect()) {
            List<String> unsafe = SchemaObjects.read(locks).tables().stream()
                    .filter(table -> !table.transactional())
                    .map(SchemaTable::name)
                    .toList();
            if (!unsafe.isEmpty()) {
                lock(locks, unsafe);
            }
            ScratchSchema.beginSnapshot(snapshot);
            Instant moment = clock.instant().truncatedTo(ChronoUnit.SECONDS);
            SchemaObjects objects = SchemaObjects.read(snapshot);
            List<SchemaTable> order = new ArrayList<>();
            objects.tables().stream().filter(table -> !table.transactional()).forEach(order::add);
            objects.tables().stream().filter(SchemaTable::transactional).forEach(order::add);
            List<BackupManifest.Table> tables = new ArrayList<>();
            long all = order.stream().mapToLong(SchemaTable::bytes).sum();
            try (Progress.Task task = progress.begin("Backing up " + world.qualifiedName(), all, "bytes")) {
                long done = 0;
                for (SchemaTable table : order) {
                    tables.add(table(snapshot, table));
                    done += table.bytes();
                    task.at(done);
                    if (tables.size() == unsafe.size()) {
                        unlock(locks);
                    }
                }
            }
            if (!SchemaObjects.read(locks).fingerprint().equals(objects.fingerprint())) {
                throw new DatabaseFailure("The definitions of " + database.label()
                        + " were changed while it was backed up; back it up again, with nothing migrating meanwhile.");
            }
            return new BackupManifest(
                    1,
                    world.environment(),
                    world.name(),
                    database.schema(),
                    version(snapshot),
                    DatabaseVersion.of(snapshot).number(),
                    moment.toString(),
                    saved,
                    objects.fingerprint(),
                    files.writeDefinitions(objects),
                    tables);
        } catch (SQLException e) {
            throw DatabaseFailure.of("Backing up " + database.label(), e);
        }
    }

    private static void lock(Connection connection, List<String> tables) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION lock_wait_timeout = " + LOCK_SECONDS);
            statement.execute("LOCK TABLES "
                    + String.join(
                            ", ",
                            tables.stream()
                                    .map(table -> SqlName.quoted(table) + " READ")
                                    .toList()));
        }
    }

    private static void unlock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("UNLOCK TABLES");
        }
    }

    private BackupManifest.Table table(Connection snapshot, SchemaTable table)
            throws SQLException, IOException, InterruptedException {
        RowDigest[] digest = new RowDigest[1];
        IOException[] failure = new IOException[1];
        BackupManifest.Section section = files.write(out -> {
            digest[0] = new RowStream(snapshot, table).read((statement, rows) -> {
                try {
                    out.write(statement);
                    out.write(";\n");
                } catch (IOException e) {
                    failure[0] = e;
                    throw new SQLException("the file cannot be written", e);
                }
            });
        });
        if (failure[0] != null) {
            throw failure[0];
        }
        return new BackupManifest.Table(
                table.name(), digest[0].rows(), digest[0].hex(), serverChecksum(snapshot, table.name()), section);
    }

    /** A second opinion, of somebody who does not read the rows the way this program does. */
    static String serverChecksum(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("CHECKSUM TABLE " + SqlName.quoted(table))) {
            String sum = row.next() ? row.getString(2) : null;
            return sum == null ? "" : sum;
        }
    }

    static String version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT VERSION()")) {
            return row.next() ? row.getString(1) : "";
        }
    }
}
