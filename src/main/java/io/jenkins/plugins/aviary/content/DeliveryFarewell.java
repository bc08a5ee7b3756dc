package io.jenkins.plugins.aviary.content;

import io.jenkins.plugins.aviary.config.ServerConfig;
import io.jenkins.plugins.aviary.host.FolderLock;
import io.jenkins.plugins.aviary.host.GameHost;
import io.jenkins.plugins.aviary.model.EnvironmentPolicy;
import io.jenkins.plugins.aviary.model.Farewell;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.server.Pause;
import io.jenkins.plugins.aviary.server.WorldServer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the players of one world are granted before a delivery stops their server: as in a maintenance window they are told,
 * nobody new is let in, and those who play may leave. What {@code config.lua} was is kept on the host before it is changed, so
 * that whatever comes, also another run after this one was killed, {@link #takeBack} brings it back. Used by one thread that
 * holds the world's lock.
 */
public final class DeliveryFarewell {
    private static final String ID = "delivery";
    private static final Duration TAKEN_WITHIN = Duration.ofMinutes(1);

    private final World world;
    private final GameHost host;
    private final WorldServer server;
    private final FolderLock lock;
    private final EnvironmentPolicy policy;
    private final RunContext context;
    private final Pause pause;

    /**
     * That of a world.
     *
     * @param lock the world's lock, which stays the caller's
     * @param policy what players are granted
     */
    public DeliveryFarewell(
            World world,
            GameHost host,
            WorldServer server,
            FolderLock lock,
            EnvironmentPolicy policy,
            RunContext context,
            Pause pause) {
        this.world = world;
        this.host = host;
        this.server = server;
        this.lock = lock;
        this.policy = policy;
        this.context = context;
        this.pause = pause;
    }

    private String windows() {
        return world.path() + "/.aviary/maintenance";
    }

    private WindowWorld window(HotWorld hot) {
        return new WindowWorld(hot, ID, policy, TAKEN_WITHIN, context, pause);
    }

    /**
     * Tells players and waits for them, as long as the policy says. Does nothing where nobody can be told.
     *
     * @throws OperationFailure if the server does not take its configuration
     */
    public void say() throws InterruptedException {
        Farewell farewell = policy.farewell();
        if (farewell.isNone()) {
            return;
        }
        Optional<HotWorld> hot = HotWorld.ofHolder(world, host, server, lock);
        Optional<String> obstacle = obstacle(hot);
        if (obstacle.isPresent()) {
            context.log().warn("The players of " + world.qualifiedName() + " are not told: " + obstacle.get());
            return;
        }
        WindowWorld window = window(hot.orElseThrow());
        window.keep();
        PlayersLeaving leaving = new PlayersLeaving(farewell.notice(), context, pause);
        leaving.announce(List.of(window), farewell.announce());
        if (!farewell.drain().isZero()) {
            leaving.drain(List.of(window), farewell.drain());
        }
    }

    private Optional<String> obstacle(Optional<HotWorld> hot) throws InterruptedException {
        if (server.config().dialect() == ServerConfig.Dialect.GENERIC) {
            return Optional.of("a generic server has no way to be told");
        }
        if (hot.isEmpty() || !hot.get().runs(hot.get().release().name())) {
            return Optional.of("their server is not the current release");
        }
        if (!host.exists(hot.get().releaseFolder() + "/config.lua")) {
            return Optional.of("their server has no config.lua");
        }
        return host.list(windows()).stream()
                .filter(name -> !name.equals(ID) && !name.endsWith(".new"))
                .findFirst()
                .map(window -> "the maintenance window " + window + " has told them");
    }

    /**
     * Brings {@code config.lua} back to what it was, and has the server read it if it still runs. Does nothing if nothing was
     * changed.
     *
     * @return why that is not as it was, or nothing
     */
    public Optional<String> takeBack() throws InterruptedException {
        try {
            if (host.exists(windows() + "/" + ID)) {
                Optional<HotWorld> hot = HotWorld.ofHolder(world, host, server, lock);
                if (hot.isPresent()) {
                    window(hot.get()).takeBack();
                }
            }
            return Optional.empty();
        } catch (OperationFailure e) {
            return Optional.of(e.getMessage());
        }
    }
}
