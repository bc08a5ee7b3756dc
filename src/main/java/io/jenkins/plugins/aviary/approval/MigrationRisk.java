package io.jenkins.plugins.aviary.approval;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Tells a voter in a few words what a migration does to players' data, from the statements that stand in its file. It
 * reads text and executes nothing; {@code migrateDatabase} with {@code dryRun} tells it from the database itself.
 */
final class MigrationRisk {
    private static final List<Sign> SIGNS = List.of(
            new Sign("drops a table", "\\bdrop\\s+table\\b"),
            new Sign("drops a column", "\\bdrop\\s+column\\b|\\balter\\s+table\\b[^;]*\\bdrop\\s+`"),
            new Sign("empties a table", "\\btruncate\\b"),
            new Sign("deletes rows", "\\bdelete\\s+from\\b"),
            new Sign("changes rows", "\\bupdate\\s+`?\\w+`?\\s+set\\b"),
            new Sign("changes a column", "\\b(modify|change)\\s+(column\\s+)?`?\\w"),
            new Sign("renames", "\\brename\\s+(table|column|to)\\b"),
            new Sign("rebuilds or locks a table", "\\badd\\s+(primary|unique|constraint|foreign)\\b"));

    private MigrationRisk() {}

    private record Sign(String words, Pattern pattern) {
        Sign(String words, String expression) {
            this(words, Pattern.compile(expression));
        }
    }

    /** What the migration does that may cost data or time, or {@code adds only}. */
    static String of(String migration) {
        String text = migration.toLowerCase(Locale.ROOT);
        List<String> found = new ArrayList<>();
        for (Sign sign : SIGNS) {
            if (sign.pattern().matcher(text).find()) {
                found.add(sign.words());
            }
        }
        return found.isEmpty() ? "adds only" : String.join(", ", found);
    }
}
