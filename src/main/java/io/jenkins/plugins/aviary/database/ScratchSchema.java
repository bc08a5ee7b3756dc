package io.jenkins.plugins.aviary.database;

import io.jenkins.plugins.aviary.model.DatabaseAddress;
import io.jenkins.plugins.aviary.operation.OperationLog;
import io.jenkins.plugins.aviary.operation.Progress;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * A throw-away schema on a world's database server, dropped when it is closed. While it is open a lock of its name is
 * held, so that what a killed run left behind is known by its free lock and dropped by the next run. Its user needs the
 * rights {@code ALL ON `world\_aviary\_%`.*}.
 *
 * <p>Used by one thread at a time.
 */
public final class ScratchSchema implements AutoCloseable {
    private static final String INFIX = "_aviary_";
    private static final String MARK = "aviary_scratch";
    private static final int LONGEST_NAME = 64;
    private static final int RANDOM_BYTES = 4;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final WorldDatabase database;
    private final Connection keeper;
    private final OperationLog log;

    private ScratchSchema(WorldDatabase database, Connection keeper, OperationLog log) {
        this.database = database;
        this.keeper = keeper;
        this.log = log;
    }

    /**
     * Makes an empty schema beside a world's, and drops those that earlier runs left behind.
     *
     * @throws DatabaseFailure if the user may not make one, with the right it needs
     */
    public static ScratchSchema create(WorldDatabase world, OperationLog log) {
        byte[] random = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(random);
        String name = prefix(world.schema()) + HexFormat.of().formatHex(random);
        Connection keeper = world.connect();
        try {
            dropAbandoned(keeper, world.schema(), log);
            if (!lock(keeper, name)) {
                throw new DatabaseFailure("The lock of the scratch schema " + name + " cannot be taken; run it again.");
            }
            try (Statement statement = keeper.createStatement()) {
                statement.execute("CREATE DATABASE " + SqlName.quoted(name) + " " + charset(keeper));
                statement.execute("CREATE TABLE " + SqlName.quoted(name, MARK) + " (made INT)");
            }
            return new ScratchSchema(world.schema(name), keeper, log);
        } catch (SQLException e) {
            closeQuietly(keeper);
            throw new DatabaseFailure(
                    "No scratch schema can be made beside " + world.label() + " ("
                            + DatabaseFailure.describe(e) + "); as an administrator run: GRANT ALL ON `"
                            + prefix(world.schema()).replace("_", "\\_") + "%`.* TO the user '"
                            + world.address().user() + "'",
                    e);
        } catch (RuntimeException e) {
            closeQuietly(keeper);
            throw e;
        }
    }

    /**
     * Makes a copy of a world's schema and its rows, as they were at one moment. The world's database is only read, in a
     * transaction that the server refuses to let write, and takes no lock that a player could notice.
     *
     * @param most how many bytes of rows to copy at most, as the server estimates them. If the tables hold more, the
     *     largest ones stay empty, and with them those whose foreign keys lead to them; each is named in the log.
     * @throws InterruptedException if the run was cancelled; the copy is dropped
     */
    public static ScratchSchema cloneOf(WorldDatabase world, long most, OperationLog log, Progress progress)
            throws InterruptedException {
        ScratchSchema scratch = create(world, log);
        try (Connection source = world.connect();
                Connection target = scratch.database.connect()) {
            beginSnapshot(source);
            SchemaObjects objects = SchemaObjects.read(source);
            SchemaBuilding building = new SchemaBuilding(target);
            building.tables(objects.tables());
            Set<String> left = tooLarge(objects.tables(), most);
            for (String table : left) {
                log.warn("The clone's table " + table + " stays empty: the rows together exceed " + most + " bytes");
            }
            List<SchemaTable> filled = objects.tables().stream()
                    .filter(table -> !left.contains(table.name()))
                    .toList();
            copy(source, target, building, filled, progress);
            building.stored(objects.stored(), false);
            return scratch;
        } catch (SQLException e) {
            scratch.close();
            throw DatabaseFailure.of("Cloning " + world.label(), e);
        } catch (RuntimeException | InterruptedException e) {
            scratch.close();
            throw e;
        }
    }

