package io.jenkins.plugins.aviary.database.migration;

import io.jenkins.plugins.aviary.artifact.script.SqlText;
import java.util.Set;

/** What a statement does, as far as going on after a kill depends on it. */
enum StatementKind {
    /** It only reads. */
    READ,
    /** It changes rows, and does so in a transaction. */
    DATA,
    /** It changes definitions and commits by itself; whether it ran is seen by the definitions. */
    DEFINITION,
    /** It changes the session, which ends with the connection, so it must be executed again. */
    SESSION,
    /** Nobody can tell what it does. */
    OPAQUE;

    private static final Set<String> READS =
            Set.of("SELECT", "SHOW", "DESCRIBE", "DESC", "EXPLAIN", "WITH", "CHECKSUM");
    private static final Set<String> DATAS = Set.of("INSERT", "UPDATE", "DELETE", "REPLACE");
    private static final Set<String> SESSIONS = Set.of("SET", "LOCK", "UNLOCK", "BEGIN", "COMMIT", "ROLLBACK", "START");
    private static final Set<String> DEFINITIONS =
            Set.of("CREATE", "ALTER", "DROP", "RENAME", "TRUNCATE", "ANALYZE", "OPTIMIZE", "CHECK", "REPAIR");

    static StatementKind of(SqlText sql) {
        String first = "";
        for (SqlText.Token token : sql.tokens()) {
            if (!token.is("(")) {
                first = token.kind() == SqlText.Kind.WORD ? token.text() : "";
                break;
            }
        }
        if (first.equals("WITH") && DATAS.stream().anyMatch(sql::hasOutsideBrackets)) {
            return DATA;
        }
        if (READS.contains(first)) {
            return READ;
        }
        if (DATAS.contains(first)) {
            return DATA;
        }
        if (SESSIONS.contains(first)) {
            return SESSION;
        }
        return DEFINITIONS.contains(first) ? DEFINITION : OPAQUE;
    }
}
