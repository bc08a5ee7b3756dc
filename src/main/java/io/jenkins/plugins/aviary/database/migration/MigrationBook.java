package io.jenkins.plugins.aviary.database.migration;

import io.jenkins.plugins.aviary.database.DatabaseFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What Aviary keeps in a world's database about its migrations: {@code aviary_schema_history}, a row for each that was
 * applied or begun, and {@code aviary_schema_journal}, a row for each statement of the one that is under way. It has a
 * connection of its own, because a migration may lock tables on the other. Every write is fenced: it counts only while
 * the number in {@code aviary_schema_fence} is the one that this run was given.
 */
final class MigrationBook {
    private static final int NO_SUCH_TABLE = 1146;
    private static final int MOST_REASON = 1000;

    private static final List<String> TABLES = List.of(
            "CREATE TABLE IF NOT EXISTS aviary_schema_fence (id TINYINT NOT NULL PRIMARY KEY, token BIGINT NOT NULL,"
                    + " holder VARCHAR(255) NOT NULL, since VARCHAR(40) NOT NULL) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4",
            "INSERT IGNORE INTO aviary_schema_fence VALUES (1, 0, '', '')",
            "CREATE TABLE IF NOT EXISTS aviary_schema_history (number INT NOT NULL PRIMARY KEY,"
                    + " file VARCHAR(100) NOT NULL, checksum CHAR(64) NOT NULL, state VARCHAR(10) NOT NULL,"
                    + " statements INT NOT NULL, started_at VARCHAR(40) NOT NULL, duration_ms BIGINT NOT NULL,"
                    + " who VARCHAR(255) NOT NULL, origin VARCHAR(255) NOT NULL, reason VARCHAR(2000) NOT NULL)"
                    + " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4",
            "CREATE TABLE IF NOT EXISTS aviary_schema_journal (number INT NOT NULL, position INT NOT NULL,"
                    + " kind VARCHAR(12) NOT NULL, sql_text LONGTEXT NOT NULL, state VARCHAR(10) NOT NULL,"
                    + " fingerprint VARCHAR(64) NOT NULL, atomic TINYINT NOT NULL, answer LONGTEXT NOT NULL,"
                    + " PRIMARY KEY (number, position)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4");

    private final Connection connection;
    private final long token;

    private MigrationBook(Connection connection, long token) {
        this.connection = connection;
        this.token = token;
    }

    /**
     * A migration that was applied or begun.
     *
     * @param number its number
     * @param file its file's name
     * @param checksum the digest of its source
     * @param applied whether it was applied to its end
     * @param startedAt when it was begun for the first time
     * @param reason why it stopped, or empty
     */
    record Entry(int number, String file, String checksum, boolean applied, Instant startedAt, String reason) {}

