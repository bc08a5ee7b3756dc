package io.jenkins.plugins.aviary.database;

import java.util.Collection;
import java.util.stream.Collectors;

/** Names of schemas, tables and columns, and texts, as SQL wants them written. */
public final class SqlName {
    private SqlName() {}

    /** A name in backquotes. */
    public static String quoted(String name) {
        if (name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("A name in SQL cannot have a zero character");
        }
        return "`" + name.replace("`", "``") + "`";
    }

    /** Names in backquotes, with commas between them. */
    public static String list(Collection<String> names) {
        return names.stream().map(SqlName::quoted).collect(Collectors.joining(", "));
    }

    /** A table's name with that of its schema. */
    public static String quoted(String schema, String table) {
        return quoted(schema) + "." + quoted(table);
    }
}
