package io.jenkins.plugins.aviary.database;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.jenkins.plugins.aviary.model.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Everything that a schema consists of besides its rows.
 *
 * @param tables its tables, by name
 * @param stored its views, triggers, routines and events, in the order in which they can be made
 */
public record SchemaObjects(List<SchemaTable> tables, List<StoredObject> stored) {
    private static final String OURS = "aviary_";

    /** Copies the lists. */
    public SchemaObjects {
        tables = List.copyOf(tables);
        stored = List.copyOf(stored);
    }

    /** What the schema that a connection is in consists of. */
    public static SchemaObjects read(Connection connection) throws SQLException {
        return new SchemaReader(connection).read();
    }

    /** The table with the given name. */
    public Optional<SchemaTable> table(String name) {
        return tables.stream().filter(table -> table.name().equals(name)).findFirst();
    }

    /** The stored objects of a kind. */
    public List<StoredObject> stored(StoredObject.Kind kind) {
        return stored.stream().filter(object -> object.kind() == kind).toList();
    }

    /** Whether there is nothing but what Aviary keeps for itself. */
    @JsonIgnore
    public boolean isEmpty() {
        return tables.stream().allMatch(table -> isOurs(table.name())) && stored.isEmpty();
    }

    /** Whether a table is one of those that Aviary keeps for itself in a world's database. */
    public static boolean isOurs(String table) {
        return table.toLowerCase(Locale.ROOT).startsWith(OURS);
    }

    /**
     * A digest of all definitions, but not of rows and counters. Two schemas with the same one have the same tables,
     * columns, keys, triggers, views and routines. Aviary's own tables do not count, and events neither: copies have none.
     */
    public Digest fingerprint() {
        TreeSet<String> lines = new TreeSet<>();
        for (SchemaTable table : tables) {
            if (!isOurs(table.name())) {
                lines.add("TABLE " + table.name() + " " + withoutCounter(table.definition()));
            }
        }
        stored.stream()
                .filter(object -> object.kind() != StoredObject.Kind.EVENT)
                .forEach(object -> lines.add(object.kind() + " " + object.name() + " " + object.definition()));
        MessageDigest hash = Digest.sha256();
        for (String line : lines) {
            hash.update(line.getBytes(StandardCharsets.UTF_8));
            hash.update((byte) 0);
        }
        return Digest.ofHash(hash.digest());
    }

    /** A table's definition without the counter of its next row, which changes with every player that is made. */
    public static String withoutCounter(String definition) {
        int options = definition.lastIndexOf("\n)");
        return options < 0
                ? definition
                : definition.substring(0, options)
                        + definition.substring(options).replaceFirst(" AUTO_INCREMENT=\\d+", "");
    }
}
