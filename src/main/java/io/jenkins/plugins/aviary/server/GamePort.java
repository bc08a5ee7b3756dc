package io.jenkins.plugins.aviary.server;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * The port that players play on. There the server speaks first, with a challenge: a connection that receives something
 * proves that the port is served, which a mere connect does not.
 */
public final class GamePort {
    private final InetSocketAddress address;
    private final Duration patience;

    /**
     * The port behind an address.
     *
     * @param patience how long it may take to speak
     */
    public GamePort(InetSocketAddress address, Duration patience) {
        this.address = address;
        this.patience = patience;
    }

    /**
     * Waits for the server to speak.
     *
     * @return how long it took
     * @throws NoAnswer if nobody listens, or nothing is said
     */
    public Duration probe() throws NoAnswer, InterruptedException {
        long begun = System.nanoTime();
        new PortReader(address, patience).ask(new byte[0], 1);
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
