package io.jenkins.plugins.aviary.database.backup;

import io.jenkins.plugins.aviary.database.DatabaseFailure;
import io.jenkins.plugins.aviary.database.SchemaObjects;
import io.jenkins.plugins.aviary.database.SchemaTable;
import io.jenkins.plugins.aviary.database.SqlName;
import io.jenkins.plugins.aviary.database.StoredObject;
import io.jenkins.plugins.aviary.database.WorldDatabase;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.OperationLog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The schema that a backup is restored into. It must be empty; while a restore is under way a table marks it, so that
 * what a killed restore left is known for what it is and cleared away by the next one. Whoever holds this object keeps
 * other restores out.
 */
final class RestoreTarget implements AutoCloseable {
    private static final String MARK = "aviary_restore";

    private final WorldDatabase database;
    private final Connection connection;

    private RestoreTarget(WorldDatabase database, Connection connection) {
        this.database = database;
        this.connection = connection;
    }

    /**
     * Takes a schema.
     *
     * @throws OperationFailure if it has tables or anything else, or another restore is at it; nothing is changed then
     */
    static RestoreTarget take(WorldDatabase database, OperationLog log) {
        Connection connection = database.connect();
        RestoreTarget target = new RestoreTarget(database, connection);
        try {
            target.lock();
            SchemaObjects objects = SchemaObjects.read(connection);
            if (objects.table(MARK).isPresent()) {
                log.warn("Clearing away what a restore that was killed left in " + database.label());
                target.clear();
            } else if (!objects.tables().isEmpty() || !objects.stored().isEmpty()) {
                throw new OperationFailure("The database " + database.label() + " is not empty ("
                        + objects.tables().size() + " tables). A restore never overwrites: back it up, then empty it"
                        + " yourself, or give the name of an empty schema as 'schema'.");
            }
            return target;
        } catch (SQLException e) {
            target.close();
            throw DatabaseFailure.of("Looking into " + database.label(), e);
        } catch (RuntimeException e) {
            target.close();
            throw e;
        }
    }

    /**
     * Takes a schema whatever is in it, for whoever has just proved a dump of it.
     *
     * @throws OperationFailure if another restore is at it
     */
    static RestoreTarget takeOver(WorldDatabase database) {
        RestoreTarget target = new RestoreTarget(database, database.connect());
        try {
            target.lock();
            return target;
        } catch (SQLException e) {
            target.close();
            throw DatabaseFailure.of("Locking " + database.label(), e);
        } catch (RuntimeException e) {
            target.close();
            throw e;
        }
    }

    private void lock() throws SQLException {
        String name = "aviary.restore." + Digest.of(database.schema()).hex().substring(0, 32);
        try (PreparedStatement query = connection.prepareStatement("SELECT GET_LOCK(?, 0)")) {
            query.setString(1, name);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next() || row.getInt(1) != 1) {
                    throw new OperationFailure(
                            "Another restore into " + database.label() + " is under way; wait for it.");
                }
            }
        }
    }

    /** Marks it: from now on what is in it is a restore's. */
    void begin(Digest backup) throws SQLException {
        execute("CREATE TABLE " + MARK + " (backup CHAR(64) NOT NULL)");
        execute("INSERT INTO " + MARK + " VALUES ('" + backup.hex() + "')");
    }

    /** Takes the mark away: what is in it is the world's. */
    void finish() throws SQLException {
        execute("DROP TABLE " + MARK);
    }

    /** Empties it; the mark goes last. */
    void clear() throws SQLException {
        execute("SET SESSION foreign_key_checks = 0");
        SchemaObjects objects = SchemaObjects.read(connection);
        for (StoredObject object : objects.stored()) {
            execute("DROP " + object.kind() + " IF EXISTS " + SqlName.quoted(object.name()));
        }
        for (SchemaTable table : objects.tables()) {
            if (!table.name().equals(MARK)) {
                execute("DROP TABLE " + SqlName.quoted(table.name()));
            }
        }
        execute("DROP TABLE IF EXISTS " + MARK);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // The server lets go of the lock when it notices.
            return;
        }
    }
}