    /** Opens the book for writing; whoever had it before cannot write any more. */
    static MigrationBook take(Connection connection, String holder, Instant now) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : TABLES) {
                statement.execute(sql);
            }
        }
        try (PreparedStatement update = connection.prepareStatement(
                        "UPDATE aviary_schema_fence SET token = LAST_INSERT_ID(token + 1), holder = ?, since = ?"
                                + " WHERE id = 1");
                Statement query = connection.createStatement()) {
            update.setString(1, cut(holder, 255));
            update.setString(2, now.toString());
            update.executeUpdate();
            try (ResultSet row = query.executeQuery("SELECT LAST_INSERT_ID()")) {
                row.next();
                return new MigrationBook(connection, row.getLong(1));
            }
        }
    }

    /** Who opened the book last, and when; empty if nobody did. */
    static String holder(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT holder, since FROM aviary_schema_fence WHERE id = 1")) {
            return row.next() ? row.getString(1) + " since " + row.getString(2) : "";
        } catch (SQLException e) {
            if (e.getErrorCode() == NO_SUCH_TABLE) {
                return "";
            }
            throw e;
        }
    }

    /** All entries, by number; none if no migration was ever applied by Aviary. */
    static List<Entry> entries(Connection connection) throws SQLException {
        List<Entry> entries = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT number, file, checksum, state, started_at, reason"
                        + " FROM aviary_schema_history ORDER BY number")) {
            while (row.next()) {
                entries.add(new Entry(
                        row.getInt(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4).equals("applied"),
                        Instant.parse(row.getString(5)),
                        row.getString(6)));
            }
        } catch (SQLException e) {
            if (e.getErrorCode() != NO_SUCH_TABLE) {
                throw e;
            }
        }
        return entries;
    }

    /** The statements of a migration that is under way, in their order. */
    static List<JournalLine> journal(Connection connection, int number) throws SQLException {
        List<JournalLine> lines = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement("SELECT position, kind, sql_text, state,"
                + " fingerprint, atomic, answer FROM aviary_schema_journal WHERE number = ? ORDER BY position")) {
            query.setInt(1, number);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    lines.add(new JournalLine(
                            row.getInt(1),
                            StatementKind.valueOf(row.getString(2)),
                            row.getString(3),
                            JournalLine.State.valueOf(row.getString(4)),
                            row.getString(5),
                            row.getInt(6) == 1,
                            row.getString(7)));
                }
            }
        }
        return lines;
    }

    /** The first entry that is not applied to its end. */
    static Optional<Entry> unfinished(List<Entry> entries) {
        return entries.stream().filter(entry -> !entry.applied()).findFirst();
    }

    /** Notes that a migration is begun or taken up again. */
    void begin(Migration migration, Instant startedAt, String who, String origin) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO aviary_schema_history SELECT ?, ?, ?, 'running', 0, ?, 0, ?, ?,"
                        + " '' FROM aviary_schema_fence WHERE id = 1 AND token = ? ON DUPLICATE KEY UPDATE"
                        + " file = VALUES(file), checksum = VALUES(checksum), state = 'running', who = VALUES(who),"
                        + " origin = VALUES(origin), reason = ''")) {
            insert.setInt(1, migration.number());
            insert.setString(2, migration.file());
            insert.setString(3, migration.checksum().hex());
            insert.setString(4, startedAt.toString());
            insert.setString(5, cut(who, 255));
            insert.setString(6, cut(origin, 255));
            insert.setLong(7, token);
            fenced(insert.executeUpdate());
        }
    }

    /** Notes that a statement is about to be executed; what was noted at its place before is replaced. */
    void begin(int number, JournalLine line) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO aviary_schema_journal SELECT ?, ?, ?, ?, 'BEGUN', ?, ?, ''"
                        + " FROM aviary_schema_fence WHERE id = 1 AND token = ? ON DUPLICATE KEY UPDATE"
                        + " kind = VALUES(kind), sql_text = VALUES(sql_text), state = 'BEGUN',"
                        + " fingerprint = VALUES(fingerprint), atomic = VALUES(atomic), answer = ''")) {
            insert.setInt(1, number);
            insert.setInt(2, line.position());
            insert.setString(3, line.kind().name());
            insert.setString(4, line.sql());
            insert.setString(5, line.fingerprint());
            insert.setInt(6, line.atomic() ? 1 : 0);
            insert.setLong(7, token);
            fenced(insert.executeUpdate());
        }
    }

    /** Notes on this book's own connection what became of a statement. */
    void settle(int number, int position, JournalLine.State state, String answer) throws SQLException {
        settle(connection, number, position, state, answer);
    }

    /** Notes on the migration's connection what became of a statement, to be committed with its effect. */
    void settle(Connection session, int number, int position, JournalLine.State state, String answer)
            throws SQLException {
        try (PreparedStatement update =
                session.prepareStatement("UPDATE aviary_schema_journal j, aviary_schema_fence f SET j.state = ?,"
                        + " j.answer = ? WHERE j.number = ? AND j.position = ? AND f.id = 1 AND f.token = ?")) {
            update.setString(1, state.name());
            update.setString(2, answer);
            update.setInt(3, number);
            update.setInt(4, position);
            update.setLong(5, token);
            fenced(update.executeUpdate());
        }
    }

    /** Forgets a migration that was begun but is none. */
    void forget(int number) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(
                "DELETE FROM aviary_schema_history WHERE number = ? AND state = 'running'")) {
            delete.setInt(1, number);
            delete.executeUpdate();
        }
    }

    /** Notes that a migration stopped, and why. */
    void stopped(int number, int statements, long millis, String reason) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE aviary_schema_history h,"
                + " aviary_schema_fence f SET h.state = 'failed', h.statements = ?, h.duration_ms = h.duration_ms + ?,"
                + " h.reason = ? WHERE h.number = ? AND f.id = 1 AND f.token = ?")) {
            update.setInt(1, statements);
            update.setLong(2, millis);
            update.setString(3, cut(reason, MOST_REASON));
            update.setInt(4, number);
            update.setLong(5, token);
            update.executeUpdate();
        }
    }

    /**
     * Notes that a migration was applied, sets the version and forgets its journal, all at once.
     *
     * @param session the migration's connection
     * @param version the version to set, or -1 if the migration sets it itself
     */
    void applied(Connection session, int number, int version, int statements, long millis) throws SQLException {
        session.setAutoCommit(false);
        try (PreparedStatement update = session.prepareStatement("UPDATE aviary_schema_history h,"
                        + " aviary_schema_fence f SET h.state = 'applied', h.statements = ?,"
                        + " h.duration_ms = h.duration_ms + ? WHERE h.number = ? AND f.id = 1 AND f.token = ?");
                PreparedStatement forget =
                        session.prepareStatement("DELETE FROM aviary_schema_journal WHERE number = ?")) {
            update.setInt(1, statements);
            update.setLong(2, millis);
            update.setInt(3, number);
            update.setLong(4, token);
            fenced(update.executeUpdate());
            forget.setInt(1, number);
            forget.executeUpdate();
            if (version >= 0) {
                setVersion(session, version);
            }
            session.commit();
        } finally {
            MigrationSession.endTransaction(session);
        }
    }

    private static void setVersion(Connection session, int version) throws SQLException {
        int changed;
        try (PreparedStatement update =
                session.prepareStatement("UPDATE server_config SET value = ? WHERE config = 'db_version'")) {
            update.setString(1, String.valueOf(version));
            changed = update.executeUpdate();
        }
        if (changed == 0) {
            throw new DatabaseFailure("The row 'db_version' of server_config was deleted by the migration.");
        }
    }

    private static void fenced(int changed) {
        if (changed == 0) {
            throw new DatabaseFailure("Another run took over the migrations of this database, so this one stops.");
        }
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }
}
