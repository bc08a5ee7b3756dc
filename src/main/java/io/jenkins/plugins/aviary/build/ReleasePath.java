package io.jenkins.plugins.aviary.build;

import io.jenkins.plugins.aviary.operation.InvalidParameter;
import java.io.File;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The path of a file in a release. It is exactly the file's own, or the file is refused: a name that was altered, or left
 * out, would be found missing only where the release runs.
 */
final class ReleasePath {
    /** What an artifact's manifest and a host's index take, and well below the 4096 bytes that Linux takes. */
    private static final int LONGEST = 1024;

    private static final int SHOWN = 200;
    private static final Pattern UNCLEAR = Pattern.compile("(^|/)\\.{1,2}(/|$)|^/|//|/$|^$");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private ReleasePath() {}

    /**
     * The path of a file of a folder.
     *
     * @param relative its path in that folder, as the file system has it
     * @throws InvalidParameter if no release can hold it under just this name
     */
    static String of(Path relative) {
        String path = relative.toString();
        if (!isReadable(relative, path)) {
            throw refused(
                    path,
                    "is not text in " + Charset.defaultCharset() + " as this process reads file names"
                            + " (sun.jnu.encoding " + System.getProperty("sun.jnu.encoding") + ")",
                    "rename it, or run with LC_ALL=C.UTF-8");
        }
        return checked(path.replace(File.separatorChar, '/'));
    }

    /** Whether the text of a name says all its bytes: otherwise it would lead to another file, or to none. */
    private static boolean isReadable(Path relative, String text) {
        try {
            return relative.getFileSystem().getPath(text).equals(relative);
        } catch (java.nio.file.InvalidPathException e) {
            return false;
        }
    }

    /**
     * A path that is given for a file.
     *
     * @throws InvalidParameter if no release can hold it
     */
    static String checked(String path) {
        if (CONTROL.matcher(path).find()) {
            throw refused(path, "has a control character", "rename it");
        }
        if (path.indexOf('\\') >= 0) {
            throw refused(path, "has a backslash, which divides folders on other systems", "rename it");
        }
        if (UNCLEAR.matcher(path).find()) {
            throw refused(path, "has a part that is empty, '.' or '..'", "write the path without it");
        }
        if (path.length() > LONGEST) {
            throw refused(
                    path, "is " + path.length() + " characters long, and a release takes " + LONGEST, "shorten it");
        }
        return path;
    }

    static InvalidParameter refused(String path, String what, String remedy) {
        return new InvalidParameter("The file '" + shown(path) + "' cannot go into a release: its name " + what + "; "
                + remedy + ", or leave it out by package.exclude.");
    }

    /** A name that may be anything, for one line. */
    static String shown(String path) {
        StringBuilder shown = new StringBuilder();
        String part = path.length() > SHOWN ? path.substring(0, SHOWN) + "..." : path;
        part.codePoints().forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT || c == 0x2028 || c == 0x2029) {
                shown.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }
}
