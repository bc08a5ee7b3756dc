package io.jenkins.plugins.aviary.ledger;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** The ledger of runs without Jenkins: in Aviary's home, named after this machine and user. */
public final class LocalLedger {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String NOT_IN_A_NAME = "[^A-Za-z0-9._-]";

    private LocalLedger() {}

    /** Opens it for writing; waits for another writer for half a minute at most. */
    public static Ledger open(Path home, Clock clock) {
        return Ledger.inHome(home, origin(), clock, PATIENCE);
    }

    /** Its name, for its checkpoints. */
    public static String origin() {
        String machine;
        try {
            machine = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // A machine without a name: the ledger's key still tells it from all others.
            machine = "localhost";
        }
        return "aviary/" + machine.replaceAll(NOT_IN_A_NAME, "_") + "/"
                + System.getProperty("user.name", "unknown").replaceAll(NOT_IN_A_NAME, "_");
    }
}
