package io.jenkins.plugins.aviary.database.migration;

import io.jenkins.plugins.aviary.artifact.script.SqlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What statements of a migration may do. Some are refused whatever is allowed, because they reach beyond the world's own
 * schema; others are told of before they run. What is rebuilt and what locks follows the tables of online DDL in the
 * manual of MySQL 8.4, section 17.12.1.
 */
final class StatementRules {
    private static final Set<String> SERVER_WIDE = Set.of(
            "GRANT",
            "REVOKE",
            "SHUTDOWN",
            "KILL",
            "INSTALL",
            "UNINSTALL",
            "USE",
            "LOAD",
            "PURGE",
            "FLUSH",
            "RESET",
            "CHANGE",
            "HANDLER",
            "BINLOG",
            "CLONE",
            "XA");
    private static final Set<String> LOCK_FUNCTIONS =
            Set.of("GET_LOCK", "RELEASE_LOCK", "RELEASE_ALL_LOCKS", "LOAD_FILE", "SYS_EXEC", "SYS_EVAL");
    private static final Set<String> ACCOUNTS_AND_SERVERS =
            Set.of("DATABASE", "SCHEMA", "USER", "ROLE", "SERVER", "TABLESPACE", "LOGFILE", "INSTANCE", "RESOURCE");
    private static final Set<String> NOT_COLUMNS =
            Set.of("INDEX", "KEY", "PRIMARY", "FOREIGN", "CONSTRAINT", "CHECK", "PARTITION", "SYSTEM", "PERIOD");

    private StatementRules() {}

    /**
     * Why a statement is refused, if it is.
     *
     * @param schemas the names of the server's other schemas, in upper case
     */
    static Optional<String> refusal(SqlText sql, Set<String> schemas) {
        String first = sql.at(0).text();
        if (sql.at(0).kind() == SqlText.Kind.WORD && SERVER_WIDE.contains(first)) {
            return Optional.of(first + " reaches beyond the world's tables");
        }
        if (Set.of("CREATE", "ALTER", "DROP").contains(first)) {
            for (int i = 1; i < Math.min(4, sql.tokens().size()); i++) {
                if (sql.at(i).kind() == SqlText.Kind.WORD
                        && ACCOUNTS_AND_SERVERS.contains(sql.at(i).text())) {
                    return Optional.of(first + " " + sql.at(i).text() + " reaches beyond the world's tables");
                }
            }
        }
        if (first.equals("SET") && (sql.has("GLOBAL") || sql.has("PERSIST") || sql.has("PASSWORD"))) {
            return Optional.of("SET GLOBAL, PERSIST and PASSWORD change the server for everybody");
        }
        if (sql.has("OUTFILE") || sql.has("DUMPFILE")) {
            return Optional.of("files of the database server are none of a migration's business");
        }
        for (SqlText.Token token : sql.tokens()) {
            if (token.kind() == SqlText.Kind.WORD && LOCK_FUNCTIONS.contains(token.text())) {
                return Optional.of(token.text() + " is not for migrations");
            }
        }
        return otherSchema(sql, schemas)
                .map(name -> "it names the schema " + name + ", and a migration changes its own world only");
    }

    private static Optional<String> otherSchema(SqlText sql, Set<String> schemas) {
        for (int i = 0; i + 1 < sql.tokens().size(); i++) {
            SqlText.Token token = sql.at(i);
            boolean name = token.kind() == SqlText.Kind.WORD || token.kind() == SqlText.Kind.NAME;
            boolean qualifies =
                    sql.at(i + 1).is(".") && (i == 0 || !sql.at(i - 1).is("."));
            if (name && qualifies && schemas.contains(token.text().toUpperCase(java.util.Locale.ROOT))) {
                return Optional.of(token.raw());
            }
        }
        return Optional.empty();
    }

