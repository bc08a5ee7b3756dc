package io.jenkins.plugins.aviary.database.migration;

import io.jenkins.plugins.aviary.database.DatabaseFailure;
import io.jenkins.plugins.aviary.database.WorldDatabase;
import io.jenkins.plugins.aviary.model.Digest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Keeps others from migrating the same database. The lock belongs to the connection that the migrations run on: it ends
 * with it, however that happens, so there is never a stale one to be removed by hand.
 */
final class MigrationLock {
    /** A killed run's lock ends once the server has finished its statement. */
    private static final int WAIT_SECONDS = 10;

    private MigrationLock() {}

    /**
     * Takes the lock on a connection, for as long as it lives.
     *
     * @throws DatabaseFailure if another run has it, saying who
     */
    static void take(Connection session, WorldDatabase database) throws SQLException {
        String name = "aviary.migrate." + Digest.of(database.schema()).hex().substring(0, 32);
        try (PreparedStatement query = session.prepareStatement("SELECT GET_LOCK(?, ?), IS_USED_LOCK(?)")) {
            query.setString(1, name);
            query.setInt(2, WAIT_SECONDS);
            query.setString(3, name);
            try (ResultSet row = query.executeQuery()) {
                if (row.next() && row.getInt(1) == 1) {
                    return;
                }
                String connection = row.getString(2);
                String holder = MigrationBook.holder(session);
                throw new DatabaseFailure("The database " + database.label() + " is being migrated by "
                        + (holder.isEmpty() ? "another run" : holder) + " (connection " + connection
                        + " of the database server); wait for it, or end it there with KILL " + connection + ".");
            }
        }
    }
}
