package io.jenkins.plugins.aviary.approval;

import io.jenkins.plugins.aviary.artifact.script.LuaCall;
import io.jenkins.plugins.aviary.artifact.script.SqlText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells a voter in a few words what a migration does to players' data, from the statements that stand in its file. Only
 * what is known to add is called so: new tables, columns, plain indexes and rows. Whatever else it does, or may do, is
 * named. It reads text and executes nothing; {@code migrateDatabase} with {@code dryRun} tells it from the database itself.
 */
final class MigrationRisk {
    private static final String ADDS = "adds only";
    private static final String UNKNOWN = "does what cannot be told by reading it";

    private static final Set<String> READING =
            Set.of("storeQuery", "tableExists", "escapeString", "escapeBlob", "lastInsertId");
    private static final Set<String> WRITING = Set.of("query", "asyncQuery", "execute");
    /** Ways to do something that does not stand in the file, or not to the database. */
    private static final List<String> BEHIND_THE_BACK = List.of(
            "load",
            "loadstring",
            "loadfile",
            "dofile",
            "require",
            "_G",
            "getfenv",
            "setfenv",
            "rawget",
            "os",
            "io",
            "package",
            "debug",
            "ffi");
    /** Escapes by which Lua makes another character than the one that stands there. */
    private static final Pattern DISGUISE = Pattern.compile("\\\\[0-9xzu]");

    private static final Set<String> NOT_PLAIN_COLUMNS = Set.of(
            "UNIQUE",
            "PRIMARY",
            "FOREIGN",
            "CONSTRAINT",
            "CHECK",
            "FULLTEXT",
            "SPATIAL",
            "PARTITION",
            "PERIOD",
            "SYSTEM");

    private final Set<String> found = new LinkedHashSet<>();

    private MigrationRisk() {}

    /** What the migration does that may cost data or time, or {@code adds only}. */
    static String of(String migration) {
        MigrationRisk risk = new MigrationRisk();
        if (LuaCall.names(migration, BEHIND_THE_BACK)) {
            risk.found.add(UNKNOWN);
        }
        LuaCall.of(migration, "db").forEach(risk::call);
        return risk.found.isEmpty() ? ADDS : String.join(", ", risk.found);
    }

    private void call(LuaCall call) {
        if (READING.contains(call.function())) {
            return;
        }
        if (!WRITING.contains(call.function())
                || call.text().isEmpty()
                || DISGUISE.matcher(call.text().get()).find()) {
            found.add(UNKNOWN);
            return;
        }
        List<SqlText.Token> statement = new ArrayList<>();
        for (SqlText.Token token : SqlText.of(call.text().get()).tokens()) {
            if (token.is(";")) {
                statement(new SqlText("", statement));
                statement.clear();
            } else {
                statement.add(token);
            }
        }
        statement(new SqlText("", statement));
    }

    private void statement(SqlText sql) {
        if (sql.tokens().isEmpty()) {
            return;
        }
        switch (sql.at(0).kind() == SqlText.Kind.WORD ? sql.at(0).text() : "") {
            case "SELECT", "SHOW" -> {
                if (sql.has("INTO")) {
                    found.add(UNKNOWN);
                }
            }
            case "CREATE" -> create(sql);
            case "INSERT" -> {
                if (sql.has("DUPLICATE")) {
                    found.add("changes rows");
                }
            }
            case "ALTER" -> {
                if (sql.begins("ALTER", "TABLE")) {
                    alter(sql);
                } else {
                    found.add("changes a " + name(sql.at(1)));
                }
            }
            case "UPDATE" -> found.add("changes rows");
            case "REPLACE" -> found.add("replaces rows");
            case "DELETE" -> found.add("deletes rows");
            case "TRUNCATE" -> found.add("empties a table");
            case "DROP" -> found.add("drops a " + name(sql.at(1)));
            case "RENAME" -> found.add("renames");
            default -> found.add(UNKNOWN);
        }
    }

    private void create(SqlText sql) {
        if (!sql.at(1).is("TABLE") && !sql.at(1).is("INDEX")) {
            // Also what replaces a table, and what runs by itself later, such as a trigger.
            found.add(sql.at(1).is("OR") ? "replaces a " + name(sql.at(3)) : "makes a " + name(sql.at(1)));
        }
    }

    private void alter(SqlText sql) {
        int depth = 0;
        int place = sql.at(2).is("IF") ? 4 : 2;
        // A table can be named with its schema.
        place += sql.at(place + 1).is(".") ? 3 : 1;
        List<SqlText.Token> clause = new ArrayList<>();
        for (SqlText.Token token : sql.tokens()
                .subList(Math.min(place, sql.tokens().size()), sql.tokens().size())) {
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            if (depth == 0 && token.is(",")) {
                clause(new SqlText("", clause));
                clause.clear();
            } else {
                clause.add(token);
            }
        }
        clause(new SqlText("", clause));
    }

    private void clause(SqlText clause) {
        SqlText.Token next = clause.at(1);
        switch (clause.at(0).kind() == SqlText.Kind.WORD ? clause.at(0).text() : "") {
            case "ADD" -> {
                boolean plain = next.kind() == SqlText.Kind.NAME
                        || next.kind() == SqlText.Kind.WORD && !NOT_PLAIN_COLUMNS.contains(next.text());
                if (!plain || clause.has("UNIQUE") || clause.has("PRIMARY")) {
                    found.add("rebuilds or locks a table");
                }
            }
            case "DROP" ->
                found.add(
                        next.is("INDEX") || next.is("KEY") || next.is("FOREIGN") || next.is("CONSTRAINT")
                                ? "drops a " + name(next)
                                : next.is("PARTITION") ? "deletes rows" : "drops a column");
            case "MODIFY", "CHANGE", "ALTER" -> found.add("changes a column");
            case "RENAME" -> found.add("renames");
            default -> found.add("changes a table");
        }
    }

    private static String name(SqlText.Token token) {
        return switch (token.kind() == SqlText.Kind.WORD ? token.text() : "") {
            case "TABLE", "TABLES", "TEMPORARY" -> "table";
            case "DATABASE", "SCHEMA" -> "database";
            case "INDEX", "KEY", "UNIQUE", "FULLTEXT", "SPATIAL" -> "key";
            case "FOREIGN", "CONSTRAINT" -> "constraint";
            case "TRIGGER", "EVENT", "PROCEDURE", "FUNCTION", "DEFINER" -> "program in the database";
            case "VIEW" -> "view";
            case "USER", "ROLE" -> "user";
            default -> "thing that cannot be told by reading it";
        };
    }
}
