package io.jenkins.plugins.aviary.database;

import com.mysql.cj.conf.PropertyDefinitions.SslMode;
import com.mysql.cj.conf.PropertyDefinitions.ZeroDatetimeBehavior;
import com.mysql.cj.jdbc.MysqlDataSource;
import io.jenkins.plugins.aviary.model.DatabaseAddress;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.Secret;
import io.jenkins.plugins.aviary.operation.Secrets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;

/**
 * The way to one schema on one MySQL or MariaDB server. Every call of {@link #connect} makes a connection of its own,
 * which its caller closes; nothing is pooled or shared, and no driver stays registered. Connections are encrypted where
 * the server can, and their text is UTF-8. Immutable and safe for use by several threads.
 */
public final class WorldDatabase {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);
    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(5);
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1");

    private final DatabaseAddress address;
    private final Secret password;
    private final Duration answerWithin;

    private WorldDatabase(DatabaseAddress address, Secret password, Duration answerWithin) {
        this.address = address;
        this.password = password;
        this.answerWithin = answerWithin;
    }

    /**
     * The database of a world.
     *
     * @param secrets resolves the credential that its address names
     * @throws InvalidParameter if the world has no database
     */
    public static WorldDatabase of(World world, Secrets secrets) {
        DatabaseAddress address = world.database()
                .orElseThrow(() -> new InvalidParameter("The world " + world.qualifiedName()
                        + " has no database in aviary.yml; add 'database:' to it, or leave the world out."));
        return of(address, secrets);
    }

    /**
     * The database at an address.
     *
     * @param secrets resolves the credential that the address names; no password is used if it names none
     */
    public static WorldDatabase of(DatabaseAddress address, Secrets secrets) {
        Secret password = address.credentials().isEmpty() ? Secret.of("") : secrets.text(address.credentials());
        return new WorldDatabase(address, password, ANSWER_WITHIN);
    }

    /** Another schema on the same server, entered as the same user. */
    public WorldDatabase schema(String name) {
        DatabaseAddress there =
                new DatabaseAddress(address.host(), address.port(), name, address.user(), address.credentials());
        return new WorldDatabase(there, password, answerWithin);
    }

    /** The same schema, with another bound on how long the server may take for one answer; zero for none. */
    public WorldDatabase answeringWithin(Duration bound) {
        return new WorldDatabase(address, password, bound);
    }

    /** Where it is. */
    public DatabaseAddress address() {
        return address;
    }

    /** The name of the schema. */
    public String schema() {
        return address.name();
    }

    /** What people call it: {@code schema at host:port}. */
    public String label() {
        return (address.name().isEmpty() ? "the server" : address.name()) + " at " + address.host() + ":"
                + address.port();
    }

    /**
     * A new connection, in auto-commit mode.
     *
     * @throws DatabaseFailure if there is none to be had, with the reason
     */
    public Connection connect() {
        try {
            return dataSource().getConnection();
        } catch (SQLException e) {
            throw DatabaseFailure.of(
                    "Connecting to the database " + label() + " as "
                            + (address.user().isEmpty() ? "nobody" : address.user()),
                    e);
        }
    }

    private MysqlDataSource dataSource() throws SQLException {
        MysqlDataSource source = new MysqlDataSource();
        source.setServerName(address.host());
        source.setPort(address.port());
        source.setDatabaseName(address.name());
        source.setUser(address.user());
        source.setPassword(password.reveal());
        source.setSslMode(SslMode.PREFERRED.name());
        // Without TLS a server's key could be anybody's: only on this machine may it be asked for.
        source.setAllowPublicKeyRetrieval(LOOPBACK.contains(address.host()));
        source.setConnectTimeout(Math.toIntExact(CONNECT_WITHIN.toMillis()));
        source.setSocketTimeout(Math.toIntExact(Math.min(Integer.MAX_VALUE, answerWithin.toMillis())));
        source.setTcpKeepAlive(true);
        source.setCharacterEncoding("UTF-8");
        // Otherwise the server sends each column in its own character set.
        source.setCharacterSetResults("UTF-8");
        // The game server's own connection leaves the server's sql_mode alone, so what it may do must be possible here.
        source.setJdbcCompliantTruncation(false);
        source.setZeroDateTimeBehavior(ZeroDatetimeBehavior.EXCEPTION.name());
        source.setTinyInt1isBit(false);
        source.setYearIsDateType(false);
        source.setUseCursorFetch(false);
        source.setAllowLoadLocalInfile(false);
        source.setAllowMultiQueries(false);
        return source;
    }

    @Override
    public String toString() {
        return label();
    }
}
