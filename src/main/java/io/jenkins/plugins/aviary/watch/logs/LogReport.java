package io.jenkins.plugins.aviary.watch.logs;

import java.util.List;
import java.util.Map;

/**
 * What one log tells.
 *
 * @param source the world, or the file
 * @param release the release it is of, or empty
 * @param lines how many lines it has
 * @param bytes how many bytes they are
 * @param from the time of its first entry, in the host's time zone, or empty
 * @param to the time of its last entry, or empty
 * @param levels how many entries of each level it has
 * @param figures its key figures
 * @param top the warnings and errors seen most, the worst level first
 * @param fresh the warnings and errors that no release before had; empty if there is none to compare with
 * @param comparable whether there was a release before to compare with
 * @param kinds how many kinds of messages it has
 * @param unlisted how many messages were of kinds beyond those that are kept apart
 */
public record LogReport(
        String source,
        String release,
        long lines,
        long bytes,
        String from,
        String to,
        Map<String, Long> levels,
        Figures figures,
        List<Item> top,
        List<Item> fresh,
        boolean comparable,
        int kinds,
        long unlisted) {
    /** Copies the lists. */
    public LogReport {
        top = List.copyOf(top);
        fresh = List.copyOf(fresh);
    }

    /**
     * Key figures of a log.
     *
     * @param logins how often players came
     * @param logouts how often players left
     * @param saves how often the world was saved
     * @param averageSaveMillis how long a save took on average, in milliseconds
     * @param slowestSaveMillis how long the slowest took, in milliseconds
     * @param lastSave when it was saved last, or empty
     * @param secondsSinceSave how long before the end of the log that was, in seconds; -1 if it was never saved
     * @param playersNotSaved how often a player could not be saved
     * @param starts how often a server began
     * @param uncleanStarts how often one began though the one before had not closed down
     * @param crashes how often it tells of a crash
     * @param luaErrors how many script errors there are
     * @param databaseErrors how many database errors there are
     * @param migrationErrors how many migrations went wrong
     * @param backlogs how often the main loop could not keep up
     * @param packetFloods how often a client was cut off because it sent too much
     * @param bindFailures how often a port was not to be had
     */
    public record Figures(
            long logins,
            long logouts,
            long saves,
            long averageSaveMillis,
            long slowestSaveMillis,
            String lastSave,
            long secondsSinceSave,
            long playersNotSaved,
            long starts,
            long uncleanStarts,
            long crashes,
            long luaErrors,
            long databaseErrors,
            long migrationErrors,
            long backlogs,
            long packetFloods,
            long bindFailures) {}

    /**
     * One kind of message.
     *
     * @param fingerprint what it is known by, 16 hexadecimal digits
     * @param level its level
     * @param count how often it was seen
     * @param first when it was seen first, or empty
     * @param last when it was seen last, or empty
     * @param text the message, with numbers masked and with what must not be shown hidden
     */
    public record Item(String fingerprint, String level, long count, String first, String last, String text) {}
}
