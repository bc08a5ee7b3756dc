package io.jenkins.plugins.aviary.database.migration;

import io.jenkins.plugins.aviary.database.DatabaseFailure;
import io.jenkins.plugins.aviary.database.DatabaseVersion;
import io.jenkins.plugins.aviary.database.WorldDatabase;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.OperationLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plans and applies the migrations of a release to one database. Used by one thread. */
public final class MigrationRunner {
    private static final Pattern SCHEMA_VERSION = Pattern.compile("'db_version'\\s*,\\s*'(\\d{1,9})'");

    private final WorldDatabase database;
    private final MigrationSet set;
    private final MigrationOptions options;
    private final OperationLog log;
    private final Clock clock;
    private final String who;
    private final RunPoint points;

    /**
     * Prepares a run.
     *
     * @param who who runs it: what a second run that comes too early is told
     */
    public MigrationRunner(
            WorldDatabase database,
            MigrationSet set,
            MigrationOptions options,
            OperationLog log,
            Clock clock,
            String who) {
        this(database, set, options, log, clock, who, RunPoint.NONE);
    }

    MigrationRunner(
            WorldDatabase database,
            MigrationSet set,
            MigrationOptions options,
            OperationLog log,
            Clock clock,
            String who,
            RunPoint points) {
        this.database = database;
        this.set = set;
        this.options = options;
        this.log = log;
        this.clock = clock;
        this.who = who;
        this.points = points;
    }

    /**
     * Looks ahead. The database is only read, in a transaction that the server does not let write.
     *
     * @throws OperationFailure if the release and the database do not fit together, saying why
     */
    public MigrationPlan plan() throws InterruptedException {
        try (Connection reader = database.connect()) {
            try (Statement statement = reader.createStatement()) {
                statement.execute("SET SESSION TRANSACTION READ ONLY");
            }
            List<MigrationBook.Entry> entries = MigrationBook.entries(reader);
            refuseEdited(entries);
            Optional<MigrationBook.Entry> unfinished = MigrationBook.unfinished(entries);
            DatabaseVersion version = DatabaseVersion.of(reader);
            boolean importBegun = unfinished.isPresent() && unfinished.get().number() == Migration.IMPORT;
            if (version.state() == DatabaseVersion.State.EMPTY || importBegun) {
                return importing(version, importBegun);
            }
            refuseUnknown(version);
            return new MigrationPlan(
                    version, false, resumed(unfinished, version.number()), steps(reader, version.number()));
        } catch (SQLException e) {
            throw DatabaseFailure.of("Planning the migrations of " + database.label(), e);
        }
    }

    private MigrationPlan importing(DatabaseVersion version, boolean begun) {
        requireImport();
        int imported = schemaVersion();
        List<MigrationPlan.Step> steps = new ArrayList<>();
        int from = imported;
        for (Migration migration : set.pending(imported, options.target())) {
            // Its tables are not there yet, so nothing of it can be foreseen; there are no players either.
            steps.add(new MigrationPlan.Step(migration.file(), from, set.targetOf(migration), 0, List.of(), ""));
            from = set.targetOf(migration);
        }
        return new MigrationPlan(version, true, begun ? "schema.sql" : "", steps);
    }

    private int schemaVersion() {
        Matcher version = SCHEMA_VERSION.matcher(set.schema().orElse(""));
        if (!version.find()) {
            throw new OperationFailure("The schema.sql of " + set.origin()
                    + " does not insert the row 'db_version' into server_config; add it.");
        }
        return Integer.parseInt(version.group(1));
    }

    private void requireImport() {
        if (!options.importSchema()) {
            throw new InvalidParameter("The database " + database.label()
                    + " is empty; to import the release's schema.sql into it, run again with importSchema: true.");
        }
        if (set.schema().isEmpty()) {
            throw new OperationFailure("There is no schema.sql in " + set.origin()
                    + " to import into the empty database " + database.label() + ".");
        }
    }

