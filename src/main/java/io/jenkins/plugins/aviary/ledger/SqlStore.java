package io.jenkins.plugins.aviary.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * The ledger in MySQL or MariaDB, for several writers in several processes. Who appends locks the one row of {@code
 * aviary_ledger_head}, so that events get their places one batch after the other; a batch is one transaction.
 */
public final class SqlStore implements LedgerStore {
    private static final int ATTEMPTS = 20;
    private static final int CACHED_HASHES = 1 << 14;
    private static final int DEADLOCK = 1213;
    private static final int LOCK_TIMEOUT = 1205;
    private static final int RECORD_CHANGED = 1020;

    private final DataSource database;
    private final GroupCommit commits = new GroupCommit(this::write);

    /** Hashes of complete subtrees never change. Guarded by itself. */
    private final Map<Long, byte[]> cache = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
            return size() > CACHED_HASHES;
        }
    };

    private SqlStore(DataSource database) {
        this.database = database;
    }

    /**
     * Opens the ledger in a database, making its tables if they are not there yet.
     *
     * @throws LedgerFailure if the database does not write a commit to disk before it says that it is done
     */
    public static SqlStore open(DataSource database) {
        SqlStore store = new SqlStore(database);
        store.with("opened", connection -> {
            if (!SqlTables.commitsAreDurable(connection)) {
                throw new LedgerFailure("The database of the ledger may lose what it has acknowledged; set"
                        + " innodb_flush_log_at_trx_commit = 1 in its configuration");
            }
            SqlTables.create(connection);
            return true;
        });
        return store;
    }

    @Override
    public long append(List<byte[]> events) {
        return commits.append(events);
    }

    private long write(List<byte[]> events) {
        SQLException last = new SQLException("nothing was tried");
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Batch batch = new Batch(events);
            try (Connection connection = database.getConnection()) {
                return batch.writeTo(connection);
            } catch (SQLException e) {
                last = e;
                if (batch.committing && wasWritten(batch)) {
                    return batch.first;
                }
                if (!batch.committing && !mayBeTriedAgain(e)) {
                    break;
                }
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(1_000_000L * attempt, 5_000_000L * attempt));
            }
        }
        throw failure("written", last);
    }

    private static boolean mayBeTriedAgain(SQLException failure) {
        int code = failure.getErrorCode();
        String state = failure.getSQLState();
        return code == DEADLOCK
                || code == LOCK_TIMEOUT
                || code == RECORD_CHANGED
                || state != null && (state.startsWith("40") || state.startsWith("08"));
    }

    /** After a connection broke during a commit: whether the database has the batch. */
    private boolean wasWritten(Batch batch) {
        return with("read", connection -> SqlTables.has(connection, batch.first, batch.firstLeaf));
    }

    @Override
    public boolean shared() {
        return true;
    }

    @Override
    public long size() {
        return with("read", SqlTables::size);
    }

    @Override
    public List<StoredEvent> read(long from, int limit) {
        return from < 0 || limit <= 0
                ? List.of()
                : with("read", connection -> SqlTables.events(connection, from, limit));
    }

    @Override
    public byte[] node(int level, long index) {
        long place = StoreIndex.hashesOf(((index + 1) << level) - 1) + level;
        synchronized (cache) {
            byte[] known = cache.get(place);
            if (known != null) {
                return known.clone();
            }
        }
        byte[] hash = with("read", connection -> SqlTables.node(connection, place));
        synchronized (cache) {
            cache.put(place, hash);
        }
        return hash.clone();
    }

    @Override
    public HashList leaves(long from, int count) {
        return with("read", connection -> SqlTables.leaves(connection, from, count));
    }

    @Override
    public void keep(String note) {
        with("written", connection -> {
            SqlTables.addCheckpoint(connection, note);
            return true;
        });
    }

    @Override
    public Optional<String> newestCheckpoint() {
        return with("read", connection -> SqlTables.checkpoints(connection, true)).stream()
                .findFirst();
    }

    @Override
    public List<String> checkpoints() {
        return with("read", connection -> SqlTables.checkpoints(connection, false));
    }

    @Override
    public LedgerEvidence evidence() {
        return new SqlEvidence(this);
    }

    /** The connections belong to whoever gave the data source. */
    @Override
    public void close() {
        synchronized (cache) {
            cache.clear();
        }
    }

    <T> T with(String what, Work<T> work) {
        try (Connection connection = database.getConnection()) {
            return work.on(connection);
        } catch (SQLException e) {
            throw failure(what, e);
        }
    }

    private static LedgerFailure failure(String what, SQLException cause) {
        String reason = String.valueOf(cause.getMessage()).lines().findFirst().orElse("no reason given");
        return new LedgerFailure(
                "The ledger's database could not be " + what + ": " + reason + "; see that it runs and can be reached",
                cause);
    }

    /** Something to do with a connection. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** One transaction that appends. */
    private static final class Batch {
        private final List<byte[]> events;
        private long first;
        private byte[] firstLeaf;
        private boolean committing;

        private Batch(List<byte[]> events) {
            this.events = events;
        }

        private long writeTo(Connection connection) throws SQLException {
            connection.setAutoCommit(false);
            try {
                MerkleFrontier frontier = SqlTables.lockHead(connection);
                first = frontier.size();
                List<StoredEvent> rows = new ArrayList<>(events.size());
                List<byte[]> hashes = new ArrayList<>();
                for (byte[] event : events) {
                    byte[] leaf = MerkleHash.leaf(event);
                    rows.add(new StoredEvent(frontier.size(), event, leaf));
                    frontier.add(leaf, hashes::add);
                }
                firstLeaf = rows.get(0).leafHash();
                SqlTables.insertEvents(connection, rows);
                SqlTables.insertNodes(connection, StoreIndex.hashesOf(first), hashes);
                SqlTables.moveHead(connection, frontier);
                committing = true;
                connection.commit();
                return first;
            } catch (SQLException e) {
                rollBack(connection, e);
                throw e;
            } finally {
                giveBack(connection);
            }
        }

        private static void rollBack(Connection connection, SQLException cause) {
            try {
                connection.rollback();
            } catch (SQLException e) {
                cause.addSuppressed(e);
            }
        }

        private static void giveBack(Connection connection) throws SQLException {
            if (!connection.isClosed()) {
                connection.setAutoCommit(true);
            }
        }
    }
}
