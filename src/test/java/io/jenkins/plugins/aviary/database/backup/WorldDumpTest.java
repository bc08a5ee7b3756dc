package io.jenkins.plugins.aviary.database.backup;

import static io.jenkins.plugins.aviary.database.DatabaseSamples.checksums;
import static io.jenkins.plugins.aviary.database.DatabaseSamples.column;
import static io.jenkins.plugins.aviary.database.DatabaseSamples.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.database.DatabaseSamples;
import io.jenkins.plugins.aviary.database.WorldDatabase;
import io.jenkins.plugins.aviary.model.HostAddress;
import io.jenkins.plugins.aviary.model.Launch;
import io.jenkins.plugins.aviary.model.Ports;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.testing.RecordedRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database is brought back to what it was when it was dumped, whatever was done to it since. */
@Tag("integration")
class WorldDumpTest {
    @TempDir
    Path folder;

    WorldDatabase database;
    World world;
    RunContext context;

    @BeforeEach
    void sample() throws Exception {
        database = DatabaseSamples.world(59);
        world = new World(
                "alpha",
                "test",
                new HostAddress("here", "", 22, "", "", ""),
                "/srv/alpha",
                new Ports(1, 0, 2),
                Optional.of(database.address()),
                Optional.empty(),
                new Launch("", List.of(), Map.of()),
                Map.of());
        context = new RecordedRun().context(folder, folder.resolve("home"), Clock.systemUTC());
    }

    @Test
    void undoesWhatANewServerDid() throws Exception {
        Map<String, Object> before = Map.of("rows", checksums(database));
        WorldDump dump = WorldDump.take(context, world);
        execute(
                database,
                "DELETE FROM player_items",
                "ALTER TABLE players DROP COLUMN name",
                "CREATE TABLE new_things (id INT)",
                "UPDATE server_config SET value = '60' WHERE config = 'db_version'");

        dump.undo();

        assertThat(Map.of("rows", checksums(database))).isEqualTo(before);
        assertThat(column(database, "SHOW TABLES")).doesNotContain("new_things", "aviary_restore");
        assertThat(column(database, "SELECT value FROM server_config WHERE config = 'db_version'"))
                .containsExactly("59");
        assertThat(BackupStore.inHome(folder.resolve("home")).newestValid("test", "alpha"))
                .hasValueSatisfying(stored -> assertThat(stored.name()).isEqualTo(dump.name()));
    }

    @Test
    void touchesNothingWhenTheDumpIsDamaged() throws Exception {
        WorldDump dump = WorldDump.take(context, world);
        try (var files = Files.walk(folder.resolve("home"))) {
            for (Path file : files.filter(path -> !path.toString().contains("manifest"))
                    .filter(Files::isRegularFile)
                    .toList()) {
                Files.writeString(file, "scribbled");
            }
        }
        execute(database, "DELETE FROM houses");

        assertThatThrownBy(dump::undo).isInstanceOf(OperationFailure.class).hasMessageContaining("is not valid");
        assertThat(column(database, "SELECT COUNT(*) FROM players")).doesNotContain("0");
        assertThat(column(database, "SELECT COUNT(*) FROM houses")).containsExactly("0");
    }
}
