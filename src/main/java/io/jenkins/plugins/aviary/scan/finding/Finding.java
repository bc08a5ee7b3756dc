package io.jenkins.plugins.aviary.scan.finding;

import io.jenkins.plugins.aviary.model.Severity;
import java.util.List;
import java.util.Objects;

/**
 * One thing that a scanner found.
 *
 * @param tool the scanner
 * @param rule the scanner's rule, or the id of an advisory
 * @param severity how bad it is
 * @param path the file, relative to the workspace where it is in there, with forward slashes; empty if it is no file
 * @param line the line, from 1; 0 if it is the whole file
 * @param column the column, from 1; 0 if it is the whole line
 * @param message what is wrong, in at most 500 characters
 * @param hint what else makes the finding recognisable where its source cannot be read; may be empty
 * @param aliases other names of the rule, such as the CVE of an advisory
 * @param marks what it is recognised by
 */
public record Finding(
        String tool,
        String rule,
        Severity severity,
        String path,
        int line,
        int column,
        String message,
        String hint,
        List<String> aliases,
        Marks marks) {
    private static final int LONGEST_MESSAGE = 500;
    private static final int LONGEST_NAME = 200;

    /**
     * What a finding is recognised by in a later scan: neither depends on line numbers, white space or the file's name.
     *
     * @param fingerprint 32 hexadecimal digits over the rule, the code at the finding and the code around it
     * @param near the same over the code at the finding alone: still the same when a neighbouring line has changed
     */
    public record Marks(String fingerprint, String near) {
        /** Not known yet. */
        public static final Marks NONE = new Marks("", "");
    }

    /** Makes texts of foreign scanners harmless: bounded, on one line. */
    public Finding {
        Objects.requireNonNull(severity, "severity");
        tool = plain(tool, LONGEST_NAME);
        rule = plain(rule, LONGEST_NAME);
        path = plain(path, LONGEST_MESSAGE);
        message = plain(message, LONGEST_MESSAGE);
        hint = plain(hint, LONGEST_NAME);
        aliases = List.copyOf(aliases);
        line = Math.max(0, line);
        column = Math.max(0, column);
    }

    /** A finding at a place in a file, not yet marked. */
    public static Finding at(
            String tool, String rule, Severity severity, String path, int line, int column, String message) {
        return new Finding(tool, rule, severity, path, line, column, message, "", List.of(), Marks.NONE);
    }

    /** The same with what it is recognised by. */
    public Finding with(Marks known) {
        return new Finding(tool, rule, severity, path, line, column, message, hint, aliases, known);
    }

    /** The same with what makes it recognisable where its source cannot be read. */
    public Finding hinted(String text) {
        return new Finding(tool, rule, severity, path, line, column, message, text, aliases, marks);
    }

    /** Where it is, for people: {@code path:line}. */
    public String place() {
        return line == 0 ? path : path + ":" + line;
    }

    private static String plain(String text, int longest) {
        String given = Objects.requireNonNullElse(text, "");
        boolean harmless = given.length() <= longest;
        for (int i = 0; i < given.length() && harmless; i++) {
            harmless = !Character.isISOControl(given.charAt(i));
        }
        if (harmless) {
            return given;
        }
        String line = given.substring(0, Math.min(given.length(), 4 * longest))
                .replaceAll("\\p{Cntrl}+", " ")
                .strip();
        return line.length() <= longest ? line : line.substring(0, longest - 1) + "…";
    }
}