    /** What is to be known of a statement before it runs. */
    static List<Risk> risks(SqlText sql) {
        List<Risk> risks = new ArrayList<>();
        switch (sql.at(0).text()) {
            case "DROP" -> drop(sql, risks);
            case "TRUNCATE" -> risks.add(destructive("truncate", "deletes all rows of " + nameAfter(sql, 0, "TABLE")));
            case "DELETE", "UPDATE" -> rows(sql, risks);
            case "ALTER" -> alter(sql, risks);
            case "RENAME" ->
                risks.add(new Risk(
                        "rename-table", Risk.Severity.INCOMPATIBLE, "renames the table " + nameAfter(sql, 0, "TABLE")));
            case "LOCK" ->
                risks.add(new Risk("lock-tables", Risk.Severity.LOCKING, "locks tables until it unlocks them"));
            default -> {
                if (StatementKind.of(sql) == StatementKind.OPAQUE) {
                    risks.add(destructive("opaque", "nobody can tell beforehand what '" + sql.brief(60) + "' does"));
                }
            }
        }
        return risks;
    }

    private static Risk destructive(String rule, String message) {
        return new Risk(rule, Risk.Severity.DESTRUCTIVE, message);
    }

    /** The name that follows a word, after further words that do not count. */
    private static String nameAfter(SqlText sql, int place, String... skipped) {
        Set<String> skip = Set.of(skipped);
        int i = place + 1;
        while (i < sql.tokens().size()
                && (skip.contains(sql.at(i).text()) && sql.at(i).kind() == SqlText.Kind.WORD
                        || sql.at(i).is("IF")
                        || sql.at(i).is("NOT")
                        || sql.at(i).is("EXISTS"))) {
            i++;
        }
        return sql.at(i).raw();
    }

    private static void drop(SqlText sql, List<Risk> risks) {
        if (sql.at(1).is("TABLE") || sql.at(1).is("TABLES")) {
            risks.add(destructive("drop-table", "drops the table " + nameAfter(sql, 1)));
        } else if (sql.at(1).is("TRIGGER")
                || sql.at(1).is("VIEW")
                || sql.at(1).is("PROCEDURE")
                || sql.at(1).is("FUNCTION")) {
            risks.add(new Risk(
                    "drop-object",
                    Risk.Severity.INCOMPATIBLE,
                    "drops the " + sql.at(1).text().toLowerCase(java.util.Locale.ROOT) + " " + nameAfter(sql, 1)));
        }
    }

    private static void rows(SqlText sql, List<Risk> risks) {
        boolean delete = sql.at(0).is("DELETE");
        if (!sql.hasOutsideBrackets("WHERE") && !sql.hasOutsideBrackets("LIMIT")) {
            String table = nameAfter(sql, 0, "LOW_PRIORITY", "QUICK", "IGNORE", "FROM");
            risks.add(destructive(
                    delete ? "delete-all" : "update-all",
                    (delete ? "deletes every row of " : "overwrites every row of ") + table));
        } else if (delete) {
            risks.add(new Risk(
                    "delete-rows",
                    Risk.Severity.NOTICE,
                    "deletes rows of " + nameAfter(sql, 0, "LOW_PRIORITY", "QUICK", "IGNORE", "FROM")));
        }
    }

    private static void alter(SqlText sql, List<Risk> risks) {
        int table = sql.at(1).is("TABLE") ? 1 : sql.at(2).is("TABLE") ? 2 : -1;
        if (table < 0) {
            return;
        }
        String name = nameAfter(sql, table);
        int begin = table + 1;
        while (begin < sql.tokens().size() && !sql.at(begin).raw().equals(name)) {
            begin++;
        }
        for (List<SqlText.Token> clause : clauses(sql.tokens(), begin + 1)) {
            clause(name, new SqlText("", clause), risks);
        }
    }

    static List<List<SqlText.Token>> clauses(List<SqlText.Token> tokens, int begin) {
        List<List<SqlText.Token>> clauses = new ArrayList<>();
        List<SqlText.Token> clause = new ArrayList<>();
        int depth = 0;
        for (SqlText.Token token : tokens.subList(Math.min(begin, tokens.size()), tokens.size())) {
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            if (depth == 0 && token.is(",")) {
                clauses.add(clause);
                clause = new ArrayList<>();
            } else {
                clause.add(token);
            }
        }
        clauses.add(clause);
        return clauses;
    }

