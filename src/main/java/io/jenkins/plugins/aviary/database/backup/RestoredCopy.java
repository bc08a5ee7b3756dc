package io.jenkins.plugins.aviary.database.backup;

import io.jenkins.plugins.aviary.database.DatabaseFailure;
import io.jenkins.plugins.aviary.database.RowDigest;
import io.jenkins.plugins.aviary.database.RowStream;
import io.jenkins.plugins.aviary.database.SchemaObjects;
import io.jenkins.plugins.aviary.database.SchemaTable;
import io.jenkins.plugins.aviary.database.ScratchSchema;
import io.jenkins.plugins.aviary.database.SqlName;
import io.jenkins.plugins.aviary.database.StoredObject;
import io.jenkins.plugins.aviary.database.WorldDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds what was restored against what was backed up. */
final class RestoredCopy {
    private final WorldDatabase copy;
    private final BackupManifest manifest;

    RestoredCopy(WorldDatabase copy, BackupManifest manifest) {
        this.copy = copy;
        this.manifest = manifest;
    }

    /** What differs, each in a line; none if nothing does. */
    List<String> differences(SchemaObjects expected) throws InterruptedException {
        List<String> problems = new ArrayList<>();
        try (Connection connection = copy.connect()) {
            ScratchSchema.beginSnapshot(connection);
            SchemaObjects found = SchemaObjects.read(connection);
            if (!found.fingerprint().equals(manifest.fingerprint())) {
                problems.addAll(definitions(expected, found));
            }
            boolean sameServer = BackupWriter.version(connection).equals(manifest.server());
            for (BackupManifest.Table table : manifest.tables()) {
                Optional<SchemaTable> there = found.table(table.name());
                if (there.isPresent()) {
                    compare(connection, there.get(), table, sameServer, problems);
                } else {
                    problems.add("the rows of " + table.name() + " have no table");
                }
            }
        } catch (SQLException e) {
            throw DatabaseFailure.of("Reading what was restored into " + copy.label(), e);
        }
        return problems;
    }

    private static List<String> definitions(SchemaObjects expected, SchemaObjects found) {
        List<String> problems = new ArrayList<>();
        Map<String, String> wanted = named(expected);
        Map<String, String> there = named(found);
        wanted.forEach((name, definition) -> {
            if (!definition.equals(there.get(name))) {
                problems.add(there.containsKey(name) ? "the " + name + " is another" : "the " + name + " is missing");
            }
        });
        there.keySet().stream()
                .filter(name -> !wanted.containsKey(name))
                .forEach(name -> problems.add("the " + name + " was not backed up"));
        if (problems.isEmpty()) {
            problems.add("the definitions are not those that were backed up");
        }
        return problems;
    }

    private static Map<String, String> named(SchemaObjects objects) {
        Map<String, String> named = new LinkedHashMap<>();
        for (SchemaTable table : objects.tables()) {
            if (!SchemaObjects.isOurs(table.name())) {
                named.put("table " + table.name(), SchemaObjects.withoutCounter(table.definition()));
            }
        }
        for (StoredObject object : objects.stored()) {
            named.put(
                    object.kind().name().toLowerCase(java.util.Locale.ROOT) + " " + object.name(), object.definition());
        }
        return named;
    }

    private static void compare(
            Connection connection,
            SchemaTable there,
            BackupManifest.Table expected,
            boolean sameServer,
            List<String> problems)
            throws SQLException, InterruptedException {
        RowDigest rows = new RowStream(connection, there).read((statement, count) -> {});
        if (rows.rows() != expected.rows()) {
            problems.add(
                    "the table " + expected.name() + " has " + rows.rows() + " rows instead of " + expected.rows());
        } else if (!rows.hex().equals(expected.checksum())) {
            problems.add("the table " + expected.name() + " has other rows than those that were backed up");
        } else if (sameServer
                && !expected.serverChecksum().isEmpty()
                && !expected.serverChecksum().equals(BackupWriter.serverChecksum(connection, expected.name()))) {
            problems.add("the table " + expected.name() + " has rows that the server itself finds others");
        }
    }

    /** Foreign keys with rows that lead nowhere, each with how many. */
    List<String> orphans() {
        List<String> orphans = new ArrayList<>();
        try (Connection connection = copy.connect()) {
            for (Map.Entry<String, List<String[]>> key : foreignKeys(connection).entrySet()) {
                List<String[]> columns = key.getValue();
                List<String> on = new ArrayList<>();
                List<String> given = new ArrayList<>();
                for (String[] column : columns) {
                    on.add("c." + SqlName.quoted(column[1]) + " = p." + SqlName.quoted(column[3]));
                    given.add("c." + SqlName.quoted(column[1]) + " IS NOT NULL");
                }
                String sql = "SELECT COUNT(*) FROM " + SqlName.quoted(columns.get(0)[0]) + " c WHERE "
                        + String.join(" AND ", given) + " AND NOT EXISTS (SELECT 1 FROM "
                        + SqlName.quoted(columns.get(0)[2]) + " p WHERE " + String.join(" AND ", on) + ")";
                try (Statement statement = connection.createStatement();
                        ResultSet row = statement.executeQuery(sql)) {
                    if (row.next() && row.getLong(1) > 0) {
                        orphans.add(row.getLong(1) + " rows of " + columns.get(0)[0] + " lead nowhere (" + key.getKey()
                                + ")");
                    }
                }
            }
        } catch (SQLException e) {
            throw DatabaseFailure.of("Reading what was restored into " + copy.label(), e);
        }
        return orphans;
    }

    private static Map<String, List<String[]>> foreignKeys(Connection connection) throws SQLException {
        Map<String, List<String[]>> keys = new LinkedHashMap<>();
        try (PreparedStatement query = connection.prepareStatement("SELECT constraint_name, table_name, column_name,"
                        + " referenced_table_name, referenced_column_name FROM information_schema.key_column_usage WHERE"
                        + " table_schema = DATABASE() AND referenced_table_schema = DATABASE() ORDER BY table_name,"
                        + " constraint_name, ordinal_position");
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                keys.computeIfAbsent(row.getString(2) + "." + row.getString(1), name -> new ArrayList<>())
                        .add(new String[] {row.getString(2), row.getString(3), row.getString(4), row.getString(5)});
            }
        }
        return keys;
    }
}