    private static void copy(
            Connection source, Connection target, SchemaBuilding building, List<SchemaTable> tables, Progress progress)
            throws SQLException, InterruptedException {
        long all = tables.stream().mapToLong(SchemaTable::bytes).sum();
        target.setAutoCommit(false);
        try (Progress.Task task = progress.begin("Cloning the database", all, "bytes")) {
            long done = 0;
            for (SchemaTable table : tables) {
                new RowStream(source, table).read((statement, rows) -> building.execute(statement));
                target.commit();
                done += table.bytes();
                task.at(done);
            }
        }
        target.setAutoCommit(true);
    }

    /** Begins to read a schema as it is at this moment, in a session that cannot write. */
    public static void beginSnapshot(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION time_zone = '+00:00'");
            statement.execute("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            statement.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
        }
    }

    private static Set<String> tooLarge(List<SchemaTable> tables, long most) {
        List<SchemaTable> bySize = new ArrayList<>(tables);
        bySize.sort(Comparator.comparingLong(SchemaTable::bytes));
        Set<String> left = new HashSet<>();
        long sum = 0;
        for (SchemaTable table : bySize) {
            sum += table.bytes();
            if (sum > most) {
                left.add(table.name());
            }
        }
        boolean more = true;
        while (more) {
            more = false;
            for (SchemaTable table : tables) {
                more |= table.references().stream().anyMatch(left::contains) && left.add(table.name());
            }
        }
        return left;
    }

    /** The way to it. */
    public WorldDatabase database() {
        return database;
    }

    /** Where it is, for a game server that is to run on it. */
    public DatabaseAddress address() {
        return database.address();
    }

    /** Drops it. A failure to do so is told in the log; the next run tries again. */
    @Override
    public void close() {
        try (Connection mine = keeper;
                Statement statement = mine.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + SqlName.quoted(database.schema()));
        } catch (SQLException e) {
            log.warn("The scratch schema " + database.label() + " could not be dropped (" + DatabaseFailure.describe(e)
                    + "); the next run does it.");
        }
    }

    private static String prefix(String schema) {
        int room = LONGEST_NAME - INFIX.length() - 2 * RANDOM_BYTES;
        return (schema.length() > room ? schema.substring(0, room) : schema) + INFIX;
    }

    private static String charset(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT @@character_set_database, @@collation_database")) {
            return row.next() ? "CHARACTER SET " + row.getString(1) + " COLLATE " + row.getString(2) : "";
        }
    }

    private static boolean lock(Connection connection, String name) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT GET_LOCK(?, 0)")) {
            query.setString(1, name);
            try (ResultSet row = query.executeQuery()) {
                return row.next() && row.getInt(1) == 1;
            }
        }
    }

    private static void dropAbandoned(Connection connection, String schema, OperationLog log) throws SQLException {
        List<String> found = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement("SELECT s.schema_name"
                + " FROM information_schema.schemata s WHERE LEFT(s.schema_name, CHAR_LENGTH(?)) = ?"
                + " AND CHAR_LENGTH(s.schema_name) = CHAR_LENGTH(?) + ?"
                + " AND (EXISTS (SELECT 1 FROM information_schema.tables t WHERE t.table_schema = s.schema_name"
                + " AND t.table_name = ?) OR NOT EXISTS (SELECT 1 FROM information_schema.tables t"
                + " WHERE t.table_schema = s.schema_name))")) {
            String prefix = prefix(schema);
            query.setString(1, prefix);
            query.setString(2, prefix);
            query.setString(3, prefix);
            query.setInt(4, 2 * RANDOM_BYTES);
            query.setString(5, MARK);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
        }
        for (String name : found) {
            if (name.substring(prefix(schema).length()).matches("[0-9a-f]+") && lock(connection, name)) {
                try (Statement statement = connection.createStatement();
                        PreparedStatement release = connection.prepareStatement("DO RELEASE_LOCK(?)")) {
                    statement.execute("DROP DATABASE " + SqlName.quoted(name));
                    release.setString(1, name);
                    release.execute();
                    log.info("Dropped the scratch schema " + name + ", which an earlier run left behind");
                }
            }
        }
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // It is of no more use, and what went wrong before is what counts.
            return;
        }
    }
}
