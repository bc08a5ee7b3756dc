package io.jenkins.plugins.aviary.database;

import io.jenkins.plugins.aviary.model.DatabaseAddress;
import io.jenkins.plugins.aviary.operation.Secret;
import io.jenkins.plugins.aviary.operation.Secrets;
import io.jenkins.plugins.aviary.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Databases as game servers have them. */
public final class DatabaseSamples {
    /** No credentials at all. */
    public static final Secrets NO_SECRETS = new Secrets() {
        @Override
        public Secret text(String id) {
            throw new IllegalArgumentException("no credential is expected to be asked for: " + id);
        }

        @Override
        public String username(String id) {
            return "";
        }
    };

    private DatabaseSamples() {}

    /** A new, empty database on the shared server. */
    public static WorldDatabase empty() throws Exception {
        DatabaseAddress address = TestDatabase.shared().newAddress();
        return WorldDatabase.of(address, NO_SECRETS);
    }

    /** A small database with what is hard to copy: keys, triggers, blobs, generated columns, odd values. */
    public static WorldDatabase world(int version) throws Exception {
        WorldDatabase database = empty();
        execute(
                database,
                "CREATE TABLE server_config (config VARCHAR(50) PRIMARY KEY, value VARCHAR(256) NOT NULL DEFAULT '')"
                        + " ENGINE=InnoDB DEFAULT CHARSET=utf8mb3",
                "INSERT INTO server_config VALUES ('db_version', '" + version + "'), ('motd_num', '0')",
                "CREATE TABLE accounts (id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY, name VARCHAR(32) NOT NULL UNIQUE,"
                        + " coins INT UNSIGNED NOT NULL DEFAULT 0) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3",
                "CREATE TABLE players (id INT AUTO_INCREMENT PRIMARY KEY, account_id INT UNSIGNED NOT NULL,"
                        + " name VARCHAR(255) NOT NULL, level INT NOT NULL DEFAULT 1, conditions BLOB NOT NULL,"
                        + " UNIQUE KEY players_unique (name), KEY account_id (account_id), CONSTRAINT players_account_fk"
                        + " FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE) ENGINE=InnoDB"
                        + " DEFAULT CHARSET=utf8mb3",
                "CREATE TABLE player_items (player_id INT NOT NULL, sid INT NOT NULL, itemtype INT NOT NULL,"
                        + " attributes BLOB NOT NULL, KEY player_id (player_id), CONSTRAINT items_player_fk"
                        + " FOREIGN KEY (player_id) REFERENCES players (id) ON DELETE CASCADE) ENGINE=InnoDB"
                        + " DEFAULT CHARSET=utf8mb3",
                "CREATE TABLE players_online (player_id INT NOT NULL PRIMARY KEY) ENGINE=MEMORY DEFAULT CHARSET=utf8mb3",
                "CREATE TABLE kv_store (key_name VARCHAR(191) PRIMARY KEY, timestamp BIGINT NOT NULL, value LONGBLOB"
                        + " NOT NULL) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4",
                "CREATE TABLE oddities (id INT AUTO_INCREMENT PRIMARY KEY, participants TEXT NOT NULL DEFAULT '[]',"
                        + " flags BIT(5), ratio FLOAT, exact DECIMAL(20,4), wide DOUBLE, born DATE, seen DATETIME(3),"
                        + " stamped TIMESTAMP NULL, twice DECIMAL(22,4) GENERATED ALWAYS AS (exact * 2) STORED,"
                        + " note VARCHAR(200) CHARACTER SET utf8mb4, old VARCHAR(20) CHARACTER SET latin1)"
                        + " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4",
                "CREATE TABLE houses (id INT PRIMARY KEY, owner INT NOT NULL DEFAULT 0) ENGINE=InnoDB",
                "CREATE TRIGGER ondelete_players BEFORE DELETE ON players FOR EACH ROW BEGIN"
                        + " UPDATE houses SET owner = 0 WHERE owner = OLD.id; END",
                "CREATE VIEW high_levels AS SELECT name FROM players WHERE level > 5",
                "INSERT INTO accounts (id, name, coins) VALUES (1, 'god', 7), (2, 'ann', 0)",
                "INSERT INTO players (id, account_id, name, level, conditions) VALUES (1, 1, 'Gamemaster', 8, X'00ff27'),"
                        + " (2, 2, 'Änn O''Neil', 20, '')",
                "INSERT INTO player_items VALUES (1, 101, 2160, X'0a00'), (2, 101, 2148, ''), (2, 102, 2148, X'ff')",
                "INSERT INTO players_online VALUES (2)",
                "INSERT INTO kv_store VALUES ('player.2.x', 5, X'000102030405fffe27225c0a')",
                "INSERT INTO houses VALUES (1, 2), (2, 0)",
                "SET SESSION sql_mode = ''",
                "INSERT INTO oddities (id, participants, flags, ratio, exact, wide, born, seen, stamped, note, old) VALUES"
                        + " (1, '[]', b'10101', 0.1, 123456789.1234, 0.1, '0000-00-00', '2026-01-02 03:04:05.678',"
                        + " '2026-03-29 01:30:00', '\uD83D\uDC24 a\\\\b\\n''\"', 'caf\u00e9'),"
                        + " (2, 'x', NULL, 16777217, -0.5, 1e300, NULL, NULL, NULL, NULL, NULL)");
        return database;
    }

    /** Executes statements, one after the other, in one session. */
    public static void execute(WorldDatabase database, String... statements) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The first column of all rows. */
    public static List<String> column(WorldDatabase database, String query) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    /** The checksums that the server itself computes for all tables, by their names. */
    public static List<String> checksums(WorldDatabase database) throws SQLException {
        List<String> tables = column(
                database,
                "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type ="
                        + " 'BASE TABLE' AND table_name NOT LIKE 'aviary%' ORDER BY table_name");
        List<String> sums = new ArrayList<>();
        for (String table : tables) {
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("CHECKSUM TABLE " + table)) {
                row.next();
                sums.add(table + " " + row.getString(2));
            }
        }
        return sums;
    }
}
