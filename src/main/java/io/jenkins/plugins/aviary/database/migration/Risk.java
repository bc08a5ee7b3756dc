package io.jenkins.plugins.aviary.database.migration;

/**
 * What is to be known of a statement before it is executed.
 *
 * @param rule the name of the rule that saw it
 * @param severity how bad it is
 * @param message what it does, on what
 */
public record Risk(String rule, Severity severity, String message) {
    /** How bad it is. */
    public enum Severity {
        /** It may be worth a look. */
        NOTICE,
        /** A release that knows the old form does not work with the new one. */
        INCOMPATIBLE,
        /** It keeps players waiting while a large table is rebuilt. */
        LOCKING,
        /** What players have is gone afterwards. */
        DESTRUCTIVE
    }

    @Override
    public String toString() {
        return severity.name().toLowerCase(java.util.Locale.ROOT) + ": " + message + " [" + rule + "]";
    }
}
