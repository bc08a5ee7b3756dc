package io.jenkins.plugins.aviary.database.migration;

import io.jenkins.plugins.aviary.artifact.script.SqlText;
import io.jenkins.plugins.aviary.database.DatabaseFailure;
import io.jenkins.plugins.aviary.database.WorldDatabase;
import io.jenkins.plugins.aviary.operation.OperationLog;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The two connections of a run of migrations: one that they are executed on and that holds the lock, one for the book.
 * Used by one thread.
 */
final class MigrationSession implements AutoCloseable {
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
    private static final long MOST_READ = 64L << 20;

    private final WorldDatabase database;
    private final MigrationOptions options;
    private final OperationLog log;
    private final Connection session;
    private final Connection side;
    private final MigrationBook book;
    private final Set<String> otherSchemas;
    private boolean tablesLocked;
    private boolean inTransaction;

    private MigrationSession(
            WorldDatabase database,
            MigrationOptions options,
            OperationLog log,
            Connection session,
            Connection side,
            MigrationBook book)
            throws SQLException {
        this.database = database;
        this.options = options;
        this.log = log;
        this.session = session;
        this.side = side;
        this.book = book;
        this.otherSchemas = otherSchemas(side, database.schema());
    }

    /**
     * Opens a run: takes the lock and the book.
     *
     * @throws DatabaseFailure if another run has the lock
     */
    static MigrationSession open(
            WorldDatabase database, MigrationOptions options, OperationLog log, String who, Instant now) {
        WorldDatabase patient = database.answeringWithin(options.statementTimeout());
        Connection session = patient.connect();
        Connection side = null;
        try {
            MigrationLock.take(session, database);
            side = database.connect();
            MigrationBook book = MigrationBook.take(side, who, now);
            MigrationSession opened = new MigrationSession(database, options, log, session, side, book);
            opened.setUp();
            return opened;
        } catch (SQLException e) {
            close(session);
            close(side);
            throw DatabaseFailure.of("Preparing " + database.label() + " for migrations", e);
        } catch (RuntimeException e) {
            close(session);
            close(side);
            throw e;
        }
    }

