package io.jenkins.plugins.aviary.database.migration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.aviary.artifact.script.SqlText;
import io.jenkins.plugins.aviary.database.DatabaseFailure;
import io.jenkins.plugins.aviary.database.SchemaObjects;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.OperationLog;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Executes the statements of one migration exactly once, however often the run is killed and begun again. Each is noted
 * in the journal before it is executed. Its effect and the note that it is done are committed together where the server
 * can; for statements that commit by themselves, the schema's fingerprint tells whether they ran. A migration that is
 * taken up again gets the same answers to its reads as before, so it comes to the same statements; if it does not, because
 * it was edited, nothing is guessed.
 */
final class StatementExecution implements MigrationCalls {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();
    private static final int MOST_ANSWER = 4 << 20;

    private final Migration migration;
    private final MigrationSession session;
    private final MigrationOptions options;
    private final OperationLog log;
    private final RunPoint points;
    private final List<JournalLine> before;
    private int position;

    /**
     * Prepares the statements of one migration.
     *
     * @param before what the journal has of it
     */
    StatementExecution(
            Migration migration,
            MigrationSession session,
            MigrationOptions options,
            OperationLog log,
            RunPoint points,
            List<JournalLine> before) {
        this.migration = migration;
        this.session = session;
        this.options = options;
        this.log = log;
        this.points = points;
        this.before = List.copyOf(before);
    }

    /** How many statements there were so far. */
    int statements() {
        return position;
    }

