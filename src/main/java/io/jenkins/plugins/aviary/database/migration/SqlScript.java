package io.jenkins.plugins.aviary.database.migration;

import io.jenkins.plugins.aviary.artifact.script.SqlText;
import java.util.ArrayList;
import java.util.List;

/** Cuts a file of SQL into its statements, as the {@code mysql} client does it, {@code DELIMITER} lines included. */
final class SqlScript {
    private final String text;
    private final List<String> statements = new ArrayList<>();
    private String delimiter = ";";
    private int begin;
    private int place;

    private SqlScript(String text) {
        this.text = Migration.normal(text);
    }

    static List<String> statements(String text) {
        SqlScript script = new SqlScript(text);
        script.cut();
        return List.copyOf(script.statements);
    }

    private void cut() {
        while (place < text.length()) {
            char c = text.charAt(place);
            if ((c == 'D' || c == 'd') && text.regionMatches(true, place, "DELIMITER ", 0, 10) && isBlankSoFar()) {
                int end = lineEnd();
                delimiter = text.substring(place + 10, end).strip();
                place = end;
                begin = end;
            } else if (!delimiter.isEmpty() && text.startsWith(delimiter, place)) {
                add();
                place += delimiter.length();
                begin = place;
            } else if (c == '\'' || c == '"' || c == '`') {
                place = quoteEnd(c);
            } else if (c == '#' || text.startsWith("-- ", place) || text.startsWith("--\n", place)) {
                place = lineEnd();
            } else if (text.startsWith("/*", place)) {
                int end = text.indexOf("*/", place + 2);
                place = end < 0 ? text.length() : end + 2;
            } else {
                place++;
            }
        }
        add();
    }

    private void add() {
        String statement = text.substring(begin, Math.min(place, text.length())).strip();
        if (!SqlText.of(statement).tokens().isEmpty()) {
            statements.add(statement);
        }
    }

    private boolean isBlankSoFar() {
        return SqlText.of(text.substring(begin, place)).tokens().isEmpty();
    }

    private int lineEnd() {
        int end = text.indexOf('\n', place);
        return end < 0 ? text.length() : end;
    }

    private int quoteEnd(char quote) {
        int i = place + 1;
        while (i < text.length() && text.charAt(i) != quote) {
            i += text.charAt(i) == '\\' && quote != '`' ? 2 : 1;
        }
        return Math.min(i + 1, text.length());
    }
}
