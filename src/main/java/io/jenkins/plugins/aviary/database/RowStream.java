package io.jenkins.plugins.aviary.database;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads the rows of a table as INSERT statements that make the same rows again, without loss: bytes in hexadecimal
 * digits, floats with all their digits, dates as the server writes them, even those that are none. One row is held at a
 * time besides the statement that is being put together. The session should have the time zone {@code +00:00}, as the
 * session that executes the statements must.
 */
public final class RowStream {
    /** About how long a statement becomes, in characters, unless a single row is longer. */
    private static final int STATEMENT = 1 << 18;

    private final Connection connection;
    private final SchemaTable table;

    /** The rows of a table of the schema that a connection is in. */
    public RowStream(Connection connection, SchemaTable table) {
        this.connection = connection;
        this.table = table;
    }

    /** Takes the statements. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Takes one statement.
         *
         * @param rows how many rows it makes
         */
        void accept(String statement, int rows) throws SQLException, InterruptedException;
    }

    /**
     * Reads all rows, those of one primary key after the other.
     *
     * @return the checksum of the rows
     */
    public RowDigest read(Sink sink) throws SQLException, InterruptedException {
        RowDigest digest = new RowDigest();
        List<SchemaTable.Column> columns = table.written();
        if (columns.isEmpty()) {
            return digest;
        }
        String head = "INSERT INTO " + SqlName.quoted(table.name()) + " ("
                + SqlName.list(columns.stream().map(SchemaTable.Column::name).toList()) + ") VALUES\n";
        StringBuilder statement = new StringBuilder(head);
        int rows = 0;
        try (Statement query = connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
            // The driver's way to say: row by row as they come, instead of all in memory.
            query.setFetchSize(Integer.MIN_VALUE);
            try (ResultSet row = query.executeQuery(selection(columns))) {
                while (row.next()) {
                    statement.append(rows == 0 ? "" : ",\n");
                    int begin = statement.length();
                    statement.append('(');
                    append(statement, row, columns);
                    statement.append(')');
                    digest.add(statement.substring(begin));
                    rows++;
                    if (statement.length() >= STATEMENT) {
                        sink.accept(statement.toString(), rows);
                        rows = 0;
                        statement = new StringBuilder(head);
                        if (Thread.currentThread().isInterrupted()) {
                            query.cancel();
                            throw new InterruptedException("cancelled while reading " + table.name());
                        }
                    }
                }
            }
        }
        if (rows > 0) {
            sink.accept(statement.toString(), rows);
        }
        return digest;
    }

    private String selection(List<SchemaTable.Column> columns) {
        String values = columns.stream()
                .map(column ->
                        SqlName.quoted(column.name()) + (column.form() == SchemaTable.Form.FLOAT ? " + 0e0" : ""))
                .collect(Collectors.joining(", "));
        String order = table.keyColumns().isEmpty() ? "" : " ORDER BY " + SqlName.list(table.keyColumns());
        return "SELECT " + values + " FROM " + SqlName.quoted(table.name()) + order;
    }

    private static void append(StringBuilder statement, ResultSet row, List<SchemaTable.Column> columns)
            throws SQLException {
        for (int i = 0; i < columns.size(); i++) {
            if (i > 0) {
                statement.append(',');
            }
            byte[] value = row.getBytes(i + 1);
            if (value == null) {
                statement.append("NULL");
                continue;
            }
            switch (columns.get(i).form()) {
                case NUMBER, FLOAT -> statement.append(new String(value, StandardCharsets.US_ASCII));
                case TEXT -> appendText(statement, new String(value, StandardCharsets.UTF_8));
                case BYTES ->
                    statement
                            .append("X'")
                            .append(HexFormat.of().formatHex(value))
                            .append('\'');
            }
        }
    }

    /** A text in quotes, on one line, as it must be written unless the mode NO_BACKSLASH_ESCAPES is set. */
    static void appendText(StringBuilder statement, String text) {
        statement.append('\'');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\0' -> statement.append("\\0");
                case '\n' -> statement.append("\\n");
                case '\r' -> statement.append("\\r");
                case '\u001a' -> statement.append("\\Z");
                case '\\' -> statement.append("\\\\");
                case '\'' -> statement.append("\\'");
                default -> statement.append(c);
            }
        }
        statement.append('\'');
    }
}
