package io.jenkins.plugins.aviary.database.migration;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/**
 * Rows that a migration read.
 *
 * @param columns the names of the columns
 * @param rows the values of each row as bytes; null where the value is NULL
 */
record Rows(List<String> columns, List<List<byte[]>> rows) {
    /** The place of a column, or -1 if there is none of that name. */
    int column(String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    @JsonIgnore
    boolean isEmpty() {
        return rows.isEmpty();
    }
}
