package io.jenkins.plugins.aviary.database;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One table.
 *
 * @param name its name
 * @param engine its storage engine, such as {@code InnoDB} or {@code MEMORY}
 * @param definition the statement that makes it
 * @param columns its columns, in their order
 * @param references the tables that its foreign keys lead to, without itself
 * @param keyColumns the columns of its primary key in their order, or none
 * @param bytes about how many bytes its rows take
 */
public record SchemaTable(
        String name,
        String engine,
        String definition,
        List<Column> columns,
        Set<String> references,
        List<String> keyColumns,
        long bytes) {
    /** Copies the lists. */
    public SchemaTable {
        columns = List.copyOf(columns);
        references = Set.copyOf(references);
        keyColumns = List.copyOf(keyColumns);
    }

    /**
     * One column.
     *
     * @param name its name
     * @param form how its values are written in SQL
     * @param generated whether the server computes it, so that nobody may write it
     */
    public record Column(String name, Form form, boolean generated) {}

    /** How a value is read off the server without loss, and written for it again. */
    public enum Form {
        /** The digits as they come. */
        NUMBER,
        /** A float: the server prints too few digits of it, so it is read as a double. */
        FLOAT,
        /** A text in quotes, dates and JSON too. */
        TEXT,
        /** Bytes in hexadecimal digits. */
        BYTES
    }

    /** Whether a snapshot of a transaction holds for it. */
    public boolean transactional() {
        return engine.equalsIgnoreCase("InnoDB");
    }

    /** The columns that can be written. */
    public List<Column> written() {
        return columns.stream().filter(column -> !column.generated()).toList();
    }

    /** The column with the given name. */
    public Optional<Column> column(String wanted) {
        return columns.stream()
                .filter(column -> column.name().equalsIgnoreCase(wanted))
                .findFirst();
    }
}
