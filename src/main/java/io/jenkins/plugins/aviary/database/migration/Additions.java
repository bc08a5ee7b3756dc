package io.jenkins.plugins.aviary.database.migration;

import io.jenkins.plugins.aviary.artifact.script.LuaCall;
import io.jenkins.plugins.aviary.artifact.script.SqlText;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Tells whether migrations only add to a database, so that a release that does not know them can still serve on it: it
 * names its columns when it writes, and what it does not name has a default. The migrations are read, not run, because
 * one that was applied already would skip what it has done; whatever cannot be read for certain counts as a change.
 *
 * <p>Additions are: new tables; new columns that are nullable or have a default; new indexes that allow doubles; rows in
 * new tables; values of new columns; and the server's own settings in {@code server_config}.
 */
public final class Additions {
    private static final Set<String> READING =
            Set.of("storeQuery", "tableExists", "escapeString", "escapeBlob", "lastInsertId");
    private static final Set<String> WRITING = Set.of("query", "asyncQuery", "execute");
    private static final List<String> BEHIND_THE_BACK =
            List.of("load", "loadstring", "dofile", "require", "_G", "getfenv", "setfenv", "rawget");
    private static final String SETTINGS = "SERVER_CONFIG";

    private final Set<String> tables = new HashSet<>();
    /** As {@code TABLE.COLUMN}. */
    private final Set<String> columns = new HashSet<>();

    private Additions() {}

    /**
     * What keeps a release that knows a version from serving at a later one.
     *
     * @param set the migrations of a release that knows the later one
     * @param from the version that the release knows
     * @param to the version that the database has
     * @return the first change that is no addition, or nothing if all are
     */
    public static Optional<String> objection(MigrationSet set, int from, int to) {
        List<Migration> between;
        try {
            between = set.pending(from, to);
        } catch (OperationFailure e) {
            return Optional.of(e.getMessage());
        }
        Additions additions = new Additions();
        for (Migration migration : between) {
            Optional<String> change = additions.change(migration);
            if (change.isPresent()) {
                return Optional.of(migration.file() + " " + change.get());
            }
        }
        return Optional.empty();
    }

    private Optional<String> change(Migration migration) {
        if (LuaCall.names(migration.source(), BEHIND_THE_BACK)) {
            return Optional.of("does something that cannot be told by reading it");
        }
        for (LuaCall call : LuaCall.of(migration.source(), "db")) {
            if (READING.contains(call.function())) {
                continue;
            }
            if (!WRITING.contains(call.function()) || call.text().isEmpty()) {
                return Optional.of("makes a statement that cannot be told by reading it");
            }
            SqlText sql = SqlText.of(call.text().get());
            if (!adds(sql)) {
                return Optional.of("changes more than it adds: '" + sql.brief(120) + "'");
            }
        }
        return Optional.empty();
    }

    private boolean adds(SqlText sql) {
        return switch (sql.at(0).text()) {
            case "SELECT", "SHOW" -> StatementKind.of(sql) == StatementKind.READ;
            case "CREATE" -> create(sql);
            case "ALTER" -> sql.at(1).is("TABLE") && alter(sql);
            case "INSERT" -> isNew(table(sql, 1, "IGNORE", "INTO"));
            case "UPDATE" -> update(sql);
            default -> false;
        };
    }

    private boolean isNew(String table) {
        return tables.contains(table) || table.equals(SETTINGS);
    }

    private boolean create(SqlText sql) {
        if (sql.at(1).is("TABLE")) {
            tables.add(table(sql, 2, "IF", "NOT", "EXISTS"));
            return true;
        }
        return sql.at(1).is("INDEX") || sql.at(1).is("FULLTEXT") && sql.at(2).is("INDEX");
    }

    private boolean alter(SqlText sql) {
        String table = table(sql, 2, "IF", "EXISTS");
        if (tables.contains(table)) {
            return !sql.has("RENAME");
        }
        if (!StatementRules.risks(sql).isEmpty()) {
            return false;
        }
        for (List<SqlText.Token> tokens : StatementRules.clauses(sql.tokens(), 3)) {
            SqlText clause = new SqlText("", tokens);
            if (!clause.at(0).is("ADD")) {
                return false;
            }
            SqlText.Token next = clause.at(1);
            if (next.is("INDEX") || next.is("KEY")) {
                continue;
            }
            if (!next.is("COLUMN") && next.kind() != SqlText.Kind.NAME
                    || clause.has("UNIQUE")
                    || clause.has("PRIMARY")) {
                return false;
            }
            columns.add(table + "." + table(clause, next.is("COLUMN") ? 2 : 1, "IF", "NOT", "EXISTS"));
        }
        return true;
    }

    /** Values of new columns, or rows of new tables. */
    private boolean update(SqlText sql) {
        String table = table(sql, 1, "IGNORE", "LOW_PRIORITY");
        if (isNew(table)) {
            return true;
        }
        int at = 0;
        while (at < sql.tokens().size() && !sql.at(at).is("SET")) {
            at++;
        }
        if (at != 2 || sql.has("JOIN")) {
            return false;
        }
        for (List<SqlText.Token> tokens : StatementRules.clauses(sql.tokens(), at + 1)) {
            SqlText assignment = new SqlText("", tokens);
            if (!assignment.at(1).is("=") || !columns.contains(table + "." + upper(assignment.at(0)))) {
                return false;
            }
        }
        return true;
    }

    private static String table(SqlText sql, int from, String... skipped) {
        Set<String> skip = Set.of(skipped);
        int at = from;
        while (sql.at(at).kind() == SqlText.Kind.WORD
                && skip.contains(sql.at(at).text())) {
            at++;
        }
        return upper(sql.at(at));
    }

    private static String upper(SqlText.Token token) {
        return token.text().toUpperCase(Locale.ROOT);
    }
}
