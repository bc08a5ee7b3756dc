package io.jenkins.plugins.aviary.content;

import io.jenkins.plugins.aviary.server.LogEntry;
import io.jenkins.plugins.aviary.server.LogLevel;
import io.jenkins.plugins.aviary.server.LogSign;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A mistake in a script.
 *
 * @param file the file, in the release where that can be told, or empty if nobody can tell
 * @param line the line from 1, or 0 if nobody can tell
 * @param message what is wrong
 */
public record ScriptFault(String file, int line, String message) {
    private static final int LONGEST = 300;
    private static final Pattern PLACE =
            Pattern.compile("(?:^|.*?[\\s'\"(])?([^\\s:'\"(]{1,300}\\.(?:lua|xml)):(\\d{1,7}): ?(.*)");
    private static final Pattern FILE_ALONE = Pattern.compile("(\\S{1,300}\\.(?:lua|xml))");
    private static final Pattern IN_RELEASE = Pattern.compile(".*?/releases/[^/]+/(.+)");
    private static final Pattern CONFIG = Pattern.compile("\\[ConfigManager::load\\].*");

    /** The place and the message, as people read them. */
    @Override
    public String toString() {
        String place = line > 0 ? file + ":" + line + ": " : file.isEmpty() ? "" : file + ": ";
        return place + message;
    }

    /**
     * The mistake that a message of Lua tells of.
     *
     * @param otherwise the file if the message names none that can be recognised
     */
    static Optional<ScriptFault> in(String message, String otherwise) {
        Matcher place = PLACE.matcher(message.lines().findFirst().orElse("").strip());
        if (!place.matches()) {
            return Optional.empty();
        }
        // LuaJIT shortens long names to their end, after three dots.
        String file = place.group(1).startsWith("...") ? otherwise : place.group(1);
        return Optional.of(
                new ScriptFault(inRelease(file), Integer.parseInt(place.group(2)), shortened(place.group(3))));
    }

    /** The mistake that an entry of a server's log tells of: a failed reload, script or configuration. */
    static Optional<ScriptFault> in(LogEntry entry) {
        LogSign sign = entry.sign();
        if (sign == LogSign.LUA_ERROR) {
            return Optional.of(Stream.concat(Stream.of(entry.message()), entry.more().stream())
                    .flatMap(line -> in(line, "").stream())
                    .findFirst()
                    .orElseGet(() -> new ScriptFault("", 0, shortened(text(entry)))));
        }
        boolean bad = entry.level().atLeast(LogLevel.ERROR);
        Optional<ScriptFault> placed = bad ? in(entry.message(), "") : Optional.empty();
        if (placed.isPresent()) {
            return placed;
        }
        Matcher alone = FILE_ALONE.matcher(entry.message().strip());
        if (bad && alone.matches()) {
            return Optional.of(new ScriptFault(inRelease(alone.group(1)), 0, "it was not loaded"));
        }
        if (sign == LogSign.RELOAD_FAILED
                || sign == LogSign.CRASH
                || CONFIG.matcher(entry.message()).matches()) {
            return Optional.of(new ScriptFault("", 0, shortened(text(entry))));
        }
        return Optional.empty();
    }

    /** What tells two mistakes apart, whatever numbers are in them. */
    String fingerprint() {
        return file + ":" + line + ":" + message.replaceAll("\\d+", "#");
    }

    private static String text(LogEntry entry) {
        return entry.more().stream()
                .filter(line -> line.startsWith("Error Description"))
                .findFirst()
                .orElse(entry.message());
    }

    private static String inRelease(String file) {
        Matcher inside = IN_RELEASE.matcher(file);
        return inside.matches() ? inside.group(1) : file.startsWith("./") ? file.substring(2) : file;
    }

    /** A text for one line of a log. */
    static String shortened(String text) {
        String plain = text.strip().replaceAll("\\s*\\R\\s*", " ").replaceAll("\\p{Cntrl}", "?");
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "...";
    }
}
