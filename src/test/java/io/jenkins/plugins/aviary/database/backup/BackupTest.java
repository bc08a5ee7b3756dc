package io.jenkins.plugins.aviary.database.backup;

import static io.jenkins.plugins.aviary.database.DatabaseSamples.checksums;
import static io.jenkins.plugins.aviary.database.DatabaseSamples.column;
import static io.jenkins.plugins.aviary.database.DatabaseSamples.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.cli.StepCatalogue;
import io.jenkins.plugins.aviary.database.DatabaseSamples;
import io.jenkins.plugins.aviary.database.SchemaObjects;
import io.jenkins.plugins.aviary.database.WorldDatabase;
import io.jenkins.plugins.aviary.operation.ExitCode;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.operation.Progress;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.testing.RecordedRun;
import io.jenkins.plugins.aviary.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("integration")
class BackupTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    Path workspace;

    private final RecordedRun run = new RecordedRun().with("game-db", "");
    private Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private WorldDatabase world;

    @BeforeEach
    void aWorld() throws Exception {
        world = DatabaseSamples.world(59);
        Files.createDirectories(workspace.resolve("data-pack/migrations"));
        Files.writeString(workspace.resolve("aviary.yml"), """
                version: 1
                server: {dataPack: data-pack}
                hosts: {here: {local: true}}
                environments:
                  production:
                    policy: {backupWithin: 1h}
                    worlds:
                      first: {host: here, path: %s, database: {port: %d, name: %s, user: root, credentials: game-db}}
                """.formatted(
                        workspace.resolve("srv"), TestDatabase.shared().port(), world.schema()));
    }

    private RunContext context() {
        return run.context(workspace, workspace.resolve("home"), clock);
    }

    private Outcome<?> step(String name, Map<String, ?> more) throws Exception {
        return step(context(), name, more);
    }

    private static Outcome<?> step(RunContext context, String name, Map<String, ?> more) throws Exception {
        Map<String, Object> parameters = new HashMap<>(Map.of("environment", "production"));
        parameters.putAll(more);
        return StepCatalogue.all().get(name).bind(parameters).run(context);
    }

    private BackupDatabase.WorldBackup backup() throws Exception {
        Outcome<?> outcome = step("backupDatabase", Map.of());
        assertThat(outcome.code()).as(outcome.summary()).isEqualTo(ExitCode.DONE);
        return ((BackupDatabase.Result) outcome.result()).backups().get(0);
    }

    private static String fingerprint(WorldDatabase database) throws Exception {
        try (Connection connection = database.connect()) {
            return SchemaObjects.read(connection).fingerprint().hex();
        }
    }

    @Test
    void aBackupIsProvedByRestoringItAndRemembered() throws Exception {
        BackupDatabase.WorldBackup backup = backup();
        assertThat(backup.valid()).isTrue();
        assertThat(backup.saved()).isTrue();
        assertThat(backup.tables()).isEqualTo(8);
        assertThat(backup.rows()).isEqualTo(15);
        assertThat(backup.orphans()).isEmpty();
        assertThat(run.events()).hasSize(1);
        assertThat(run.events().get(0).type()).isEqualTo("backup.finished");
        assertThat(run.events().get(0).payload().path("backup").textValue()).isEqualTo(backup.backup());
        assertThat(run.events().get(0).payload().path("valid").booleanValue()).isTrue();
        assertThat(column(world, "SHOW DATABASES")).noneMatch(name -> name.startsWith(world.schema() + "_aviary_"));
        assertThat(Files.getPosixFilePermissions(workspace.resolve("home/backups")))
                .noneMatch(permission -> permission.name().startsWith("OTHERS")
                        || permission.name().startsWith("GROUP"));
    }

    @Test
    void aRestoreGivesBackEveryRowAndEveryDefinitionOnceItIsConfirmed() throws Exception {
        backup();
        WorldDatabase empty = DatabaseSamples.empty();
        clock = Clock.fixed(NOW.plus(Duration.ofMinutes(90)), ZoneOffset.UTC);
        Map<String, String> request = new HashMap<>(Map.of("world", "first", "schema", empty.schema()));
        Outcome<?> asked = step("restoreDatabase", request);
        assertThat(asked.code()).isEqualTo(ExitCode.INCONCLUSIVE);
        assertThat(asked.summary())
                .contains("go back to 2026-01-02T03:04:05Z")
                .contains("1h30m")
                .contains("confirm: 'first@2026-01-02T03:04:05Z'");
        assertThat(column(empty, "SHOW TABLES")).isEmpty();

        request.putAll(asked.resume());
        Outcome<?> outcome = step("restoreDatabase", request);
        assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
        assertThat(checksums(empty)).isEqualTo(checksums(world)).hasSize(8);
        assertThat(fingerprint(empty)).isEqualTo(fingerprint(world));
        assertThat(column(empty, "SHOW TABLES LIKE 'aviary%'")).isEmpty();
        assertThat(run.events().get(1).type()).isEqualTo("restore.finished");
        assertThat(run.events().get(1).payload().path("lostMillis").longValue()).isEqualTo(5_400_000);
    }

    @Test
    void aDatabaseThatIsNotEmptyIsNeverRestoredInto() throws Exception {
        backup();
        List<String> before = checksums(world);
        assertThatThrownBy(() -> step("restoreDatabase", Map.of("world", "first", "confirm", "first@" + NOW)))
                .isInstanceOf(OperationFailure.class)
                .hasMessageContaining("is not empty");
        assertThat(checksums(world)).isEqualTo(before);
    }

    @Test
    void whatAKilledRestoreLeftIsClearedAway() throws Exception {
        backup();
        WorldDatabase empty = DatabaseSamples.empty();
        execute(
                empty,
                "CREATE TABLE aviary_restore (backup CHAR(64))",
                "CREATE TABLE accounts (id INT PRIMARY KEY)",
                "CREATE TABLE players (id INT PRIMARY KEY, a INT, FOREIGN KEY (a) REFERENCES accounts (id))");
        Outcome<?> outcome =
                step("restoreDatabase", Map.of("world", "first", "schema", empty.schema(), "confirm", "first@" + NOW));
        assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
        assertThat(checksums(empty)).isEqualTo(checksums(world));
    }

    @Test
    void aDamagedBackupIsNotRestoredAndNothingIsLeft() throws Exception {
        BackupDatabase.WorldBackup backup = backup();
        Path folder = workspace.resolve("home/backups/production/first/" + backup.backup());
        try (Stream<Path> files = Files.list(folder)) {
            Path file = files.filter(each -> each.toString().endsWith(".gz"))
                    .findFirst()
                    .orElseThrow();
            Files.write(file, new byte[] {1, 2, 3});
        }
        WorldDatabase empty = DatabaseSamples.empty();
        assertThatThrownBy(() -> step(
                        "restoreDatabase",
                        Map.of("world", "first", "schema", empty.schema(), "confirm", "first@" + NOW)))
                .isInstanceOf(BackupDamaged.class);
        assertThat(column(empty, "SHOW TABLES")).isEmpty();
    }

    @Test
    void whatIsWrittenWhileABackupIsTakenIsNotInIt() throws Exception {
        List<String> before = checksums(world);
        RunContext plain = context();
        Progress writing = (what, total, unit) -> {
            if (what.startsWith("Backing up")) {
                try {
                    execute(
                            world,
                            "UPDATE accounts SET coins = coins + 100",
                            "DELETE FROM player_items",
                            "INSERT INTO houses VALUES (7, 7)");
                } catch (java.sql.SQLException e) {
                    throw new IllegalStateException(e);
                }
            }
            return run.begin(what, total, unit);
        };
        RunContext context = new RunContext(
                plain.workspace(),
                plain.home(),
                plain.log(),
                writing,
                plain.processes(),
                plain.secrets(),
                plain.events(),
                plain.clock(),
                plain.environment());
        assertThat(step(context, "backupDatabase", Map.of()).code()).isEqualTo(ExitCode.DONE);
        WorldDatabase empty = DatabaseSamples.empty();
        step("restoreDatabase", Map.of("world", "first", "schema", empty.schema(), "confirm", "first@" + NOW));
        assertThat(checksums(empty)).isEqualTo(before).isNotEqualTo(checksums(world));
    }

    @Test
    void oldBackupsGoButNeverTheNewestThatIsValid() throws Exception {
        BackupStore store = BackupStore.inHome(workspace.resolve("home"));
        for (int day = 0; day < 3; day++) {
            clock = Clock.fixed(NOW.plus(Duration.ofDays(day)), ZoneOffset.UTC);
            step("backupDatabase", Map.of("keep", "2"));
        }
        assertThat(store.of("production", "first"))
                .extracting(stored -> stored.manifest().takenAt())
                .containsExactly("2026-01-04T03:04:05Z", "2026-01-03T03:04:05Z");
        for (BackupStore.Stored stored : store.of("production", "first")) {
            Files.delete(workspace.resolve("home/backups/production/first/" + stored.name() + "/drill.json"));
        }
        assertThat(store.newestValid("production", "first")).isEmpty();
    }

    @Test
    void anEnvironmentThatDemandsABackupIsNotMigratedWithoutOne() throws Exception {
        Files.writeString(workspace.resolve("data-pack/migrations/59.lua"), "function onUpdateDatabase() end");
        Files.writeString(
                workspace.resolve("data-pack/migrations/60.lua"),
                "function onUpdateDatabase() db.query('DROP TABLE kv_store') end");
        assertThatThrownBy(() -> step("migrateDatabase", Map.of()))
                .hasMessageContaining("demands a valid backup not older than 1h");
        backup();
        clock = Clock.fixed(NOW.plus(Duration.ofMinutes(61)), ZoneOffset.UTC);
        assertThatThrownBy(() -> step("migrateDatabase", Map.of())).hasMessageContaining("run backupDatabase first");
        clock = Clock.fixed(NOW.plus(Duration.ofMinutes(59)), ZoneOffset.UTC);
        // With what is lost in a backup that was proved, nobody needs to decide.
        assertThat(step("migrateDatabase", Map.of()).code()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void rowsThatLeadNowhereAreTold() throws Exception {
        execute(world, "SET SESSION foreign_key_checks = 0", "INSERT INTO player_items VALUES (999, 1, 1, '')");
        BackupDatabase.WorldBackup backup = backup();
        assertThat(backup.valid()).isTrue();
        assertThat(backup.orphans()).hasSize(1);
        assertThat(backup.orphans().get(0)).contains("1 rows of player_items");
    }
}
