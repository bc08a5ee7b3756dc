package io.jenkins.plugins.aviary.database;

import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.Secrets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * How far the migrations of a database have come, as the game server itself keeps it: the row {@code db_version} of
 * {@code server_config}.
 *
 * @param state what is known
 * @param number the version; 0 unless the state is {@link State#KNOWN}
 */
public record DatabaseVersion(State state, int number) {
    /** What a database tells about its version. */
    public enum State {
        /** It tells its version. */
        KNOWN,
        /** It has no tables yet. */
        EMPTY,
        /** It has tables, but nothing tells which migrations made them. A game server would run all of them again. */
        UNKNOWN
    }

    private static final int NO_SUCH_TABLE = 1146;

    /** The version of a world's database. */
    public static DatabaseVersion of(World world, Secrets secrets) {
        return of(WorldDatabase.of(world, secrets));
    }

    /**
     * The version of a database.
     *
     * @throws DatabaseFailure if it cannot be read, or is no whole number
     */
    public static DatabaseVersion of(WorldDatabase database) {
        try (Connection connection = database.connect()) {
            return of(connection);
        } catch (SQLException e) {
            throw DatabaseFailure.of("Reading db_version of " + database.label(), e);
        }
    }

    /** The version of the schema that a connection is in. */
    public static DatabaseVersion of(Connection connection) throws SQLException {
        try (PreparedStatement query =
                        connection.prepareStatement("SELECT value FROM server_config WHERE config = 'db_version'");
                ResultSet row = query.executeQuery()) {
            if (row.next()) {
                return new DatabaseVersion(State.KNOWN, parsed(row.getString(1)));
            }
            return new DatabaseVersion(State.UNKNOWN, 0);
        } catch (SQLException e) {
            if (e.getErrorCode() != NO_SUCH_TABLE) {
                throw e;
            }
        }
        return new DatabaseVersion(hasTables(connection) ? State.UNKNOWN : State.EMPTY, 0);
    }

    private static int parsed(String value) {
        if (value == null || !value.strip().matches("\\d{1,9}")) {
            throw new DatabaseFailure("db_version in server_config is '" + value
                    + "', not a whole number; set it to the version that the tables are at.");
        }
        return Integer.parseInt(value.strip());
    }

    private static boolean hasTables(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT 1 FROM information_schema.tables"
                        + " WHERE table_schema = DATABASE() AND table_name NOT LIKE 'aviary\\_%' LIMIT 1");
                ResultSet row = query.executeQuery()) {
            return row.next();
        }
    }

    @Override
    public String toString() {
        return switch (state) {
            case KNOWN -> String.valueOf(number);
            case EMPTY -> "empty";
            case UNKNOWN -> "unknown";
        };
    }
}
