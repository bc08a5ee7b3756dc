package io.jenkins.plugins.aviary.database.migration;

/**
 * What a migration asks for while it runs. Whatever these methods throw ends the migration, and reaches whoever runs it.
 */
interface MigrationCalls {
    /** Executes a statement that gives no rows. */
    void query(String statement) throws InterruptedException;

    /** Reads rows. */
    Rows read(String statement) throws InterruptedException;

    /** Whether there is a table of that name. */
    boolean tableExists(String name) throws InterruptedException;

    /** Passes on what the migration says. */
    void log(String level, String line);
}
