package io.jenkins.plugins.aviary.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The tables of a ledger in MySQL or MariaDB, and the statements on them. */
final class SqlTables {
    private static final int ROWS = 100;
    private static final int BYTES = 512 * 1024;

    private static final List<String> SCHEMA = List.of(
            "CREATE TABLE IF NOT EXISTS aviary_ledger_head (id TINYINT NOT NULL PRIMARY KEY, size BIGINT NOT NULL,"
                    + " edge VARBINARY(2048) NOT NULL) ENGINE=InnoDB",
            "CREATE TABLE IF NOT EXISTS aviary_ledger_event (seq BIGINT NOT NULL PRIMARY KEY, leaf BINARY(32) NOT NULL,"
                    + " body MEDIUMBLOB NOT NULL) ENGINE=InnoDB",
            "CREATE TABLE IF NOT EXISTS aviary_ledger_tree (place BIGINT NOT NULL PRIMARY KEY, hash BINARY(32) NOT NULL)"
                    + " ENGINE=InnoDB",
            "CREATE TABLE IF NOT EXISTS aviary_ledger_checkpoint (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,"
                    + " note MEDIUMBLOB NOT NULL) ENGINE=InnoDB",
            "INSERT IGNORE INTO aviary_ledger_head (id, size, edge) VALUES (1, 0, '')");

    private SqlTables() {}

    /** Makes the tables that are not there. */
    static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : SCHEMA) {
                statement.execute(sql);
            }
        }
    }

    /** Whether a commit is on disk when it returns. */
    static boolean commitsAreDurable(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT @@innodb_flush_log_at_trx_commit")) {
            return row.next() && row.getInt(1) == 1;
        }
    }

    /** The right edge of the tree, kept from everybody else until the transaction ends. */
    static MerkleFrontier lockHead(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT size, edge FROM aviary_ledger_head WHERE id = 1 FOR UPDATE")) {
            if (!row.next()) {
                throw new SQLException("the row of aviary_ledger_head is missing");
            }
            return MerkleFrontier.of(row.getBytes(2), row.getLong(1));
        }
    }

    static void moveHead(Connection connection, MerkleFrontier frontier) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE aviary_ledger_head SET size = ?, edge = ? WHERE id = 1")) {
            update.setLong(1, frontier.size());
            update.setBytes(2, frontier.edge());
            update.executeUpdate();
        }
    }

    static long size(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT size FROM aviary_ledger_head WHERE id = 1")) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    static void insertEvents(Connection connection, List<StoredEvent> events) throws SQLException {
        List<Object[]> rows = new ArrayList<>();
        events.forEach(event -> rows.add(new Object[] {event.sequence(), event.leafHash(), event.body()}));
        insert(connection, "INSERT INTO aviary_ledger_event (seq, leaf, body) VALUES ", "(?, ?, ?)", rows);
    }

    static void insertNodes(Connection connection, long place, List<byte[]> hashes) throws SQLException {
        List<Object[]> rows = new ArrayList<>();
        for (byte[] hash : hashes) {
            rows.add(new Object[] {place + rows.size(), hash});
        }
        insert(connection, "INSERT INTO aviary_ledger_tree (place, hash) VALUES ", "(?, ?)", rows);
    }

    /** Inserts many rows a statement: one round trip each would make a batch slow. */
    private static void insert(Connection connection, String head, String marks, List<Object[]> rows)
            throws SQLException {
        int from = 0;
        while (from < rows.size()) {
            int to = from;
            int bytes = 0;
            while (to < rows.size() && to - from < ROWS && bytes < BYTES) {
                bytes += ((byte[]) rows.get(to)[rows.get(to).length - 1]).length;
                to++;
            }
            String sql = head + String.join(", ", java.util.Collections.nCopies(to - from, marks));
            try (PreparedStatement insert = connection.prepareStatement(sql)) {
                int parameter = 1;
                for (Object[] row : rows.subList(from, to)) {
                    for (Object value : row) {
                        insert.setObject(parameter++, value);
                    }
                }
                insert.executeUpdate();
            }
            from = to;
        }
    }

    static List<StoredEvent> events(Connection connection, long from, int limit) throws SQLException {
        List<StoredEvent> events = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT seq, leaf, body FROM aviary_ledger_event WHERE seq >= ? ORDER BY seq LIMIT ?")) {
            query.setLong(1, from);
            query.setInt(2, limit);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    events.add(new StoredEvent(rows.getLong(1), rows.getBytes(3), rows.getBytes(2)));
                }
            }
        }
        return events;
    }

    /** Whether the event with that number has that leaf hash. */
    static boolean has(Connection connection, long sequence, byte[] leaf) throws SQLException {
        List<StoredEvent> found = events(connection, sequence, 1);
        return !found.isEmpty()
                && found.get(0).sequence() == sequence
                && java.util.Arrays.equals(found.get(0).leafHash(), leaf);
    }

    static byte[] node(Connection connection, long place) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT hash FROM aviary_ledger_tree WHERE place = ?")) {
            query.setLong(1, place);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("the hash at place " + place + " of aviary_ledger_tree is missing");
                }
                return row.getBytes(1);
            }
        }
    }

    /** The leaves from one on, at most so many; none after one that is missing. */
    static HashList leaves(Connection connection, long from, int count) throws SQLException {
        HashList leaves = new HashList(Math.max(1, count));
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT place, hash FROM aviary_ledger_tree WHERE place >= ? AND place < ? ORDER BY place")) {
            query.setLong(1, StoreIndex.hashesOf(from));
            query.setLong(2, StoreIndex.hashesOf(from + count));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    long wanted = StoreIndex.hashesOf(from + leaves.size());
                    if (rows.getLong(1) > wanted) {
                        return leaves;
                    }
                    if (rows.getLong(1) == wanted) {
                        leaves.add(rows.getBytes(2));
                    }
                }
            }
        }
        return leaves;
    }

    static void addCheckpoint(Connection connection, String note) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO aviary_ledger_checkpoint (note) VALUES (?)")) {
            insert.setBytes(1, note.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            insert.executeUpdate();
        }
    }

    static List<String> checkpoints(Connection connection, boolean newestOnly) throws SQLException {
        List<String> notes = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT note FROM aviary_ledger_checkpoint ORDER BY id"
                        + (newestOnly ? " DESC LIMIT 1" : ""))) {
            while (rows.next()) {
                notes.add(new String(rows.getBytes(1), java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        return notes;
    }
}
