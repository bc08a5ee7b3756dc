package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.database.DatabaseFailure;
import io.jenkins.plugins.aviary.database.WorldDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Counts items that a world's players have, where the server saves them: on players, in their depots, inboxes, rewards,
 * stashes and market offers, each a row with the item's number, and in houses, where a tile's items are bytes in a blob.
 * Bytes of something else may look like an item, so houses may be counted too high, never too low. Only reads.
 */
final class SavedItems {
    private static final int MOST_IN_HOUSES = 200;
    private static final int BYTE = 0xff;
    private static final List<String> COLUMNS = List.of("itemtype", "item_id");

    private final WorldDatabase database;

    SavedItems(WorldDatabase database) {
        this.database = database;
    }

    /** How many there are, or nothing if nobody can tell. */
    OptionalLong count(BitSet items) {
        try (Connection connection = database.connect()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            try {
                long count = 0;
                for (String[] place : places(connection)) {
                    count += number(
                            connection,
                            "SELECT COUNT(*) FROM " + quoted(place[0]) + " WHERE " + ranges(quoted(place[1]), items));
                }
                if (!hasHouses(connection)) {
                    return OptionalLong.of(count);
                }
                return items.cardinality() > MOST_IN_HOUSES
                        ? OptionalLong.empty()
                        : OptionalLong.of(
                                count + number(connection, "SELECT COUNT(*) FROM tile_store WHERE " + inBlob(items)));
            } finally {
                connection.rollback();
            }
        } catch (SQLException | DatabaseFailure e) {
            // Not to know is an answer, which counts as if they had some.
            return OptionalLong.empty();
        }
    }

    private static List<String[]> places(Connection connection) throws SQLException {
        List<String[]> places = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement("SELECT c.table_name, c.column_name"
                        + " FROM information_schema.columns c JOIN information_schema.tables t"
                        + " ON t.table_schema = c.table_schema AND t.table_name = c.table_name"
                        + " WHERE c.table_schema = DATABASE() AND t.table_type = 'BASE TABLE'"
                        + " AND c.column_name IN (?, ?)");
                ResultSet rows = bound(query)) {
            while (rows.next()) {
                places.add(new String[] {rows.getString(1), rows.getString(2)});
            }
        }
        return places;
    }

    private static ResultSet bound(PreparedStatement query) throws SQLException {
        query.setString(1, COLUMNS.get(0));
        query.setString(2, COLUMNS.get(1));
        return query.executeQuery();
    }

    private static boolean hasHouses(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT 1 FROM information_schema.columns"
                        + " WHERE table_schema = DATABASE() AND table_name = 'tile_store' AND column_name = 'data'");
                ResultSet rows = query.executeQuery()) {
            return rows.next();
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    /** A name of the database itself. */
    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    private static String ranges(String column, BitSet items) {
        List<String> ranges = new ArrayList<>();
        for (int from = items.nextSetBit(0); from >= 0; ) {
            int end = items.nextClearBit(from);
            ranges.add(column + " BETWEEN " + from + " AND " + (end - 1));
            from = items.nextSetBit(end);
        }
        return "(" + String.join(" OR ", ranges) + ")";
    }

    /** Numbers of items are two bytes, the lower one first. */
    private static String inBlob(BitSet items) {
        return items.stream()
                .mapToObj(item -> String.format(
                        java.util.Locale.ROOT, "LOCATE(X'%02X%02X', data) > 0", item & BYTE, item >> 8 & BYTE))
                .collect(Collectors.joining(" OR "));
    }
}
