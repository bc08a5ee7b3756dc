package io.jenkins.plugins.aviary.database;

import static io.jenkins.plugins.aviary.database.DatabaseSamples.checksums;
import static io.jenkins.plugins.aviary.database.DatabaseSamples.column;
import static io.jenkins.plugins.aviary.database.DatabaseSamples.execute;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.testing.RecordedRun;
import java.sql.Connection;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("integration")
class ScratchSchemaTest {
    private final RecordedRun run = new RecordedRun();

    @Test
    void aCloneHasTheSameRowsAndTheSameDefinitions() throws Exception {
        WorldDatabase world = DatabaseSamples.world(59);
        try (ScratchSchema clone = ScratchSchema.cloneOf(world, Long.MAX_VALUE, run, run)) {
            assertThat(checksums(clone.database())).isEqualTo(checksums(world)).hasSize(8);
            assertThat(fingerprint(clone.database())).isEqualTo(fingerprint(world));
            assertThat(column(clone.database(), "SELECT name FROM high_levels ORDER BY name"))
                    .containsExactlyInAnyOrder("Gamemaster", "Änn O'Neil");
        }
    }

    @Test
    void theClonesTriggersWorkInTheClone() throws Exception {
        WorldDatabase world = DatabaseSamples.world(59);
        try (ScratchSchema clone = ScratchSchema.cloneOf(world, Long.MAX_VALUE, run, run)) {
            execute(clone.database(), "DELETE FROM players WHERE id = 2");
            assertThat(column(clone.database(), "SELECT owner FROM houses ORDER BY id"))
                    .containsExactly("0", "0");
            assertThat(column(world, "SELECT owner FROM houses ORDER BY id")).containsExactly("2", "0");
        }
    }

    @Test
    void aCloneIsGoneOnceItIsClosed() throws Exception {
        WorldDatabase world = DatabaseSamples.world(59);
        ScratchSchema clone = ScratchSchema.cloneOf(world, Long.MAX_VALUE, run, run);
        clone.close();
        assertThat(scratchSchemas(world)).isZero();
    }

    @Test
    void tablesBeyondTheBoundStayEmptyTogetherWithThoseThatReferToThem() throws Exception {
        WorldDatabase world = DatabaseSamples.world(59);
        try (ScratchSchema clone = ScratchSchema.cloneOf(world, 0, run, run)) {
            assertThat(column(clone.database(), "SELECT COUNT(*) FROM players")).containsExactly("0");
            assertThat(column(clone.database(), "SELECT COUNT(*) FROM player_items"))
                    .containsExactly("0");
            assertThat(run.lines()).anyMatch(line -> line.contains("table players stays empty"));
        }
    }

    @Test
    void whatAKilledRunLeftBehindIsDroppedByTheNextOne() throws Exception {
        WorldDatabase world = DatabaseSamples.world(59);
        String left = world.schema() + "_aviary_0badcafe";
        String foreign = world.schema() + "_aviary_00000000";
        execute(world, "CREATE DATABASE " + left, "CREATE TABLE " + left + ".aviary_scratch (made INT)");
        execute(world, "CREATE DATABASE " + foreign, "CREATE TABLE " + foreign + ".precious (made INT)");
        try (ScratchSchema running = ScratchSchema.create(world, run);
                ScratchSchema next = ScratchSchema.create(world, run)) {
            assertThat(column(next.database(), "SHOW TABLES")).containsExactly("aviary_scratch");
            assertThat(column(running.database(), "SHOW TABLES")).containsExactly("aviary_scratch");
            assertThat(column(world, "SHOW DATABASES")).doesNotContain(left).contains(foreign);
        }
    }

    @Test
    void theVersionOfADatabaseIsKnownEmptyOrUnknown() throws Exception {
        assertThat(DatabaseVersion.of(DatabaseSamples.world(59)))
                .isEqualTo(new DatabaseVersion(DatabaseVersion.State.KNOWN, 59));
        WorldDatabase database = DatabaseSamples.empty();
        assertThat(DatabaseVersion.of(database).state()).isEqualTo(DatabaseVersion.State.EMPTY);
        execute(database, "CREATE TABLE players (id INT)");
        assertThat(DatabaseVersion.of(database).state()).isEqualTo(DatabaseVersion.State.UNKNOWN);
    }

    @Test
    void aServerThatIsNotThereIsNamed() {
        WorldDatabase nowhere = WorldDatabase.of(
                new io.jenkins.plugins.aviary.model.DatabaseAddress("127.0.0.1", 1, "world", "u", ""),
                DatabaseSamples.NO_SECRETS);
        org.assertj.core.api.Assertions.assertThatThrownBy(nowhere::connect)
                .isInstanceOf(DatabaseFailure.class)
                .hasMessageContaining("world at 127.0.0.1:1")
                .hasMessageNotContaining("\n");
    }

    private static String fingerprint(WorldDatabase database) throws Exception {
        try (Connection connection = database.connect()) {
            return SchemaObjects.read(connection).fingerprint().hex();
        }
    }

    private static long scratchSchemas(WorldDatabase world) throws Exception {
        return column(world, "SHOW DATABASES").stream()
                .filter(name -> name.startsWith(world.schema() + "_aviary_"))
                .count();
    }
}