    @Override
    public void query(String statement) throws InterruptedException {
        SqlText sql = SqlText.of(statement);
        position++;
        Optional<JournalLine> known = known(sql);
        try {
            if (known.isPresent() && known.get().state() == JournalLine.State.DONE) {
                repeat(sql, known.get());
                return;
            }
            refuse(sql);
            StatementKind kind = StatementKind.of(sql);
            if (known.isPresent() && known.get().state() == JournalLine.State.BEGUN && ran(known.get())) {
                session.book().settle(migration.number(), position, JournalLine.State.DONE, "");
                log.info("  " + position + ". had been executed before the kill: " + sql.brief(100));
                return;
            }
            String fingerprint = kind == StatementKind.DEFINITION ? fingerprint() : "";
            boolean atomic = kind == StatementKind.DATA && session.isAtomic(sql);
            points.reached("before the journal, " + position);
            session.book()
                    .begin(
                            migration.number(),
                            new JournalLine(
                                    position, kind, statement, JournalLine.State.BEGUN, fingerprint, atomic, ""));
            points.reached("before the statement, " + position);
            execute(sql, atomic);
            points.reached("after the statement, " + position);
            log.info("  " + position + ". " + sql.brief(100));
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    private void execute(SqlText sql, boolean atomic) throws SQLException, InterruptedException {
        if (atomic) {
            session.change(sql, connection -> {
                points.reached("before the commit, " + position);
                session.book().settle(connection, migration.number(), position, JournalLine.State.DONE, "");
            });
        } else {
            session.execute(sql);
            points.reached("before the journal's end, " + position);
            session.book().settle(migration.number(), position, JournalLine.State.DONE, "");
        }
    }

    /** What the journal has at this place, if it is the same statement or one that never ran. */
    private Optional<JournalLine> known(SqlText sql) {
        Optional<JournalLine> line =
                before.stream().filter(known -> known.position() == position).findFirst();
        if (line.isEmpty() || line.get().sql().equals(sql.text())) {
            return line;
        }
        JournalLine other = line.get();
        boolean never =
                other.state() == JournalLine.State.FAILED || other.state() == JournalLine.State.BEGUN && !ran(other);
        if (never) {
            return Optional.empty();
        }
        throw new OperationFailure("The migration " + migration.file() + " was edited after it had been begun: its "
                + other.label() + " ran, and now there is '" + sql.brief(120)
                + "' in its place. Put what ran back as it was, and change only what comes after it.");
    }

    /** A session's state ends with its connection; everything else has been done. */
    private void repeat(SqlText sql, JournalLine line) throws SQLException, InterruptedException {
        if (line.kind() == StatementKind.SESSION) {
            if (sql.has("@") && sql.has("SELECT")) {
                throw lost(line, "sets a variable from rows that have changed since");
            }
            session.execute(sql);
        } else if (sql.has("TEMPORARY") && sql.begins("CREATE")) {
            throw lost(line, "made a temporary table that ended with the killed run");
        }
    }

    private OperationFailure lost(JournalLine line, String why) {
        return new OperationFailure("The migration " + migration.file() + " cannot be taken up again: its "
                + line.label() + " " + why + ". Restore the backup from before it, or finish it by hand.");
    }

    /** Whether a statement that was begun was executed. */
    private boolean ran(JournalLine line) {
        try {
            return switch (line.kind()) {
                // Its own note would have been committed with it.
                case DATA -> line.atomic() ? false : unclear(line);
                case DEFINITION -> !fingerprint().equals(line.fingerprint());
                case SESSION, READ -> false;
                case OPAQUE -> unclear(line);
            };
        } catch (SQLException e) {
            throw DatabaseFailure.of("Reading the definitions of " + session.label(), e);
        }
    }

    private boolean unclear(JournalLine line) {
        return switch (options.unclear()) {
            case RAN -> true;
            case NOT_RUN -> false;
            case REFUSE ->
                throw new OperationFailure("The migration " + migration.file() + " was killed while its " + line.label()
                        + " ran, and nobody can tell from here whether it was executed; the statements before it were."
                        + " Look into the database, and run again with unclear: 'ran' or 'not-run'.");
        };
    }

    private void refuse(SqlText sql) {
        StatementRules.refusal(sql, session.otherSchemas()).ifPresent(why -> {
            throw new OperationFailure("The migration " + migration.file() + " may not execute statement " + position
                    + " (" + sql.brief(120) + "): " + why + ". " + soFar());
        });
        if (!options.allowDestructive()) {
            for (Risk risk : StatementRules.risks(sql)) {
                if (risk.severity() == Risk.Severity.DESTRUCTIVE) {
                    throw new OperationFailure("The migration " + migration.file() + " " + risk.message()
                            + " (statement " + position
                            + "), which was not to be foreseen; look at it, and allow it with"
                            + " allowDestructive: true. " + soFar());
                }
            }
        }
    }

    private String fingerprint() throws SQLException {
        return SchemaObjects.read(session.side()).fingerprint().hex();
    }

    private OperationFailure failed(SqlText sql, SQLException cause) {
        try {
            session.book().settle(migration.number(), position, JournalLine.State.FAILED, "");
        } catch (SQLException | RuntimeException e) {
            // The connection may be what failed. The journal then says "begun", and the next run finds out.
            log.warn("The journal could not be written: " + e.getMessage());
        }
        return new DatabaseFailure(
                "The migration " + migration.file() + " failed at statement " + position + " (" + sql.brief(120) + "): "
                        + DatabaseFailure.describe(cause) + ". " + soFar(),
                cause);
    }

    private String soFar() {
        return position == 1
                ? "Nothing was changed."
                : "The statements before it are executed and stay; correct the file from this one on, and run again.";
    }

    @Override
    public Rows read(String statement) throws InterruptedException {
        SqlText sql = SqlText.of(statement);
        if (StatementKind.of(sql) != StatementKind.READ) {
            throw new OperationFailure("The migration " + migration.file() + " gives '" + sql.brief(120)
                    + "' to db.storeQuery, which is for reading; use db.query.");
        }
        refuseRead(sql);
        return answered(sql, statement, () -> session.read(statement));
    }

    private void refuseRead(SqlText sql) {
        StatementRules.refusal(sql, session.otherSchemas()).ifPresent(why -> {
            throw new OperationFailure(
                    "The migration " + migration.file() + " may not read '" + sql.brief(120) + "': " + why + ".");
        });
    }

    @Override
    public boolean tableExists(String name) throws InterruptedException {
        String statement = "SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = '"
                + name.replace("\\", "\\\\").replace("'", "''") + "'";
        return !answered(SqlText.of(statement), statement, () -> session.read(statement))
                .isEmpty();
    }

    private interface Reading {
        Rows read() throws SQLException;
    }

    private Rows answered(SqlText sql, String statement, Reading reading) {
        position++;
        Optional<JournalLine> known = known(sql);
        try {
            if (known.isPresent() && known.get().state() == JournalLine.State.DONE) {
                if (known.get().answer().isEmpty()) {
                    throw lost(known.get(), "read more rows than the journal keeps");
                }
                return MAPPER.readValue(known.get().answer(), Rows.class);
            }
            session.book()
                    .begin(
                            migration.number(),
                            new JournalLine(
                                    position, StatementKind.READ, statement, JournalLine.State.BEGUN, "", false, ""));
            Rows rows = reading.read();
            String answer = MAPPER.writeValueAsString(rows);
            session.book()
                    .settle(
                            migration.number(),
                            position,
                            JournalLine.State.DONE,
                            answer.getBytes(StandardCharsets.UTF_8).length > MOST_ANSWER ? "" : answer);
            return rows;
        } catch (SQLException e) {
            throw failed(sql, e);
        } catch (JsonProcessingException e) {
            throw new DatabaseFailure("The journal of " + migration.file() + " was changed by somebody else.", e);
        }
    }

    /** Refuses a migration that ended before statements that had been executed. */
    void requireAllRepeated() {
        before.stream()
                .filter(line -> line.position() > position && line.state() == JournalLine.State.DONE)
                .filter(line -> line.kind() != StatementKind.READ)
                .findFirst()
                .ifPresent(line -> {
                    throw new OperationFailure("The migration " + migration.file()
                            + " was edited after it had been begun: its " + line.label()
                            + " ran, and is not in it any more. Put it back as it was.");
                });
    }

    @Override
    public void log(String level, String line) {
        String text = migration.file() + ": " + line;
        switch (level.toLowerCase(Locale.ROOT)) {
            case "warn" -> log.warn(text);
            case "error" -> log.error(text);
            default -> log.info(text);
        }
    }
}
