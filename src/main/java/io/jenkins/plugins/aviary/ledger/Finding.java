package io.jenkins.plugins.aviary.ledger;

/**
 * Something that a verification found wrong.
 *
 * @param kind what was done to the ledger
 * @param first the first record that it was done to, from 0
 * @param last the last one; the same as the first for a single record
 * @param message one line for people that names the records and says what is wrong
 */
public record Finding(Kind kind, long first, long last, String message) {
    /** What can be done to a ledger. */
    public enum Kind {
        /** A record is not what it was. */
        EDITED,
        /** Records are missing that were there. */
        DELETED,
        /** Records are there that were not. */
        INSERTED,
        /** Records changed their places. */
        REORDERED,
        /** The newest records are missing. */
        TRUNCATED,
        /** Some of these records were changed; no trustworthy hash is left to tell which. */
        CHANGED,
        /** A record is no event. */
        MALFORMED,
        /** A checkpoint was signed anew by another key, or its signature is false. */
        RESIGNED,
        /** Records were appended that only an untrusted key vouches for. */
        FOREIGN_KEY,
        /** A checkpoint cannot be read. */
        CHECKPOINT_DAMAGED,
        /** No checkpoint is signed by a trusted key. */
        UNSIGNED,
        /** The index is damaged, the records are not: the index can be made anew. */
        INDEX_DAMAGED
    }
}
