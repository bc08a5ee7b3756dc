package io.jenkins.plugins.aviary.rollout;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Whether a release can run on a database. A game server migrates an older database at its start, without a backup and
 * going on after errors, and an older server starts on a newer database without a word and writes into it what it
 * understands: neither may happen.
 */
final class DatabaseFit {
    private DatabaseFit() {}

    /**
     * What speaks against it.
     *
     * @param release the release's name, for the sentence
     * @param known the highest migration that the release knows, if anybody noted it
     * @param world the world's name
     * @param actual the version of the world's database, if it has one that tells
     */
    static Optional<String> objection(String release, OptionalInt known, String world, OptionalInt actual) {
        if (known.isEmpty() || actual.isEmpty() || known.getAsInt() == actual.getAsInt()) {
            return Optional.empty();
        }
        String versions = "the database of " + world + " is at version " + actual.getAsInt() + ", and " + release
                + " knows version " + known.getAsInt();
        return Optional.of(
                actual.getAsInt() < known.getAsInt()
                        ? versions + "; run migrateDatabase first."
                        : versions
                                + " at most: it would write what it does not understand. Deliver a release that knows"
                                + " version " + actual.getAsInt() + ", or bring the database back to "
                                + known.getAsInt() + " with restoreDatabase.");
    }
}
