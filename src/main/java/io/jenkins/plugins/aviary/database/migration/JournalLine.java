package io.jenkins.plugins.aviary.database.migration;

import io.jenkins.plugins.aviary.artifact.script.SqlText;

/**
 * One statement of a migration that is under way, as the journal in the database keeps it.
 *
 * @param position its place among the migration's statements, from 1
 * @param kind what it does
 * @param sql the statement
 * @param state how far it came
 * @param fingerprint the digest of the schema's definitions before it, for statements that change them; or empty
 * @param atomic whether its effect and its state in this journal were committed together
 * @param answer what it read, as JSON; or empty
 */
record JournalLine(
        int position, StatementKind kind, String sql, State state, String fingerprint, boolean atomic, String answer) {
    /** How far a statement came. */
    enum State {
        /** It was about to be executed; whether it was is to be found out. */
        BEGUN,
        /** It was executed. */
        DONE,
        /** The server refused it, and it changed nothing. */
        FAILED
    }

    /** Its place and its text, for messages. */
    String label() {
        return "statement " + position + " (" + SqlText.of(sql).brief(120) + ")";
    }
}
