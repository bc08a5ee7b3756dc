package io.jenkins.plugins.aviary.rollout.metrics;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A number that a query gives, asked in a transaction that can only read and is always undone. */
public final class SqlMetric implements MetricSource {
    private final Metric metric;
    private final String query;
    private final Connections connections;
    private final Duration patience;

    /** Opens a connection to the world's database. */
    @FunctionalInterface
    public interface Connections {
        /**
         * A new connection, which is closed after use.
         *
         * @throws SQLException if there is none
         */
        Connection open() throws SQLException;
    }

    /**
     * A query with one row of one number.
     *
     * @param patience how long the query may take, a second or more
     */
    public SqlMetric(Metric metric, String query, Connections connections, Duration patience) {
        this.metric = metric;
        this.query = query;
        this.connections = connections;
        this.patience = patience;
    }

    @Override
    public String name() {
        return "the query '" + metric.name() + "'";
    }

    @Override
    public List<Metric> promised() {
        return List.of(metric);
    }

    @Override
    public List<Measurement> measure(Instant now) throws MeasurementFailed {
        try (Connection connection = connections.open()) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            try (PreparedStatement statement = connection.prepareStatement(query)) {
                statement.setQueryTimeout((int) Math.max(1, patience.toSeconds()));
                statement.setMaxRows(2);
                try (ResultSet rows = statement.executeQuery()) {
                    return List.of(new Measurement(metric, number(rows)));
                }
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new MeasurementFailed("the query fails: " + e.getMessage(), e);
        }
    }

    private double number(ResultSet rows) throws SQLException, MeasurementFailed {
        if (!rows.next()) {
            throw new MeasurementFailed("the query gives no row; it must give one number");
        }
        double value = rows.getDouble(1);
        if (rows.wasNull() || !Double.isFinite(value) || rows.next()) {
            throw new MeasurementFailed("the query must give one row with one number");
        }
        return value;
    }
}
