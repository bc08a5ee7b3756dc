package io.jenkins.plugins.aviary.database.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.config.ServerConfig.Dialect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A release goes back over migrations that only add, and over no others. */
class AdditionsTest {
    @TempDir
    Path folder;

    private Optional<String> objection(String... bodies) throws Exception {
        Path migrations = Files.createDirectories(folder.resolve("data/migrations"));
        for (int i = 0; i < bodies.length; i++) {
            Files.writeString(
                    migrations.resolve((60 + i) + ".lua"), "function onUpdateDatabase()\n" + bodies[i] + "\nend\n");
        }
        return Additions.objection(
                MigrationSet.of(folder, "data", Dialect.CANARY), 59, 59 + Math.max(1, bodies.length));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "db.query('CREATE TABLE IF NOT EXISTS `kv` (`k` varchar(9) NOT NULL PRIMARY KEY)')",
                "db.query(\"ALTER TABLE `players` ADD COLUMN `points` int NOT NULL DEFAULT '0'\")",
                "db.query([[ALTER TABLE `players` ADD `note` text NULL, ADD INDEX `i` (`note`)]])",
                "db.query('CREATE INDEX `i` ON `players` (`level`)')",
                "db.query('CREATE TABLE `a` (`b` int)') db.query('INSERT INTO `a` VALUES (1)')",
                "db.query(\"UPDATE `server_config` SET `value` = '60' WHERE `config` = 'db_version'\")",
                "db.query('ALTER TABLE `players` ADD COLUMN `x` int NULL') db.query('UPDATE `players` SET `x` = `level` * 2')",
                "if not db.tableExists('a') then db.query('CREATE TABLE `a` (`b` int)') end",
                "local r = db.storeQuery('SELECT 1') Result.free(r)",
                "-- db.query('DROP TABLE players')",
                "logger.info('db.query: nothing')"
            })
    void adds(String body) throws Exception {
        assertThat(objection(body)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "db.query('DROP TABLE `players`')",
                "db.query('ALTER TABLE `players` DROP COLUMN `level`')",
                "db.query('ALTER TABLE `players` ADD COLUMN `x` int NOT NULL')",
                "db.query('ALTER TABLE `players` MODIFY `level` smallint')",
                "db.query('ALTER TABLE `players` CHANGE `level` `lvl` int')",
                "db.query('ALTER TABLE `players` ADD UNIQUE KEY `u` (`name`)')",
                "db.query('ALTER TABLE `players` ADD COLUMN `x` int NULL UNIQUE')",
                "db.query('ALTER TABLE `players` ADD CONSTRAINT `f` FOREIGN KEY (`a`) REFERENCES `b` (`c`)')",
                "db.query('CREATE UNIQUE INDEX `u` ON `players` (`name`)')",
                "db.query('CREATE TRIGGER `t` BEFORE INSERT ON `players` FOR EACH ROW SET NEW.level = 1')",
                "db.query('RENAME TABLE `players` TO `heroes`')",
                "db.query('UPDATE `players` SET `level` = 1 WHERE `id` = 7')",
                "db.query('ALTER TABLE `players` ADD COLUMN `x` int NULL') db.query('UPDATE `players` SET `x` = 1, `level` = 2')",
                "db.query('DELETE FROM `players` WHERE `id` = 7')",
                "db.query('INSERT INTO `towns` VALUES (1)')",
                "db.query('CREATE TABLE `a` (`b` int)') db.query('DROP TABLE `towns`')",
                "if false then db.query('DROP TABLE `players`') end",
                "db.query('DROP ' .. 'TABLE players')",
                "db.query(string.format('DROP TABLE %s', 'players'))",
                "local q = db.query q('DROP TABLE players')",
                "local d = db d.query('DROP TABLE players')",
                "_G['db']['query']('DROP TABLE players')",
                "load('x')()",
                "db.asyncQuery('DROP TABLE players')",
                "db.query('/*!50000 DROP TABLE players */')"
            })
    void changesMore(String body) throws Exception {
        assertThat(objection(body))
                .hasValueSatisfying(reason -> assertThat(reason).startsWith("60.lua "));
    }

    @Test
    void everyMigrationInBetweenCounts() throws Exception {
        assertThat(objection("db.query('CREATE TABLE `a` (`b` int)')", "db.query('DROP TABLE `a`')"))
                .hasValueSatisfying(reason -> assertThat(reason).startsWith("61.lua changes more than it adds: 'DROP"));
    }

    @Test
    void aMissingMigrationIsNoAddition() throws Exception {
        objection("db.query('CREATE TABLE `a` (`b` int)')");
        assertThat(Additions.objection(MigrationSet.of(folder, "data", Dialect.CANARY), 58, 60))
                .hasValueSatisfying(reason -> assertThat(reason).contains("59.lua is missing"));
    }
}
