package io.jenkins.plugins.aviary.database.backup;

import io.jenkins.plugins.aviary.model.Digest;
import java.time.Instant;
import java.util.List;

/**
 * What a backup consists of. The digest of this manifest, in canonical JSON, is the backup's name.
 *
 * @param format the version of the form, 1
 * @param environment the environment of the world
 * @param world the world
 * @param schema the name of the schema that was backed up
 * @param server the version of the database server
 * @param databaseVersion the schema's {@code db_version}, or 0 if it has none
 * @param takenAt the moment that the rows are of
 * @param saved whether the game server confirmed a save just before, or did not run
 * @param fingerprint the digest of all definitions
 * @param definitions the file with the definitions
 * @param tables the tables, in the order in which they are restored
 */
public record BackupManifest(
        int format,
        String environment,
        String world,
        String schema,
        String server,
        int databaseVersion,
        String takenAt,
        boolean saved,
        Digest fingerprint,
        Section definitions,
        List<Table> tables) {
    /** Copies the tables. */
    public BackupManifest {
        tables = List.copyOf(tables);
    }

    /**
     * One file of a backup, named by its digest.
     *
     * @param digest the digest of its bytes
     * @param bytes its size
     */
    public record Section(Digest digest, long bytes) {}

    /**
     * The rows of one table.
     *
     * @param name the table's name
     * @param rows how many rows it has
     * @param checksum the checksum of its rows, which does not depend on their order
     * @param serverChecksum what the server's own CHECKSUM TABLE says; empty if it says nothing
     * @param section the file with its rows
     */
    public record Table(String name, long rows, String checksum, String serverChecksum, Section section) {}

    /** The moment that the rows are of. */
    public Instant time() {
        return Instant.parse(takenAt);
    }

    /** How many rows there are in all tables. */
    public long rows() {
        return tables.stream().mapToLong(Table::rows).sum();
    }

    /** The size of all files, in bytes. */
    public long bytes() {
        return definitions.bytes()
                + tables.stream().mapToLong(table -> table.section().bytes()).sum();
    }
}
