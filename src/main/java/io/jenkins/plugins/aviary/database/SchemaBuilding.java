package io.jenkins.plugins.aviary.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the objects of a schema in the one that a connection is in. Rows come between the tables and the rest, so that no
 * trigger runs for a row that is only being put back.
 */
public final class SchemaBuilding {
    private final Connection connection;

    /**
     * Builds in the schema of a connection, whose session is set up for it: foreign keys unchecked, values taken as they
     * are, the time zone {@code +00:00}.
     */
    public SchemaBuilding(Connection connection) throws SQLException {
        this.connection = connection;
        execute("SET SESSION foreign_key_checks = 0, unique_checks = 0, time_zone = '+00:00',"
                + " sql_mode = 'NO_AUTO_VALUE_ON_ZERO'");
    }

    /** Makes the tables, without rows. */
    public void tables(List<SchemaTable> tables) throws SQLException {
        for (SchemaTable table : tables) {
            execute(table.definition());
        }
    }

    /**
     * Makes the other objects. Views may lean on views that come later.
     *
     * @param events whether events are made too: they begin to run, which a copy must not
     */
    public void stored(List<StoredObject> objects, boolean events) throws SQLException {
        List<StoredObject> left = new ArrayList<>(objects);
        left.removeIf(object -> object.kind() == StoredObject.Kind.EVENT && !events);
        while (!left.isEmpty()) {
            SQLException first = null;
            List<StoredObject> failed = new ArrayList<>();
            for (StoredObject object : left) {
                try {
                    execute("SET SESSION sql_mode = '" + object.sqlMode().replace("'", "''") + "'");
                    execute(object.definition());
                } catch (SQLException e) {
                    first = first == null ? e : first;
                    failed.add(object);
                }
            }
            if (first != null && failed.size() == left.size()) {
                throw first;
            }
            left = failed;
        }
        execute("SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO'");
    }

    /** Executes one statement, such as one of {@link RowStream}. */
    public void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