    /** The names of the server's schemas but this one, in upper case. */
    static Set<String> otherSchemas(Connection connection, String schema) throws SQLException {
        Set<String> names = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW DATABASES")) {
            while (rows.next()) {
                names.add(rows.getString(1).toUpperCase(Locale.ROOT));
            }
        }
        names.remove(schema.toUpperCase(Locale.ROOT));
        // Where statements may read what exists and what is locked.
        names.remove("INFORMATION_SCHEMA");
        return names;
    }

    /** Brings the session into the state in which each migration begins. */
    void setUp() throws SQLException {
        long seconds = Math.max(1, options.lockTimeout().toSeconds());
        send(session, "UNLOCK TABLES");
        send(
                session,
                "SET SESSION autocommit = 1, foreign_key_checks = @@GLOBAL.foreign_key_checks, unique_checks ="
                        + " @@GLOBAL.unique_checks, sql_mode = @@GLOBAL.sql_mode, lock_wait_timeout = " + seconds
                        + ", innodb_lock_wait_timeout = " + seconds);
        tablesLocked = false;
        inTransaction = false;
    }

    MigrationBook book() {
        return book;
    }

    /** The connection beside the migrations' own. */
    Connection side() {
        return side;
    }

    Connection connection() {
        return session;
    }

    Set<String> otherSchemas() {
        return otherSchemas;
    }

    String label() {
        return database.label();
    }

    /** Whether the effect of a statement can be committed together with its line in the journal. */
    boolean isAtomic(SqlText sql) throws SQLException {
        if (tablesLocked) {
            return false;
        }
        Set<String> words = new HashSet<>();
        sql.tokens().forEach(token -> words.add(token.text().toUpperCase(Locale.ROOT)));
        try (Statement statement = side.createStatement();
                ResultSet rows = statement.executeQuery("SELECT table_name FROM information_schema.tables WHERE"
                        + " table_schema = DATABASE() AND table_type = 'BASE TABLE' AND engine <> 'InnoDB'")) {
            while (rows.next()) {
                if (words.contains(rows.getString(1).toUpperCase(Locale.ROOT))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** What is to be done on the session after a statement, in its transaction. */
    interface Within {
        void settle(Connection session) throws SQLException;
    }

    /**
     * Executes a statement and what settles it in one transaction. A statement that waits too long for a lock is tried
     * again, after pauses that grow: meanwhile the players that wait behind it get their turn.
     */
    void change(SqlText sql, Within within) throws SQLException, InterruptedException {
        retried(sql, () -> {
            if (inTransaction) {
                send(session, sql.text());
                within.settle(session);
                return;
            }
            session.setAutoCommit(false);
            try {
                send(session, sql.text());
                within.settle(session);
                session.commit();
            } finally {
                endTransaction(session);
            }
        });
    }

    /** Undoes what is not committed: to turn auto-commit on would commit it. */
    static void endTransaction(Connection connection) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            // The connection is lost, and the server undoes what was open on it.
            return;
        }
    }

    /** Executes a statement that commits by itself, or that belongs to the session. */
    void execute(SqlText sql) throws SQLException, InterruptedException {
        retried(sql, () -> send(session, sql.text()));
        if (sql.begins("LOCK")) {
            tablesLocked = true;
            inTransaction = false;
        } else if (sql.begins("UNLOCK")) {
            tablesLocked = false;
        } else if (sql.begins("BEGIN") || sql.begins("START")) {
            inTransaction = true;
            tablesLocked = false;
        } else if (sql.begins("COMMIT")
                || sql.begins("ROLLBACK") && !sql.has("TO")
                || StatementKind.of(sql) == StatementKind.DEFINITION) {
            inTransaction = false;
        }
    }

    private interface Sending {
        void send() throws SQLException;
    }

    private void retried(SqlText sql, Sending sending) throws SQLException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                sending.send();
                return;
            } catch (SQLException e) {
                boolean waited = e.getErrorCode() == DatabaseFailure.LOCK_WAIT_TIMEOUT
                        || e.getErrorCode() == DatabaseFailure.DEADLOCK;
                if (!waited || inTransaction || attempt >= options.lockAttempts()) {
                    throw e;
                }
                Duration pause = Duration.ofMillis(Math.min(LONGEST_PAUSE.toMillis(), 250L << Math.min(attempt, 10)));
                log.warn("Waited " + options.lockTimeout().toSeconds() + " s for a lock (attempt " + attempt + " of "
                        + options.lockAttempts() + "), trying again in " + pause.toMillis() + " ms: " + sql.brief(100));
                Thread.sleep(pause.toMillis());
            }
        }
    }

    /** Reads rows on the migrations' connection. */
    Rows read(String sql) throws SQLException {
        return read(session, sql);
    }

    /** Reads rows, as many as can be held. */
    static Rows read(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            ResultSetMetaData form = result.getMetaData();
            List<String> columns = new ArrayList<>();
            for (int i = 1; i <= form.getColumnCount(); i++) {
                columns.add(form.getColumnLabel(i));
            }
            List<List<byte[]>> rows = new ArrayList<>();
            long size = 0;
            while (result.next()) {
                List<byte[]> row = new ArrayList<>();
                for (int i = 1; i <= columns.size(); i++) {
                    byte[] value = result.getBytes(i);
                    size += 16 + (value == null ? 0 : value.length);
                    row.add(value);
                }
                if (size > MOST_READ) {
                    throw new DatabaseFailure("A migration reads more than " + (MOST_READ >> 20) + " MiB at once ("
                            + SqlText.of(sql).brief(100) + "); read in parts, or let SQL do the work.");
                }
                rows.add(row);
            }
            return new Rows(columns, rows);
        }
    }

    private static void send(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        close(session);
        close(side);
    }

    private static void close(Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            // The connection is of no more use; the server notices by itself.
            return;
        }
    }
}
