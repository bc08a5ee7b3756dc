package io.jenkins.plugins.aviary.database.backup;

import java.util.List;

/**
 * What came of restoring a backup into a scratch schema.
 *
 * @param valid whether what was restored is what was backed up
 * @param problems what differs, each in a line
 * @param orphans foreign keys with rows that lead nowhere, as they did in the world itself
 * @param restoreMillis how long the restore took, in milliseconds
 * @param checkedAt when it was done
 */
public record DrillReport(
        boolean valid, List<String> problems, List<String> orphans, long restoreMillis, String checkedAt) {
    /** Copies the lists. */
    public DrillReport {
        problems = List.copyOf(problems);
        orphans = List.copyOf(orphans);
    }
}
