package io.jenkins.plugins.aviary.operation;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Ant's patterns for paths, as Jenkins uses them: {@code *} within a name, {@code **} across folders (none too),
 * {@code ?} for one character. Immutable.
 */
public final class AntPattern {
    private final Pattern pattern;

    private AntPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /** A pattern where the case of letters counts. */
    public static AntPattern of(String text) {
        return of(text, true);
    }

    /** A pattern; one that ends with a slash means all below that folder. */
    public static AntPattern of(String text, boolean caseSensitive) {
        String whole = text.strip().replaceFirst("^\\./", "");
        if (whole.endsWith("/")) {
            whole += "**";
        }
        StringBuilder regex = new StringBuilder();
        int i = 0;
        while (i < whole.length()) {
            if (whole.startsWith("**/", i)) {
                regex.append("(?:.*/)?");
                // Several in a row mean no more than one, but would be tried in every way that there is.
                while (whole.startsWith("**/", i)) {
                    i += 3;
                }
            } else if (whole.startsWith("/**", i) && i + 3 == whole.length()) {
                regex.append("(?:/.*)?");
                i += 3;
            } else if (whole.startsWith("**", i)) {
                regex.append(".*");
                i += 2;
            } else {
                char c = whole.charAt(i++);
                regex.append(c == '*' ? "[^/]*" : c == '?' ? "[^/]" : Pattern.quote(String.valueOf(c)));
            }
        }
        // A line break is a character of a file name like any other: a file must not be left out because of one.
        int flags = Pattern.DOTALL | (caseSensitive ? 0 : Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        return new AntPattern(Pattern.compile(regex.toString(), flags));
    }

    /** The patterns in a list that is separated by commas. */
    public static List<AntPattern> list(String texts) {
        return Arrays.stream(texts.split(","))
                .filter(text -> !text.isBlank())
                .map(text -> of(text, true))
                .toList();
    }

    /** Whether a path fits. */
    public boolean matches(Path path) {
        return matches(path.toString().replace(File.separatorChar, '/'));
    }

    /** Whether a path with forward slashes fits. */
    public boolean matches(String path) {
        return pattern.matcher(path).matches();
    }
}