    private static void clause(String table, SqlText clause, List<Risk> risks) {
        switch (clause.at(0).text()) {
            case "DROP" -> dropClause(table, clause, risks);
            case "MODIFY" -> changeType(table, nameAfter(clause, 0, "COLUMN"), risks);
            case "CHANGE" -> {
                String from = nameAfter(clause, 0, "COLUMN");
                int at = clause.at(1).is("COLUMN") ? 2 : 1;
                String to = clause.at(at + 1).raw();
                if (!from.equalsIgnoreCase(to)) {
                    renameColumn(table, from, to, risks);
                }
                changeType(table, from, risks);
            }
            case "RENAME" -> {
                if (clause.at(1).is("COLUMN")) {
                    renameColumn(table, clause.at(2).raw(), clause.at(4).raw(), risks);
                } else if (!clause.at(1).is("INDEX") && !clause.at(1).is("KEY")) {
                    risks.add(new Risk("rename-table", Risk.Severity.INCOMPATIBLE, "renames the table " + table));
                }
            }
            case "ADD" -> addClause(table, clause, risks);
            case "ENGINE", "CONVERT", "FORCE", "ORDER", "PARTITION" ->
                risks.add(new Risk(
                        "rebuild",
                        Risk.Severity.LOCKING,
                        "rebuilds the table " + table + " and keeps everybody from writing to it"));
            default -> {
                // Everything else takes a moment, whatever the size of the table.
            }
        }
    }

    private static void dropClause(String table, SqlText clause, List<Risk> risks) {
        SqlText.Token next = clause.at(1);
        if (next.is("PARTITION")) {
            risks.add(destructive("drop-partition", "drops rows of " + table + " with their partition"));
        } else if (next.is("PRIMARY")) {
            risks.add(new Risk(
                    "drop-primary-key",
                    Risk.Severity.LOCKING,
                    "rebuilds the table " + table + " and keeps everybody from writing to it"));
        } else if (next.kind() == SqlText.Kind.NAME || !NOT_COLUMNS.contains(next.text())) {
            risks.add(
                    destructive("drop-column", "drops the column " + nameAfter(clause, 0, "COLUMN") + " of " + table));
        }
    }

    private static void changeType(String table, String column, List<Risk> risks) {
        risks.add(new Risk(
                "change-type",
                Risk.Severity.LOCKING,
                "rebuilds the table " + table + " for the column " + column
                        + ", keeps everybody from writing to it, and fails or cuts where a value does not fit"));
    }

    private static void renameColumn(String table, String from, String to, List<Risk> risks) {
        risks.add(new Risk(
                "rename-column",
                Risk.Severity.INCOMPATIBLE,
                "renames the column " + from + " of " + table + " to " + to));
    }

    private static void addClause(String table, SqlText clause, List<Risk> risks) {
        SqlText.Token next = clause.at(1);
        if (next.is("PRIMARY") || next.is("FULLTEXT") || next.is("SPATIAL")) {
            risks.add(new Risk(
                    "add-key", Risk.Severity.LOCKING, "rebuilds the table " + table + " for a key of another kind"));
        } else if (next.kind() == SqlText.Kind.NAME || !NOT_COLUMNS.contains(next.text()) && !next.is("UNIQUE")) {
            boolean required = false;
            for (int i = 1; i + 1 < clause.tokens().size(); i++) {
                required |= clause.at(i).is("NOT") && clause.at(i + 1).is("NULL");
            }
            if (required
                    && !clause.has("DEFAULT")
                    && !clause.has("AUTO_INCREMENT")
                    && !clause.has("GENERATED")
                    && !clause.has("AS")) {
                risks.add(new Risk(
                        "not-null-without-default",
                        Risk.Severity.INCOMPATIBLE,
                        "adds the column " + nameAfter(clause, 0, "COLUMN") + " to " + table
                                + " without a default: a release that does not know it cannot add rows"));
            }
        }
    }
}
