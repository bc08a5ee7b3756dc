package io.jenkins.plugins.aviary.database.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.artifact.script.SqlText;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementRulesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    DROP TABLE IF EXISTS `a`                                   | destructive: drops the table a [drop-table]
                    drop table a, b;                                           | destructive: drops the table a [drop-table]
                    TRUNCATE TABLE a                                           | destructive: deletes all rows of a [truncate]
                    TRUNCATE a                                                 | destructive: deletes all rows of a [truncate]
                    DELETE FROM a                                              | destructive: deletes every row of a [delete-all]
                    DELETE FROM a -- WHERE id = 1                              | destructive: deletes every row of a [delete-all]
                    DELETE FROM a /* WHERE id = 1 */                           | destructive: deletes every row of a [delete-all]
                    UPDATE a SET b = 'WHERE'                                   | destructive: overwrites every row of a [update-all]
                    UPDATE a SET b = (SELECT 1 FROM c WHERE d = 1)             | destructive: overwrites every row of a [update-all]
                    DELETE FROM a WHERE id = 1                                 | notice: deletes rows of a [delete-rows]
                    ALTER TABLE a DROP b                                       | destructive: drops the column b of a [drop-column]
                    ALTER TABLE `a` DROP COLUMN `index`                        | destructive: drops the column index of a [drop-column]
                    ALTER TABLE a DROP COLUMN IF EXISTS b                      | destructive: drops the column b of a [drop-column]
                    ALTER IGNORE TABLE a ADD c INT, DROP COLUMN b              | destructive: drops the column b of a [drop-column]
                    ALTER TABLE a /*! DROP COLUMN b */                         | destructive: drops the column b of a [drop-column]
                    ALTER TABLE a DROP PARTITION p0                            | destructive: drops rows of a with their partition [drop-partition]
                    CALL everything()                                          | destructive: nobody can tell beforehand what 'CALL everything()' does [opaque]
                    RENAME TABLE a TO b                                        | incompatible: renames the table a [rename-table]
                    ALTER TABLE a RENAME TO b                                  | incompatible: renames the table a [rename-table]
                    ALTER TABLE a RENAME COLUMN b TO c                         | incompatible: renames the column b of a to c [rename-column]
                    DROP TRIGGER IF EXISTS t                                   | incompatible: drops the trigger t [drop-object]
                    LOCK TABLES a WRITE                                        | locking: locks tables until it unlocks them [lock-tables]
                    """)
    void whatIsToBeKnownIsTold(String sql, String risk) {
        assertThat(StatementRules.risks(SqlText.of(sql)))
                .extracting(Risk::toString)
                .containsExactly(risk);
    }

    @Test
    void aColumnThatIsRenamedAndOfAnotherTypeIsBoth() {
        assertThat(StatementRules.risks(SqlText.of("ALTER TABLE a CHANGE COLUMN `b` `c` BIGINT NOT NULL")))
                .extracting(Risk::rule)
                .containsExactly("rename-column", "change-type");
        assertThat(StatementRules.risks(SqlText.of("ALTER TABLE a ADD COLUMN b INT NOT NULL, MODIFY c BLOB")))
                .extracting(Risk::rule)
                .containsExactly("not-null-without-default", "change-type");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE IF NOT EXISTS a (id INT NOT NULL, dropped INT)",
                "INSERT INTO a VALUES ('DROP TABLE b')",
                "ALTER TABLE a ADD COLUMN b INT NOT NULL DEFAULT 0, ADD INDEX c (b)",
                "ALTER TABLE a DROP INDEX b",
                "ALTER TABLE a DROP FOREIGN KEY b",
                "ALTER TABLE a ADD CONSTRAINT f FOREIGN KEY (b) REFERENCES c (d) ON DELETE CASCADE",
                "UPDATE a SET b = 1 WHERE c = 2",
                "ALTER TABLE a ALTER b DROP DEFAULT",
                "SELECT 1"
            })
    void whatDoesNoHarmIsNotTold(String sql) {
        assertThat(StatementRules.risks(SqlText.of(sql))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP DATABASE w",
                "CREATE USER u",
                "USE other",
                "SET GLOBAL x = 1",
                "SET @@GLOBAL.x = 1",
                "/*!50000 DROP DATABASE w */",
                "GRANT ALL ON *.* TO u",
                "SELECT 1 INTO OUTFILE 'x'",
                "SELECT LOAD_FILE('/etc/passwd')",
                "SELECT * FROM other.players",
                "UPDATE `OTHER`.players SET a = 1",
                "KILL 1",
                "DO RELEASE_ALL_LOCKS()",
                "LOAD DATA INFILE 'x' INTO TABLE a"
            })
    void whatReachesBeyondTheWorldIsRefused(String sql) {
        assertThat(StatementRules.refusal(SqlText.of(sql), Set.of("OTHER"))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE players p SET p.level = 1 WHERE p.id = 2",
                "INSERT INTO a VALUES ('DROP DATABASE other')",
                "CREATE TRIGGER t BEFORE DELETE ON players FOR EACH ROW DELETE FROM houses WHERE owner = OLD.id",
                "SELECT 1 FROM information_schema.tables",
                "CREATE TABLE t (user INT, server INT)"
            })
    void whatStaysInTheWorldIsNotRefused(String sql) {
        assertThat(StatementRules.refusal(SqlText.of(sql), Set.of("OTHER"))).isEmpty();
    }
}
