package io.jenkins.plugins.aviary.database.migration;

/**
 * A migration that was applied.
 *
 * @param file its file's name
 * @param from the version before it
 * @param to the version after it
 * @param statements how many statements it has, reads included
 * @param checksum the digest of its source
 * @param durationMillis how long it took in this run, in milliseconds
 */
public record AppliedMigration(String file, int from, int to, int statements, String checksum, long durationMillis) {}
