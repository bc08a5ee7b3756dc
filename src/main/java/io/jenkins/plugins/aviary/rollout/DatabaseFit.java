package io.jenkins.plugins.aviary.rollout;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Whether a release can run on a database. A game server migrates an older database at its start, without a backup and
 * going on after errors, which must not happen. On a newer database an older server starts without a word: where the
 * migrations that it does not know only add, it serves as before; otherwise it would write what it does not understand.
 *
 * @param objection what speaks against it, or nothing
 * @param note what is to be known although nothing speaks against it, or nothing
 */
record DatabaseFit(Optional<String> objection, Optional<String> note) {
    private static final DatabaseFit GOOD = new DatabaseFit(Optional.empty(), Optional.empty());

    /** Finds out what the migrations that a release does not know do. */
    interface Changes {
        /** What they change besides adding, or nothing if they only add. */
        Optional<String> between(int known, int actual) throws InterruptedException;
    }

    /** Says what would make it possible to go back all the same. */
    interface WayBack {
        /** A sentence for people. */
        String text() throws InterruptedException;
    }

    /**
     * How a release fits.
     *
     * @param release the release's name, for the sentence
     * @param known the highest migration that the release knows, if anybody noted it
     * @param world the world's name
     * @param actual the version of the world's database, if it has one that tells
     * @param changes is asked if the database is newer
     * @param wayBack is asked if the release does not fit
     */
    static DatabaseFit of(
            String release, OptionalInt known, String world, OptionalInt actual, Changes changes, WayBack wayBack)
            throws InterruptedException {
        if (known.isEmpty() || actual.isEmpty() || known.getAsInt() == actual.getAsInt()) {
            return GOOD;
        }
        String versions = "the database of " + world + " is at version " + actual.getAsInt() + ", and " + release
                + " knows version " + known.getAsInt();
        if (actual.getAsInt() < known.getAsInt()) {
            return new DatabaseFit(Optional.of(versions + "; run migrateDatabase first."), Optional.empty());
        }
        Optional<String> change = changes.between(known.getAsInt(), actual.getAsInt());
        if (change.isEmpty()) {
            return new DatabaseFit(
                    Optional.empty(),
                    Optional.of(versions + "; the migrations in between only add to it, so it serves as before."));
        }
        return new DatabaseFit(
                Optional.of(versions + " at most: it would write what it does not understand, because " + change.get()
                        + ". Deliver a release that knows version " + actual.getAsInt()
                        + ", or bring the database back to " + known.getAsInt() + " with restoreDatabase. "
                        + wayBack.text()),
                Optional.empty());
    }
}
