package io.jenkins.plugins.aviary.database.migration;

import static io.jenkins.plugins.aviary.database.DatabaseSamples.checksums;
import static io.jenkins.plugins.aviary.database.DatabaseSamples.column;
import static io.jenkins.plugins.aviary.database.DatabaseSamples.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.config.ServerConfig.Dialect;
import io.jenkins.plugins.aviary.database.DatabaseFailure;
import io.jenkins.plugins.aviary.database.DatabaseSamples;
import io.jenkins.plugins.aviary.database.DatabaseVersion;
import io.jenkins.plugins.aviary.database.SchemaObjects;
import io.jenkins.plugins.aviary.database.WorldDatabase;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.testing.RecordedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("integration")
class MigrationRunnerTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

    @TempDir
    Path source;

    private final RecordedRun run = new RecordedRun();
    private final List<AppliedMigration> applied = new ArrayList<>();
    private Dialect dialect = Dialect.CANARY;
    private MigrationOptions options = MigrationOptions.USUAL;
    private WorldDatabase world;

    @BeforeEach
    void aWorldAtVersion59() throws Exception {
        world = DatabaseSamples.world(59);
        Files.createDirectories(source.resolve("data/migrations"));
        write(59, "db.query('this was applied long ago')");
    }

    private void write(int number, String body) throws IOException {
        Files.writeString(
                source.resolve("data/migrations/" + number + ".lua"),
                "function onUpdateDatabase()\n" + body + "\nend\n");
    }

    private MigrationRunner runner() throws IOException {
        return runner(RunPoint.NONE);
    }

    private MigrationRunner runner(RunPoint points) throws IOException {
        return new MigrationRunner(world, MigrationSet.of(source, "data", dialect), options, run, CLOCK, "ann", points);
    }

    private int apply() throws Exception {
        return runner().apply(applied::add);
    }

    private int version() {
        return DatabaseVersion.of(world).number();
    }

    private String fingerprint() throws Exception {
        try (Connection connection = world.connect()) {
            return SchemaObjects.read(connection).fingerprint().hex();
        }
    }

    @Test
    void whatIsPendingIsAppliedInItsOrder() throws Exception {
        write(60, "db.query('ALTER TABLE players ADD COLUMN pvp INT NOT NULL DEFAULT 0')");
        write(61, """
                local id = db.storeQuery("SELECT MAX(id) AS m FROM players")
                db.query("INSERT INTO players (id, account_id, name, conditions) VALUES ("
                    .. Result.getNumber(id, "m") + 1 .. ", 1, " .. db.escapeString("Monk Sample") .. ", '')")
                Result.free(id)
                """);
        assertThat(apply()).isEqualTo(61);
        assertThat(version()).isEqualTo(61);
        assertThat(applied).extracting(AppliedMigration::file).containsExactly("60.lua", "61.lua");
        assertThat(column(world, "SELECT pvp FROM players WHERE id = 3 AND name = 'Monk Sample'"))
                .containsExactly("0");
        assertThat(column(
                        world,
                        "SELECT CONCAT(number, ' ', state, ' ', statements, ' ', who) FROM"
                                + " aviary_schema_history ORDER BY number"))
                .containsExactly("60 applied 1 ann", "61 applied 2 ann");
        assertThat(column(world, "SELECT COUNT(*) FROM aviary_schema_journal")).containsExactly("0");
    }

    @Test
    void thePlanTellsWhatWillBeDoneAndTouchesNothing() throws Exception {
        write(60, "db.query('ALTER TABLE players DROP COLUMN level')");
        write(61, "db.query('UPDATE players SET level = 1')");
        List<String> before = checksums(world);
        MigrationPlan plan = runner().plan();
        assertThat(plan.steps()).extracting(MigrationPlan.Step::to).containsExactly(60, 61);
        assertThat(plan.isDestructive()).isTrue();
        assertThat(plan.risks())
                .containsExactly(
                        "60.lua destructive: drops the column level of players [drop-column]",
                        "61.lua destructive: overwrites every row of players [update-all]");
        assertThat(checksums(world)).isEqualTo(before);
        assertThat(column(world, "SHOW TABLES LIKE 'aviary%'")).isEmpty();
    }

    @Test
    void theFirstStatementThatFailsEndsItAndTheVersionStays() throws Exception {
        write(60, """
                db.query("ALTER TABLE players ADD COLUMN a INT NOT NULL DEFAULT 0")
                if not db.query("ALTER TABLE players ADD COLUMN a INT NOT NULL DEFAULT 0") then logger.error("?") end
                db.query("ALTER TABLE players ADD COLUMN b INT NOT NULL DEFAULT 0")
                """);
        write(61, "db.query('ALTER TABLE players ADD COLUMN c INT NOT NULL DEFAULT 0')");
        assertThatThrownBy(this::apply)
                .isInstanceOf(DatabaseFailure.class)
                .hasMessageContaining("60.lua")
                .hasMessageContaining("statement 2")
                .hasMessageContaining("1060")
                .hasMessageContaining("Duplicate column name 'a'");
        assertThat(version()).isEqualTo(59);
        assertThat(column(world, "SHOW COLUMNS FROM players WHERE Field IN ('a', 'b', 'c')"))
                .containsExactly("a");
        assertThat(column(world, "SELECT CONCAT(state, ' ', statements) FROM aviary_schema_history"))
                .containsExactly("failed 2");
    }

    @Test
    void aCorrectedMigrationGoesOnWhereItFailed() throws Exception {
        write(60, "db.query('ALTER TABLE players ADD COLUMN a INT')\ndb.query('ALTER TABLE players ADD COLUMN a INT')");
        assertThatThrownBy(this::apply).isInstanceOf(DatabaseFailure.class);
        write(60, "db.query('ALTER TABLE players ADD COLUMN a INT')\ndb.query('ALTER TABLE players ADD COLUMN b INT')");
        assertThat(runner().plan().resumes()).isEqualTo("60.lua");
        assertThat(apply()).isEqualTo(60);
        assertThat(column(world, "SHOW COLUMNS FROM players WHERE Field IN ('a', 'b')"))
                .containsExactly("a", "b");
    }

    @Test
    void whatRanIsNotEditedAway() throws Exception {
        write(60, "db.query('ALTER TABLE players ADD COLUMN a INT')\ndb.query('ALTER TABLE players ADD COLUMN a INT')");
        assertThatThrownBy(this::apply).isInstanceOf(DatabaseFailure.class);
        write(60, "db.query('ALTER TABLE players ADD COLUMN b INT')");
        assertThatThrownBy(this::apply)
                .hasMessageContaining("60.lua was edited after it had been begun")
                .hasMessageContaining("ADD COLUMN a INT");
        write(60, "");
        assertThatThrownBy(this::apply).hasMessageContaining("is not in it any more");
        assertThat(version()).isEqualTo(59);
    }

    @Test
    void anAppliedMigrationThatWasEditedIsRefused() throws Exception {
        write(60, "db.query('ALTER TABLE players ADD COLUMN a INT')");
        apply();
        write(60, "db.query('ALTER TABLE players ADD COLUMN a INT') -- and more");
        assertThatThrownBy(() -> runner().plan())
                .isInstanceOf(OperationFailure.class)
                .hasMessageContaining("60.lua was edited after it had been applied");
    }

    @Test
    void lineEndsAreNoEdit() throws Exception {
        write(60, "db.query('ALTER TABLE players ADD COLUMN a INT')");
        apply();
        Path file = source.resolve("data/migrations/60.lua");
        Files.writeString(file, Files.readString(file).replace("\n", "\r\n"));
        assertThat(runner().plan().isEmpty()).isTrue();
    }

    @Test
    void gapsAndStrangeNamesAreRefused() throws Exception {
        write(61, "db.query('x')");
        assertThatThrownBy(() -> runner().plan()).hasMessageContaining("60.lua is missing");
        Files.delete(source.resolve("data/migrations/61.lua"));
        Files.writeString(source.resolve("data/migrations/60_add.lua"), "");
        assertThatThrownBy(() -> runner().plan()).hasMessageContaining("60_add.lua");
    }

    @Test
    void aDatabaseThatIsNewerThanTheReleaseIsRefused() throws Exception {
        execute(world, "UPDATE server_config SET value = '61' WHERE config = 'db_version'");
        assertThatThrownBy(() -> runner().plan())
                .hasMessageContaining("at version 61")
                .hasMessageContaining("up to 59");
    }

    @Test
    void tablesWithoutAVersionAreRefused() throws Exception {
        execute(world, "DELETE FROM server_config WHERE config = 'db_version'");
        assertThatThrownBy(() -> runner().plan()).hasMessageContaining("has tables but no db_version");
    }

    @Test
    void anUnforeseenLossStopsBeforeItHappens() throws Exception {
        write(60, """
                db.query("ALTER TABLE players ADD COLUMN a INT")
                if db.storeQuery("SHOW COLUMNS FROM players LIKE 'a'") then db.query("DROP TABLE kv_store") end
                """);
        assertThat(runner().plan().isDestructive()).isFalse();
        assertThatThrownBy(this::apply).hasMessageContaining("drops the table kv_store");
        assertThat(column(world, "SHOW TABLES LIKE 'kv_store'")).hasSize(1);
        options = options.destructive();
        assertThat(apply()).isEqualTo(60);
        assertThat(column(world, "SHOW TABLES LIKE 'kv_store'")).isEmpty();
    }

    @Test
    void aSecondRunIsToldWhoIsFirst() throws Exception {
        write(60, "db.query('ALTER TABLE players ADD COLUMN a INT')");
        try (MigrationSession first = MigrationSession.open(world, options, run, "build 7", CLOCK.instant())) {
            assertThat(first.label()).isEqualTo(world.label());
            assertThatThrownBy(this::apply)
                    .hasMessageContaining("is being migrated by build 7 since 2026-01-02T03:04:05Z")
                    .hasMessageContaining("KILL");
        }
        assertThat(apply()).isEqualTo(60);
    }

    @Test
    void aRunThatWasOvertakenCannotWriteItsBook() throws Exception {
        try (MigrationSession old = MigrationSession.open(world, options, run, "old", CLOCK.instant());
                Connection next = world.connect()) {
            MigrationBook.take(next, "next", CLOCK.instant());
            assertThatThrownBy(() -> old.book().begin(new Migration(60, "60.lua", ""), CLOCK.instant(), "old", ""))
                    .hasMessageContaining("Another run took over");
        }
    }

    @Test
    void aLockedTableIsTriedAgainAndThenTold() throws Exception {
        options =
                new MigrationOptions(0, Duration.ofSeconds(1), 2, Duration.ofMinutes(1), false, false, Unclear.REFUSE);
        write(60, "db.query('ALTER TABLE players ADD COLUMN a INT')");
        try (Connection player = world.connect();
                Statement statement = player.createStatement()) {
            player.setAutoCommit(false);
            statement.execute("UPDATE players SET level = level + 1");
            assertThatThrownBy(this::apply).hasMessageContaining("1205").hasMessageContaining("60.lua");
            assertThat(run.lines()).anyMatch(line -> line.contains("attempt 1 of 2"));
            player.rollback();
        }
        assertThat(apply()).isEqualTo(60);
    }

    @Test
    void tablesMayBeLockedMeanwhile() throws Exception {
        write(60, """
                db.query("LOCK TABLES players WRITE, houses WRITE;")
                db.query("ALTER TABLE players ADD COLUMN a INT;")
                db.query("UPDATE players SET a = 5 WHERE id = 1")
                db.query("UNLOCK TABLES;")
                db.query("UPDATE players SET a = 6 WHERE id = 2")
                """);
        assertThat(apply()).isEqualTo(60);
        assertThat(column(world, "SELECT a FROM players ORDER BY id")).containsExactly("5", "6");
    }

    @Test
    void theOlderDialectsUpgradeFromTheirNumberUntilOneSaysItIsTheLast() throws Exception {
        dialect = Dialect.TFS;
        write(59, "db.query('ALTER TABLE players ADD COLUMN a INT') return true");
        write(60, "db.query('ALTER TABLE players ADD COLUMN b INT') return true");
        write(61, "return false");
        assertThat(runner().plan().steps()).extracting(MigrationPlan.Step::to).containsExactly(60, 61);
        assertThat(apply()).isEqualTo(61);
        assertThat(version()).isEqualTo(61);
        assertThat(apply()).isEqualTo(61);
        assertThat(column(world, "SELECT number FROM aviary_schema_history ORDER BY number"))
                .containsExactly("59", "60");
    }

    @Test
    void inTheOlderDialectsNothingButTrueIsSuccess() throws Exception {
        dialect = Dialect.CANARY_2;
        write(59, "db.query('ALTER TABLE players ADD COLUMN a INT')");
        assertThatThrownBy(this::apply).hasMessageContaining("nothing instead of true");
        assertThat(version()).isEqualTo(59);
    }

    @Test
    void aMigrationThatReturnsFalseSaysThatItFailed() throws Exception {
        write(60, "db.query('ALTER TABLE players ADD COLUMN a INT') return false");
        assertThatThrownBy(this::apply).hasMessageContaining("says itself that it failed");
        assertThat(version()).isEqualTo(59);
    }

    @Test
    void theSchemaIsImportedIntoAnEmptyDatabaseIfThatIsWanted() throws Exception {
        world = DatabaseSamples.empty();
        Files.writeString(source.resolve("schema.sql"), """
                -- a schema; with a comment
                CREATE TABLE `server_config` (`config` varchar(50) NOT NULL, `value` varchar(256) NOT NULL DEFAULT '',
                  CONSTRAINT `server_config_pk` PRIMARY KEY (`config`)) ENGINE=InnoDB;
                INSERT INTO `server_config` (`config`, `value`) VALUES ('db_version', '59'), ('motd', 'a;b');
                CREATE TABLE accounts (id INT PRIMARY KEY);
                DELIMITER //
                CREATE TRIGGER t AFTER INSERT ON accounts FOR EACH ROW BEGIN
                  UPDATE server_config SET value = 'x' WHERE config = 'n'; DELETE FROM server_config WHERE config = 'm';
                END
                //
                DELIMITER ;
                """);
        write(60, "db.query('ALTER TABLE accounts ADD COLUMN a INT')");
        assertThatThrownBy(() -> runner().plan()).hasMessageContaining("importSchema");
        options = options.importing();
        assertThat(runner().plan().imports()).isTrue();
        assertThat(apply()).isEqualTo(60);
        assertThat(applied).extracting(AppliedMigration::file).containsExactly("schema.sql", "60.lua");
        assertThat(applied.get(0).to()).isEqualTo(59);
        assertThat(column(world, "SHOW TRIGGERS")).containsExactly("t");
    }

    @Test
    void noMigrationReachesBeyondItsWorld() throws Exception {
        WorldDatabase other = DatabaseSamples.world(59);
        for (String statement : List.of(
                "DROP DATABASE " + world.schema(),
                "UPDATE " + other.schema() + ".players SET level = 1",
                "DELETE FROM `" + other.schema() + "`.`players` WHERE id = 1",
                "USE mysql",
                "SET GLOBAL max_connections = 1",
                "GRANT ALL ON *.* TO u",
                "/*!50000 DROP DATABASE " + other.schema() + " */",
                "SELECT 1 INTO OUTFILE '/tmp/x'",
                "DO RELEASE_ALL_LOCKS()")) {
            write(60, "db.query([[" + statement + "]])");
            assertThatThrownBy(() -> runner().plan()).as(statement).isInstanceOf(OperationFailure.class);
            options = options.destructive();
            assertThatThrownBy(this::apply).as(statement).hasMessageContaining("may not execute");
        }
        assertThat(column(other, "SELECT COUNT(*) FROM players WHERE level = 1"))
                .containsExactly("0");
    }

    /** Ends the run at a moment as a kill does: the server sees its connections go, and nothing else is done. */
    private static final class Killer implements RunPoint {
        private final WorldDatabase world;
        private final int moment;
        private int reached;
        private String at = "";

        Killer(WorldDatabase world, int moment) {
            this.world = world;
            this.moment = moment;
        }

        @Override
        public void reached(String what) {
            if (++reached == moment) {
                at = what;
                endConnections();
                throw new Killed();
            }
        }

        private void endConnections() {
            try {
                for (String id : column(
                        world,
                        "SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <>"
                                + " CONNECTION_ID()")) {
                    execute(world, "KILL " + id);
                }
            } catch (java.sql.SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void aRunKilledAtAnyMomentIsTakenUpAgainAndEveryStatementRunsOnce() throws Exception {
        String migration = """
                local id = db.storeQuery("SELECT COUNT(*) AS n FROM players")
                db.query("INSERT INTO houses (id, owner) VALUES (" .. Result.getNumber(id, "n") + 10 .. ", 1)")
                db.query("ALTER TABLE players ADD COLUMN a INT NOT NULL DEFAULT 0")
                db.query("UPDATE players SET a = a + 1 WHERE id > 0")
                if not db.tableExists("fresh") then db.query("CREATE TABLE fresh (id INT PRIMARY KEY, n INT)") end
                db.query("SET @ignored = 1")
                db.query("INSERT INTO fresh VALUES (1, 1)")
                db.query("UPDATE players SET level = level + 1 WHERE a = 1")
                """;
        write(60, migration);
        apply();
        List<String> expected = checksums(world);
        String definitions = fingerprint();
        int moment = 1;
        for (boolean killed = true; killed; moment++) {
            world = DatabaseSamples.world(59);
            killed = killAt(moment);
            int to = killed ? apply() : version();
            assertThat(to).as("killed at moment " + moment).isEqualTo(60);
            assertThat(checksums(world)).as("killed at moment " + moment).isEqualTo(expected);
            assertThat(fingerprint()).isEqualTo(definitions);
            assertThat(column(world, "SELECT state FROM aviary_schema_history")).containsExactly("applied");
        }
        assertThat(moment).isGreaterThan(25);
    }

    private boolean killAt(int moment) throws Exception {
        Killer killer = new Killer(world, moment);
        try {
            runner(killer).apply(migration -> {});
            return false;
        } catch (Killed e) {
            return !killer.at.equals("after the end") || version() == 60;
        }
    }

    @Test
    void aStatementThatNobodyCanTellOfIsLeftToAPerson() throws Exception {
        write(60, "db.query('INSERT INTO players_online VALUES (1)')");
        Killer killer = new Killer(world, 4);
        assertThatThrownBy(() -> runner(killer).apply(applied::add)).isInstanceOf(Killed.class);
        assertThat(killer.at).isEqualTo("before the journal's end, 1");
        assertThatThrownBy(this::apply)
                .hasMessageContaining("nobody can tell")
                .hasMessageContaining("INSERT INTO players_online");
        options = new MigrationOptions(0, Duration.ofSeconds(2), 2, Duration.ofMinutes(1), false, false, Unclear.RAN);
        assertThat(apply()).isEqualTo(60);
        assertThat(column(world, "SELECT COUNT(*) FROM players_online")).containsExactly("2");
    }

    @Test
    void aGameServerThatWentOnMeanwhileIsNoticed() throws Exception {
        write(60, "db.query('ALTER TABLE players ADD COLUMN a INT') db.query('nonsense')");
        options = options.destructive();
        assertThatThrownBy(this::apply).isInstanceOf(OperationFailure.class);
        execute(world, "UPDATE server_config SET value = '60' WHERE config = 'db_version'");
        assertThatThrownBy(this::apply).hasMessageContaining("a game server went on without it");
    }
}
