package io.jenkins.plugins.aviary.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** A release runs only on a database at the version that it knows. */
class DatabaseFitTest {
    private static DatabaseFit fit(OptionalInt known, OptionalInt actual, String... change)
            throws InterruptedException {
        return DatabaseFit.of(
                "3.6-aaaaaaaa",
                known,
                "production/alpha",
                actual,
                (from, to) -> java.util.Arrays.stream(change).findFirst(),
                () -> "To restore it loses 3h of play.");
    }

    @Test
    void fitsAtTheSameVersionAndWhereNobodyKnows() throws Exception {
        assertThat(fit(OptionalInt.of(59), OptionalInt.of(59)).objection()).isEmpty();
        assertThat(fit(OptionalInt.empty(), OptionalInt.of(59)).objection()).isEmpty();
        assertThat(fit(OptionalInt.of(59), OptionalInt.empty()).objection()).isEmpty();
    }

    @Test
    void asksForAMigrationOfAnOlderDatabase() throws Exception {
        assertThat(fit(OptionalInt.of(60), OptionalInt.of(59)).objection())
                .hasValueSatisfying(text -> assertThat(text)
                        .contains("is at version 59", "3.6-aaaaaaaa knows version 60", "run migrateDatabase first"));
    }

    @Test
    void refusesANewerDatabaseThatWasChangedAndSaysWhatGoingBackCosts() throws Exception {
        assertThat(fit(OptionalInt.of(59), OptionalInt.of(60), "60.lua drops a column")
                        .objection())
                .hasValueSatisfying(text -> assertThat(text)
                        .contains(
                                "would write what it does not understand, because 60.lua drops a column",
                                "back to 59 with restoreDatabase",
                                "loses 3h of play"));
    }

    @Test
    void servesOnANewerDatabaseThatWasOnlyAddedTo() throws Exception {
        DatabaseFit fit = fit(OptionalInt.of(59), OptionalInt.of(60));

        assertThat(fit.objection()).isEmpty();
        assertThat(fit.note()).hasValueSatisfying(text -> assertThat(text).contains("only add to it"));
    }
}
