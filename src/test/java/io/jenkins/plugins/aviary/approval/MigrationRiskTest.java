package io.jenkins.plugins.aviary.approval;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationRiskTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-- nothing",
                "db.query('CREATE TABLE IF NOT EXISTS `a` (`id` int, UNIQUE (`id`))')",
                "db.query([[ALTER TABLE `players` ADD COLUMN `boss` int NOT NULL DEFAULT '0', ADD INDEX `b` (`boss`)]])",
                "db.query('ALTER TABLE players ADD boss int')",
                "db.query('ALTER TABLE canary.players ADD KEY b (boss)')",
                "db.query(\"INSERT INTO `a` VALUES ('DROP TABLE; a', 1)\")",
                "db.query('INSERT INTO `a` SELECT 1;')",
                "db.query('CREATE INDEX i ON a (b)')",
                "if db.tableExists('a') then local r = db.storeQuery(x) end",
                "-- db.query('DROP TABLE a')\n--[[ db.query('DROP TABLE a') ]]"
            })
    void whatIsKnownToAddIsCalledSo(String migration) {
        assertThat(MigrationRisk.of(migration)).isEqualTo("adds only");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            db.query('ALTER TABLE players DROP balance')                                  | drops a column
            db.query('ALTER TABLE `players` DROP COLUMN `balance`')                       | drops a column
            db.query('ALTER TABLE `players` ADD a int, DROP `balance`')                   | drops a column
            db.query('UPDATE `players` AS p SET p.balance = 0')                           | changes rows
            db.query('UPDATE players p JOIN accounts a ON a.id=p.account_id SET p.b=0')   | changes rows
            db.query('UPDATE `a`.`players` SET balance=0')                                | changes rows
            db.query('DROP DATABASE canary')                                              | drops a database
            db.query('DROP TABLE IF EXISTS x')                                            | drops a table
            db.query([[DROP /* x */ TABLE players]])                                      | drops a table
            db.query([[/*!50000 DROP */ TABLE players]])                                  | drops a table
            db.query('REPLACE INTO `players` VALUES (1)')                                 | replaces rows
            db.query('DELETE p FROM players p JOIN accounts a')                           | deletes rows
            db.query('DELETE FROM players')                                               | deletes rows
            db.query('TRUNCATE players')                                                  | empties a table
            db.query('ALTER TABLE players ENGINE=MyISAM')                                 | changes a table
            db.query('ALTER TABLE players MODIFY name varchar(1)')                        | changes a column
            db.query('ALTER TABLE players ALTER name SET DEFAULT 1')                      | changes a column
            db.query('ALTER TABLE players RENAME TO p')                                   | renames
            db.query('ALTER TABLE players ADD UNIQUE (name)')                             | rebuilds or locks a table
            db.query('ALTER TABLE players ADD COLUMN a int PRIMARY KEY')                  | rebuilds or locks a table
            db.query('ALTER TABLE players DROP PARTITION p0')                             | deletes rows
            db.query('INSERT INTO a VALUES (1) ON DUPLICATE KEY UPDATE b=1')              | changes rows
            db.query('INSERT INTO a VALUES (1); DROP TABLE a')                            | drops a table
            db.query('CREATE OR REPLACE TABLE players (a int)')                           | replaces a table
            db.query('CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW DELETE FROM b')    | makes a program in the database
            db.query('WITH x AS (SELECT 1) DELETE FROM players')                          | does what cannot be told by reading it
            db.query('CALL wipe()')                                                       | does what cannot be told by reading it
            db.query('DR' .. 'OP TABLE players')                                          | does what cannot be told by reading it
            db.query('\\68ROP TABLE players')                                             | does what cannot be told by reading it
            local q = db.query; q('DROP TABLE players')                                   | does what cannot be told by reading it
            local d = db d.query('DROP TABLE players')                                    | does what cannot be told by reading it
            loadstring('db' .. '.query(1)')()                                             | does what cannot be told by reading it
            os.execute('rm -r /srv')                                                      | does what cannot be told by reading it
            """)
    void everythingElseChangesOrDestroys(String migration, String risk) {
        assertThat(MigrationRisk.of(migration)).isEqualTo(risk);
    }
}
