package io.jenkins.plugins.aviary.database.migration;

import static io.jenkins.plugins.aviary.database.DatabaseSamples.checksums;
import static io.jenkins.plugins.aviary.database.DatabaseSamples.column;
import static io.jenkins.plugins.aviary.database.DatabaseSamples.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.artifact.FolderArtifactStore;
import io.jenkins.plugins.aviary.cli.StepCatalogue;
import io.jenkins.plugins.aviary.database.DatabaseSamples;
import io.jenkins.plugins.aviary.database.DatabaseVersion;
import io.jenkins.plugins.aviary.database.WorldDatabase;
import io.jenkins.plugins.aviary.model.ArtifactFile;
import io.jenkins.plugins.aviary.model.ArtifactManifest;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.operation.ExitCode;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.testing.RecordedRun;
import io.jenkins.plugins.aviary.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("integration")
class MigrateDatabaseTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

    @TempDir
    Path workspace;

    private final RecordedRun run = new RecordedRun().with("game-db", "");
    private WorldDatabase first;
    private WorldDatabase second;

    @BeforeEach
    void twoWorlds() throws Exception {
        first = DatabaseSamples.world(59);
        second = DatabaseSamples.world(59);
        Files.createDirectories(workspace.resolve("data-pack/migrations"));
        Files.writeString(workspace.resolve("aviary.yml"), """
                version: 1
                server: {dataPack: data-pack}
                hosts: {here: {local: true}}
                environments:
                  production:
                    worlds:
                      first: {host: here, path: /srv/first, database: {port: %1$d, name: %2$s, user: root, credentials: game-db}}
                      second: {host: here, path: /srv/second, database: {port: %1$d, name: %3$s, user: root, credentials: game-db}}
                """.formatted(
                        TestDatabase.shared().port(), first.schema(), second.schema()));
    }

    private void write(int number, String body) throws Exception {
        Files.writeString(
                workspace.resolve("data-pack/migrations/" + number + ".lua"),
                "function onUpdateDatabase()\n" + body + "\nend\n");
    }

    private Outcome<?> migrate(Map<String, ?> more) throws Exception {
        Map<String, Object> parameters = new HashMap<>(Map.of("environment", "production"));
        parameters.putAll(more);
        return StepCatalogue.all()
                .get("migrateDatabase")
                .bind(parameters)
                .run(run.context(workspace, workspace.resolve("home"), CLOCK));
    }

    private static List<MigrateDatabase.WorldResult> worlds(Outcome<?> outcome) {
        return ((MigrateDatabase.Result) outcome.result()).worlds();
    }

    @Test
    void everyWorldIsMigratedAndItIsRemembered() throws Exception {
        write(60, "db.query('ALTER TABLE players ADD COLUMN a INT')");
        Outcome<?> outcome = migrate(Map.of());
        assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
        assertThat(outcome.summary())
                .isEqualTo("first: from version 59 to 60 in 1 step; second: from version 59 to 60 in 1 step");
        assertThat(DatabaseVersion.of(second).number()).isEqualTo(60);
        assertThat(run.events()).hasSize(2).allMatch(event -> event.type().equals("migration.applied"));
        assertThat(run.events().get(0).payload().toString())
                .isEqualTo("{\"world\":\"first\",\"database\":\"" + first.label()
                        + "\",\"migration\":\"60.lua\",\"fromVersion\":59,\"toVersion\":60,\"durationMillis\":0,"
                        + "\"statements\":1,\"checksum\":\""
                        + Digest.of(workspace.resolve("data-pack/migrations/60.lua")) + "\"}");
        assertThat(migrate(Map.of()).summary()).contains("first: nothing to apply at version 60");
    }

    @Test
    void theWorldsAfterOneThatFailsAreNotTouched() throws Exception {
        write(60, "db.query('ALTER TABLE players ADD COLUMN a INT')");
        write(61, "db.query('ALTER TABLE players ADD COLUMN b INT')");
        execute(first, "ALTER TABLE players ADD COLUMN b INT");
        List<String> before = checksums(second);
        Outcome<?> outcome = migrate(Map.of());
        assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
        assertThat(outcome.summary()).contains("61.lua").contains("1060").endsWith("Not touched after it: second.");
        assertThat(worlds(outcome)).hasSize(1);
        assertThat(worlds(outcome).get(0).to()).isEqualTo(60);
        assertThat(checksums(second)).isEqualTo(before);
        assertThat(run.events())
                .extracting(event -> event.type())
                .containsExactly("migration.applied", "migration.failed");
        assertThat(run.events().get(1).payload().path("reason").textValue()).contains("Duplicate column name 'b'");
        assertThat(run.events().get(1).payload().path("fromVersion").intValue()).isEqualTo(60);
    }

    @Test
    void aLossNeedsSomebodyToDecide() throws Exception {
        write(60, "db.query('DROP TABLE kv_store')");
        Outcome<?> outcome = migrate(Map.of());
        assertThat(outcome.code()).isEqualTo(ExitCode.INCONCLUSIVE);
        assertThat(outcome.resume()).containsEntry("allowDestructive", "true");
        assertThat(DatabaseVersion.of(first).number()).isEqualTo(59);
        assertThat(migrate(outcome.resume()).code()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void aDryRunTriesEverythingOnACopyAndWritesNothing() throws Exception {
        write(60, "db.query('ALTER TABLE players ADD COLUMN a INT') db.query('UPDATE players SET a = 1, level = 9')");
        write(61, "db.query('DROP TABLE houses')");
        List<String> before = checksums(first);
        execute(
                first,
                "SET GLOBAL log_output = 'TABLE'",
                "TRUNCATE mysql.general_log",
                "SET GLOBAL general_log = 'ON'");
        Outcome<?> outcome;
        try {
            outcome = migrate(Map.of("dryRun", "true", "worlds", "first"));
        } finally {
            execute(first, "SET GLOBAL general_log = 'OFF'");
        }
        assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
        assertThat(worlds(outcome).get(0).applied()).hasSize(2);
        assertThat(DatabaseVersion.of(first).number()).isEqualTo(59);
        assertThat(checksums(first)).isEqualTo(before);
        assertThat(run.events()).isEmpty();
        assertThat(column(first, "SHOW DATABASES")).noneMatch(name -> name.startsWith(first.schema() + "_aviary_"));
        // What each connection sent that was in the world's own schema: only the dropping and making of the copy
        // writes.
        assertThat(column(
                        first,
                        "SELECT argument FROM mysql.general_log WHERE command_type = 'Query' AND thread_id IN (SELECT"
                                + " thread_id FROM mysql.general_log WHERE command_type = 'Connect' AND argument LIKE"
                                + " '% on " + first.schema() + " %') AND thread_id <> CONNECTION_ID()"))
                .isNotEmpty()
                .allMatch(statement ->
                        statement.matches("(?is)(/\\*.*?\\*/)?\\s*(SELECT|SHOW|SET|START TRANSACTION|DO RELEASE_LOCK"
                                + "|COMMIT|ROLLBACK|(CREATE|DROP) (DATABASE|TABLE)( IF EXISTS)? `"
                                + first.schema() + "_aviary_[0-9a-f]{8}`).*"));
    }

    @Test
    void aDryRunTellsWhatWouldFail() throws Exception {
        write(60, "db.query('ALTER TABLE players ADD COLUMN level INT')");
        Outcome<?> outcome = migrate(Map.of("dryRun", "true"));
        assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
        assertThat(outcome.summary()).contains("nothing was changed").contains("1060");
        assertThat(run.events()).isEmpty();
    }

    @Test
    void theMigrationsOfAReleaseComeFromTheArtifactStore() throws Exception {
        write(60, "db.query('ALTER TABLE players ADD COLUMN a INT')");
        Path file = workspace.resolve("data-pack/migrations/60.lua");
        Digest digest = Digest.of(file);
        Digest release = FolderArtifactStore.inHome(workspace.resolve("home"))
                .put(
                        new ArtifactManifest(
                                "canary",
                                "1.0",
                                "",
                                Map.of(),
                                List.of(new ArtifactFile(
                                        "data-pack/migrations/60.lua", false, Files.size(file), digest))),
                        Map.of(digest, file));
        write(60, "db.query('nonsense')");
        assertThat(migrate(Map.of("release", release.hex())).code()).isEqualTo(ExitCode.DONE);
        assertThat(DatabaseVersion.of(first).number()).isEqualTo(60);
        assertThat(run.events().get(0).release()).isEqualTo(release.hex());
    }

    @Test
    void wrongParametersAreRefusedBeforeAnythingRuns() {
        assertThatThrownBy(() -> migrate(Map.of("release", "v1"))).isInstanceOf(InvalidParameter.class);
        assertThatThrownBy(() -> migrate(Map.of("target", "7")))
                .isInstanceOf(io.jenkins.plugins.aviary.operation.OperationFailure.class);
        assertThatThrownBy(() -> migrate(Map.of("lockTimeout", "0s"))).isInstanceOf(InvalidParameter.class);
        assertThatThrownBy(() -> migrate(Map.of("worlds", "frist")))
                .isInstanceOf(InvalidParameter.class)
                .hasMessageContaining("first");
    }
}
