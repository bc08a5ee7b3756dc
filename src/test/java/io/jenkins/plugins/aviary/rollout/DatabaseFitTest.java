package io.jenkins.plugins.aviary.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** A release runs only on a database at the version that it knows. */
class DatabaseFitTest {
    private static Optional<String> objection(OptionalInt known, OptionalInt actual) {
        return DatabaseFit.objection("3.6-aaaaaaaa", known, "production/alpha", actual);
    }

    @Test
    void fitsAtTheSameVersionAndWhereNobodyKnows() {
        assertThat(objection(OptionalInt.of(59), OptionalInt.of(59))).isEmpty();
        assertThat(objection(OptionalInt.empty(), OptionalInt.of(59))).isEmpty();
        assertThat(objection(OptionalInt.of(59), OptionalInt.empty())).isEmpty();
    }

    @Test
    void asksForAMigrationOfAnOlderDatabase() {
        assertThat(objection(OptionalInt.of(60), OptionalInt.of(59)))
                .hasValueSatisfying(text -> assertThat(text)
                        .contains("is at version 59", "3.6-aaaaaaaa knows version 60", "run migrateDatabase first"));
    }

    @Test
    void refusesANewerDatabase() {
        assertThat(objection(OptionalInt.of(59), OptionalInt.of(60)))
                .hasValueSatisfying(text -> assertThat(text)
                        .contains("would write what it does not understand", "back to 59 with restoreDatabase"));
    }
}
