package io.jenkins.plugins.aviary.database;

import io.jenkins.plugins.aviary.database.StoredObject.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads the definitions of the schema that a connection is in. */
final class SchemaReader {
    private static final Set<String> NUMBERS = Set.of(
            "tinyint",
            "smallint",
            "mediumint",
            "int",
            "integer",
            "bigint",
            "decimal",
            "numeric",
            "double",
            "real",
            "year");
    private static final Set<String> BYTES = Set.of(
            "binary",
            "varbinary",
            "tinyblob",
            "blob",
            "mediumblob",
            "longblob",
            "bit",
            "geometry",
            "point",
            "linestring",
            "polygon",
            "multipoint",
            "multilinestring",
            "multipolygon",
            "geometrycollection",
            "geomcollection",
            "vector");

    private final Connection connection;

    SchemaReader(Connection connection) {
        this.connection = connection;
    }

    SchemaObjects read() throws SQLException {
        return new SchemaObjects(tables(), stored());
    }

    private interface Row {
        void read(ResultSet row) throws SQLException;
    }

    private void each(String sql, Row reading) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                reading.read(rows);
            }
        }
    }

    private List<SchemaTable> tables() throws SQLException {
        Map<String, List<SchemaTable.Column>> columns = columns();
        Map<String, List<String>> keys = namesByTable("SELECT table_name, column_name"
                + " FROM information_schema.statistics WHERE table_schema = DATABASE() AND index_name = 'PRIMARY'"
                + " ORDER BY table_name, seq_in_index");
        Map<String, List<String>> references = namesByTable("SELECT table_name, referenced_table_name"
                + " FROM information_schema.referential_constraints WHERE constraint_schema = DATABASE()"
                + " AND table_name <> referenced_table_name");
        Map<String, String> engines = new TreeMap<>();
        Map<String, Long> sizes = new LinkedHashMap<>();
        each(
                "SELECT table_name, engine, COALESCE(data_length, 0) FROM information_schema.tables"
                        + " WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'",
                row -> {
                    engines.put(row.getString(1), String.valueOf(row.getString(2)));
                    sizes.put(row.getString(1), row.getLong(3));
                });
        List<SchemaTable> tables = new ArrayList<>();
        for (Map.Entry<String, String> table : engines.entrySet()) {
            String name = table.getKey();
            tables.add(new SchemaTable(
                    name,
                    table.getValue(),
                    shown("SHOW CREATE TABLE " + SqlName.quoted(name), 2),
                    columns.getOrDefault(name, List.of()),
                    new TreeSet<>(references.getOrDefault(name, List.of())),
                    keys.getOrDefault(name, List.of()),
                    sizes.get(name)));
        }
        return tables;
    }

    private Map<String, List<String>> namesByTable(String sql) throws SQLException {
        Map<String, List<String>> found = new LinkedHashMap<>();
        each(
                sql,
                row -> found.computeIfAbsent(row.getString(1), table -> new ArrayList<>())
                        .add(row.getString(2)));
        return found;
    }

    private Map<String, List<SchemaTable.Column>> columns() throws SQLException {
        Map<String, List<SchemaTable.Column>> found = new LinkedHashMap<>();
        each(
                "SELECT table_name, column_name, data_type, extra FROM information_schema.columns"
                        + " WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position",
                row -> found.computeIfAbsent(row.getString(1), table -> new ArrayList<>())
                        .add(new SchemaTable.Column(
                                row.getString(2),
                                form(row.getString(3).toLowerCase(Locale.ROOT)),
                                // DEFAULT_GENERATED is but a default that is an expression.
                                row.getString(4)
                                        .toUpperCase(Locale.ROOT)
                                        .matches(".*\\b(VIRTUAL|STORED|PERSISTENT) GENERATED.*"))));
        return found;
    }

    private static SchemaTable.Form form(String type) {
        if (type.equals("float")) {
            return SchemaTable.Form.FLOAT;
        }
        if (NUMBERS.contains(type)) {
            return SchemaTable.Form.NUMBER;
        }
        return BYTES.contains(type) ? SchemaTable.Form.BYTES : SchemaTable.Form.TEXT;
    }

    private String shown(String sql, int column) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            String definition = row.next() ? row.getString(column) : null;
            if (definition == null) {
                throw new SQLException(sql + " shows nothing: the user lacks the right to see it");
            }
            return definition;
        }
    }

    private List<StoredObject> stored() throws SQLException {
        List<StoredObject> all = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            List<String> names = new ArrayList<>();
            each(listing(kind), row -> names.add(row.getString(1)));
            for (String name : names) {
                all.add(object(kind, name));
            }
        }
        return all;
    }

    private static String listing(Kind kind) {
        return switch (kind) {
            case FUNCTION, PROCEDURE ->
                "SELECT routine_name FROM information_schema.routines WHERE routine_schema = DATABASE()"
                        + " AND routine_type = '" + kind + "' ORDER BY routine_name";
            case VIEW ->
                "SELECT table_name FROM information_schema.views WHERE table_schema = DATABASE() ORDER BY table_name";
            // Triggers of one table and moment run in the order in which they were made.
            case TRIGGER ->
                "SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = DATABASE()"
                        + " ORDER BY event_object_table, event_manipulation, action_timing, action_order, trigger_name";
            case EVENT ->
                "SELECT event_name FROM information_schema.events WHERE event_schema = DATABASE() ORDER BY event_name";
        };
    }

    private StoredObject object(Kind kind, String name) throws SQLException {
        int definition = switch (kind) {
            case VIEW -> 2;
            case EVENT -> 4;
            default -> 3;
        };
        String show = "SHOW CREATE " + kind + " " + SqlName.quoted(name);
        String mode = kind == Kind.VIEW ? "" : shown(show, 2);
        return new StoredObject(kind, name, withoutDefiner(shown(show, definition)), mode);
    }

    /** A definer is a user of one server; on another it may not exist, and a restore would fail or serve a stranger. */
    private static String withoutDefiner(String definition) {
        return definition.replaceFirst("\\sDEFINER=`(?:[^`]|``)*`(?:@`(?:[^`]|``)*`)?", "");
    }
}