    private void refuseUnknown(DatabaseVersion version) {
        if (version.state() == DatabaseVersion.State.UNKNOWN) {
            throw new OperationFailure("The database " + database.label()
                    + " has tables but no db_version in server_config, so nobody knows which migrations it has; find out,"
                    + " and run there: INSERT INTO server_config VALUES ('db_version', 'N').");
        }
    }

    /** A file that was applied is part of the database; another content under its name is another history. */
    private void refuseEdited(List<MigrationBook.Entry> entries) {
        for (MigrationBook.Entry entry : entries) {
            Optional<Migration> now = set.find(entry.number());
            if (entry.applied()
                    && now.isPresent()
                    && !now.get().checksum().hex().equals(entry.checksum())) {
                throw new OperationFailure("The migration " + entry.file() + " was edited after it had been applied to "
                        + database.label() + " on " + entry.startedAt() + " (then "
                        + entry.checksum().substring(0, 8)
                        + ", now " + now.get().checksum().brief()
                        + "); put it back as it was, and write a new migration for the change.");
            }
        }
    }

    private String resumed(Optional<MigrationBook.Entry> unfinished, int version) {
        if (unfinished.isEmpty()) {
            return "";
        }
        MigrationBook.Entry entry = unfinished.get();
        int number = set.upgradesToNumber() ? version + 1 : version;
        if (entry.number() != number) {
            throw new OperationFailure("The migration " + entry.file() + " of " + database.label()
                    + " was begun and is not done, but db_version is " + version
                    + " by now: a game server went on without it. Restore the backup from before it, or finish it by hand"
                    + " and delete its rows in aviary_schema_history and aviary_schema_journal.");
        }
        return entry.file();
    }

    private List<MigrationPlan.Step> steps(Connection reader, int version) throws SQLException, InterruptedException {
        Set<String> others = MigrationSession.otherSchemas(reader, database.schema());
        List<MigrationPlan.Step> steps = new ArrayList<>();
        int from = version;
        for (Migration migration : set.pending(version, options.target())) {
            Foresight.Foreseen foreseen = Foresight.of(set, migration, reader, others);
            if (foreseen.last()) {
                break;
            }
            steps.add(new MigrationPlan.Step(
                    migration.file(),
                    from,
                    set.targetOf(migration),
                    foreseen.statements(),
                    foreseen.risks(),
                    foreseen.unforeseen()));
            from = set.targetOf(migration);
        }
        return steps;
    }

    /**
     * Applies what is pending, each migration to its end before the next begins.
     *
     * @param applied is told of each migration that was applied, before the next begins
     * @return the version that the database has then
     * @throws OperationFailure if one failed: those before it are applied, and it stands where the message says
     */
    public int apply(Consumer<AppliedMigration> applied) throws InterruptedException {
        try (MigrationSession session = MigrationSession.open(database, options, log, who, clock.instant())) {
            // What was planned may be out of date: now that nobody else can, look again.
            List<MigrationBook.Entry> entries = MigrationBook.entries(session.side());
            refuseEdited(entries);
            DatabaseVersion version = DatabaseVersion.of(session.side());
            Optional<MigrationBook.Entry> unfinished = MigrationBook.unfinished(entries);
            if (version.state() == DatabaseVersion.State.EMPTY
                    || unfinished.isPresent() && unfinished.get().number() == Migration.IMPORT) {
                requireImport();
                applied.accept(imported(session, unfinished));
                version = DatabaseVersion.of(session.side());
                unfinished = Optional.empty();
            }
            refuseUnknown(version);
            resumed(unfinished, version.number());
            int from = version.number();
            for (Migration migration : set.pending(from, options.target())) {
                Optional<AppliedMigration> done = one(session, migration, from, unfinished);
                if (done.isEmpty()) {
                    break;
                }
                applied.accept(done.get());
                from = done.get().to();
            }
            return from;
        } catch (SQLException e) {
            throw DatabaseFailure.of("Migrating " + database.label(), e);
        }
    }

