package io.jenkins.plugins.aviary.rollout.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.database.DatabaseSamples;
import io.jenkins.plugins.aviary.database.WorldDatabase;
import io.jenkins.plugins.aviary.rollout.judge.Direction;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers from a real database, which can only be read. */
@Tag("integration")
class SqlMetricTest {
    private static final Metric METRIC = Metric.of("players", Direction.EITHER, Importance.NORMAL);

    WorldDatabase world;

    @BeforeEach
    void database() throws Exception {
        world = DatabaseSamples.world(59);
    }

    private SqlMetric query(String sql) {
        return new SqlMetric(METRIC, sql, world::connect, Duration.ofSeconds(5));
    }

    @Test
    void givesTheOneNumberOfAQuery() throws Exception {
        assertThat(query("SELECT COUNT(*) FROM houses").measure(Instant.EPOCH))
                .containsExactly(new Measurement(METRIC, 2));
        assertThat(query("SELECT 1").promised()).containsExactly(METRIC);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    SELECT id FROM houses                 | one row
                    SELECT id FROM houses WHERE id < 0    | no row
                    SELECT NULL                           | one number
                    SELECT * FROM no_such_table           | no_such_table
                    """)
    void whatIsNotOneNumberIsMissingData(String sql, String reason) {
        assertThatThrownBy(() -> query(sql).measure(Instant.EPOCH))
                .isInstanceOf(MeasurementFailed.class)
                .hasMessageContaining(reason);
    }

    @Test
    void canChangeNothing() throws Exception {
        for (String change :
                new String[] {"DELETE FROM houses", "DROP TABLE houses", "UPDATE houses SET owner = 7 WHERE id = 1"}) {
            assertThatThrownBy(() -> query(change).measure(Instant.EPOCH)).isInstanceOf(MeasurementFailed.class);
        }
        assertThat(DatabaseSamples.column(world, "SELECT COUNT(*) FROM houses WHERE owner <> 7"))
                .containsExactly("2");
    }
}
