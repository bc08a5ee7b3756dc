package io.jenkins.plugins.aviary.server;

import io.jenkins.plugins.aviary.host.GameHost;
import io.jenkins.plugins.aviary.host.HostFailure;
import io.jenkins.plugins.aviary.model.World;
import java.net.InetSocketAddress;
import java.time.Duration;

/** The ports of a world as its host itself sees them, where the status protocol knows no rate limit. */
final class ServerPorts {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LEAST_PATIENCE = Duration.ofMillis(200);
    private static final String LOOPBACK = "127.0.0.1";

    private final GameHost host;
    private final World world;
    private final ConnectionPace pace;
    private final Duration patience;

    ServerPorts(GameHost host, World world, ConnectionPace pace) {
        this(host, world, pace, PATIENCE);
    }

    private ServerPorts(GameHost host, World world, ConnectionPace pace, Duration patience) {
        this.host = host;
        this.world = world;
        this.pace = pace;
        this.patience = patience;
    }

    /** The same ports, which may take no longer than this to answer. */
    ServerPorts within(Duration limit) {
        Duration least = limit.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : limit;
        return new ServerPorts(host, world, pace, least.compareTo(PATIENCE) < 0 ? least : PATIENCE);
    }

    /** Whether the world has a status port. */
    boolean hasStatus() {
        return world.ports().status() > 0;
    }

    /** Whether the world has a game port. */
    boolean hasGame() {
        return world.ports().game() > 0;
    }

    /** Its answer to the status protocol. */
    StatusAnswer status() throws NoAnswer, InterruptedException {
        return new StatusProtocol(reach(world.ports().status()), patience).ask();
    }

    /** Its players, counted. */
    PlayerCount players() throws NoAnswer, InterruptedException {
        return new StatusProtocol(reach(world.ports().status()), patience).players(false);
    }

    /** Waits for the game port to speak. */
    Duration game() throws NoAnswer, InterruptedException {
        return new GamePort(reach(world.ports().game()), patience).probe();
    }

    /** How many players are online, or -1 if nobody can tell. */
    int online() throws InterruptedException {
        try {
            return hasStatus() ? players().online() : -1;
        } catch (NoAnswer e) {
            return -1;
        }
    }

    private InetSocketAddress reach(int port) throws NoAnswer, InterruptedException {
        pace.await();
        try {
            return host.tunnel(listening(), port);
        } catch (HostFailure e) {
            throw new NoAnswer("it cannot be reached: " + e.getMessage());
        }
    }

    /** A server that binds its public address alone is not on the loopback address. */
    private String listening() {
        boolean bound =
                world.settings().getOrDefault("bindOnlyGlobalAddress", "false").equals("true");
        return bound ? world.settings().getOrDefault("ip", LOOPBACK) : LOOPBACK;
    }
}
