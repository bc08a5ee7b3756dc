package io.jenkins.plugins.aviary.database.migration;

import java.time.Duration;

/**
 * How migrations are applied.
 *
 * @param target the version to stop at, or 0 for the highest
 * @param lockTimeout how long a statement waits for a lock, at least a second: as long may players wait behind it
 * @param lockAttempts how often a statement is tried again after that, from 1
 * @param statementTimeout how long one statement may take
 * @param allowDestructive whether statements may run after which what players have is gone
 * @param importSchema whether an empty database gets the release's {@code schema.sql}
 * @param unclear what to think of a statement of a killed migration that may have run or not
 */
public record MigrationOptions(
        int target,
        Duration lockTimeout,
        int lockAttempts,
        Duration statementTimeout,
        boolean allowDestructive,
        boolean importSchema,
        Unclear unclear) {
    /** What holds if nothing is said. */
    public static final MigrationOptions USUAL =
            new MigrationOptions(0, Duration.ofSeconds(2), 10, Duration.ofHours(1), false, false, Unclear.REFUSE);

    /** The same, allowing what is destructive. */
    public MigrationOptions destructive() {
        return new MigrationOptions(target, lockTimeout, lockAttempts, statementTimeout, true, importSchema, unclear);
    }

    /** The same, importing the schema into an empty database. */
    public MigrationOptions importing() {
        return new MigrationOptions(
                target, lockTimeout, lockAttempts, statementTimeout, allowDestructive, true, unclear);
    }
}
