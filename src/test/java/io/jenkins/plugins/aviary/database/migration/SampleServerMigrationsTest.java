package io.jenkins.plugins.aviary.database.migration;

import static io.jenkins.plugins.aviary.database.DatabaseSamples.column;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.config.ServerConfig.Dialect;
import io.jenkins.plugins.aviary.database.DatabaseSamples;
import io.jenkins.plugins.aviary.database.DatabaseVersion;
import io.jenkins.plugins.aviary.database.WorldDatabase;
import io.jenkins.plugins.aviary.testing.RecordedRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample game server's schema and migrations, and its bad release. */
@Tag("integration")
class SampleServerMigrationsTest {
    private static final Path SERVER = Path.of("examples/server");

    @TempDir
    Path source;

    private final RecordedRun run = new RecordedRun();

    private MigrationRunner runner(WorldDatabase world) throws Exception {
        return new MigrationRunner(
                world,
                MigrationSet.of(source, "data-sample", Dialect.CANARY),
                MigrationOptions.USUAL.importing(),
                run,
                Clock.systemUTC(),
                "ann");
    }

    @Test
    void theSchemaIsImportedAndTheMigrationsApply() throws Exception {
        Path migrations = Files.createDirectories(source.resolve("data-sample/migrations"));
        Files.copy(SERVER.resolve("schema.sql"), source.resolve("schema.sql"));
        try (Stream<Path> files = Files.list(SERVER.resolve("data-sample/migrations"))) {
            for (Path file : files.toList()) {
                Files.copy(file, migrations.resolve(file.getFileName()));
            }
        }
        WorldDatabase world = DatabaseSamples.empty();
        int highest = MigrationSet.of(source, "data-sample", Dialect.CANARY).highest();
        assertThat(runner(world).apply(migration -> {})).isEqualTo(highest);
        assertThat(column(world, "SHOW COLUMNS FROM players LIKE 'boss_points'"))
                .hasSize(1);

        Files.copy(SERVER.resolve("bad-releases/migrations/5.lua"), migrations.resolve("5.lua"));
        assertThatThrownBy(() -> runner(world).apply(migration -> {}))
                .hasMessageContaining("5.lua")
                .hasMessageContaining("statement 2")
                .hasMessageContaining("Duplicate column name 'balance'");
        assertThat(DatabaseVersion.of(world).number()).isEqualTo(highest);
    }
}