    private AppliedMigration imported(MigrationSession session, Optional<MigrationBook.Entry> unfinished)
            throws SQLException, InterruptedException {
        String schema = set.schema().orElseThrow();
        Migration script = new Migration(Migration.IMPORT, "schema.sql", schema);
        log.info("Importing schema.sql of " + set.origin() + " into " + database.label());
        return carriedOut(session, script, unfinished, 0, execution -> {
                    for (String statement : SqlScript.statements(script.source())) {
                        execution.query(statement);
                    }
                    return true;
                })
                .orElseThrow();
    }

    private Optional<AppliedMigration> one(
            MigrationSession session, Migration migration, int from, Optional<MigrationBook.Entry> unfinished)
            throws SQLException, InterruptedException {
        log.info("Migrating " + database.label() + " from version " + from + " to " + set.targetOf(migration) + " ("
                + migration.file() + ")");
        Instant started = started(migration, unfinished);
        return carriedOut(session, migration, unfinished, from, execution -> {
            LuaMigration.Answer answer = new LuaMigration(migration, started, execution).run();
            boolean last =
                    !set.upgradesToNumber() && answer == LuaMigration.Answer.FALSE && execution.statements() == 0;
            if (last) {
                return false;
            }
            if (answer == LuaMigration.Answer.FALSE
                    || answer == LuaMigration.Answer.NOTHING && !set.upgradesToNumber()) {
                throw new OperationFailure("The migration " + migration.file() + " returned "
                        + (answer == LuaMigration.Answer.FALSE ? "false" : "nothing instead of true")
                        + " after " + execution.statements() + " statements: it says itself that it failed.");
            }
            return true;
        });
    }

    private Instant started(Migration migration, Optional<MigrationBook.Entry> unfinished) {
        return unfinished
                .filter(entry -> entry.number() == migration.number())
                .map(MigrationBook.Entry::startedAt)
                .orElseGet(clock::instant);
    }

    private interface Body {
        /** Executes the statements; false if the migration is none, but only tells that there are no more. */
        boolean run(StatementExecution execution) throws InterruptedException;
    }

    private Optional<AppliedMigration> carriedOut(
            MigrationSession session,
            Migration migration,
            Optional<MigrationBook.Entry> unfinished,
            int from,
            Body body)
            throws SQLException, InterruptedException {
        Instant begun = clock.instant();
        boolean resumed = unfinished.isPresent() && unfinished.get().number() == migration.number();
        List<JournalLine> before = MigrationBook.journal(session.side(), migration.number());
        boolean schemaImport = migration.number() == Migration.IMPORT;
        StatementExecution execution = new StatementExecution(
                migration, session, schemaImport ? options.destructive() : options, log, points, before);
        session.setUp();
        if (resumed) {
            log.info("Taking up " + migration.file() + " again, of which " + before.size()
                    + " statements were begun before");
        }
        session.book().begin(migration, started(migration, unfinished), who, set.origin());
        points.reached("begun");
        try {
            if (!body.run(execution)) {
                session.book().forget(migration.number());
                return Optional.empty();
            }
            execution.requireAllRepeated();
            session.setUp();
            points.reached("before the end");
            int version = schemaImport ? -1 : set.targetOf(migration);
            long millis = Duration.between(begun, clock.instant()).toMillis();
            session.book().applied(session.connection(), migration.number(), version, execution.statements(), millis);
            points.reached("after the end");
            return Optional.of(new AppliedMigration(
                    migration.file(),
                    from,
                    schemaImport ? DatabaseVersion.of(session.side()).number() : version,
                    execution.statements(),
                    migration.checksum().hex(),
                    millis));
        } catch (OperationFailure e) {
            noteStop(session, migration, execution, begun, e);
            throw e;
        }
    }

    private void noteStop(
            MigrationSession session, Migration migration, StatementExecution execution, Instant begun, Exception e) {
        try {
            session.book()
                    .stopped(
                            migration.number(),
                            execution.statements(),
                            Duration.between(begun, clock.instant()).toMillis(),
                            String.valueOf(e.getMessage()));
        } catch (SQLException | RuntimeException lost) {
            log.warn("The history could not be written: " + lost.getMessage());
        }
    }
}
