package io.jenkins.plugins.aviary.jenkins.configuration;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.security.ACL;
import io.jenkins.plugins.aviary.jenkins.agent.EngineJar;
import io.jenkins.plugins.aviary.ledger.LedgerFailure;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import javax.sql.DataSource;
import jenkins.model.Jenkins;

/**
 * The database of a ledger that several controllers share. The driver is the one inside the engine's jar, loaded by a
 * class loader of its own and only where there is such a database: no library comes into the class loaders of plugins.
 */
public final class LedgerDatabase {
    private static final String DRIVER = "com.mysql.cj.jdbc.MysqlDataSource";

    private LedgerDatabase() {}

    /**
     * The database that is configured.
     *
     * @throws LedgerFailure if its credential is missing or the driver cannot be loaded
     */
    public static DataSource of(AviaryConfiguration configuration) {
        String id = configuration.getLedgerCredentialsId();
        StandardUsernamePasswordCredentials login = CredentialsProvider.findCredentialByIdInItemGroup(
                id, StandardUsernamePasswordCredentials.class, Jenkins.get(), ACL.SYSTEM2, List.of());
        if (login == null) {
            throw new LedgerFailure(
                    "The credential '" + id + "' of the ledger's database is missing; choose a user name"
                            + " with password in Manage Jenkins > System > Aviary");
        }
        try {
            ClassLoader loader = new URLClassLoader(
                    "aviary-ledger",
                    new URL[] {EngineJar.shippedFile().toUri().toURL()},
                    ClassLoader.getPlatformClassLoader());
            Object source = loader.loadClass(DRIVER).getConstructor().newInstance();
            set(source, "setURL", configuration.getLedgerUrl().replaceFirst("^jdbc:mariadb:", "jdbc:mysql:"));
            set(source, "setUser", login.getUsername());
            set(source, "setPassword", login.getPassword().getPlainText());
            return (DataSource) source;
        } catch (ReflectiveOperationException | IOException e) {
            throw new LedgerFailure("The driver of the ledger's database cannot be loaded: " + e, e);
        }
    }

    private static void set(Object source, String setter, String value) throws ReflectiveOperationException {
        source.getClass().getMethod(setter, String.class).invoke(source, value);
    }
}
