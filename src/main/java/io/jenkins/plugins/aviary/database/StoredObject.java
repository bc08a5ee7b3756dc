package io.jenkins.plugins.aviary.database;

/**
 * Something of a schema that holds no rows.
 *
 * @param kind what it is
 * @param name its name
 * @param definition the statement that makes it, without a definer: whoever makes it is the definer
 * @param sqlMode the {@code sql_mode} that it must be made under, or empty if it has none
 */
public record StoredObject(Kind kind, String name, String definition, String sqlMode) {
    /** The kinds, in the order in which they can be made. */
    public enum Kind {
        /** A stored function. */
        FUNCTION,
        /** A stored procedure. */
        PROCEDURE,
        /** A view. */
        VIEW,
        /** A trigger. */
        TRIGGER,
        /** An event of the server's scheduler. */
        EVENT
    }
}
