package io.jenkins.plugins.aviary.content;

import io.jenkins.plugins.aviary.config.ServerConfig;
import io.jenkins.plugins.aviary.host.FolderLock;
import io.jenkins.plugins.aviary.host.GameHost;
import io.jenkins.plugins.aviary.host.InstalledRelease;
import io.jenkins.plugins.aviary.host.ReleaseFolder;
import io.jenkins.plugins.aviary.host.ReleaseOverlay;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.server.DatabasePassword;
import io.jenkins.plugins.aviary.server.Pause;
import io.jenkins.plugins.aviary.server.ServerProcess;
import io.jenkins.plugins.aviary.server.WorldServer;
import java.util.Optional;

/**
 * A world with its lock held, its current release and its server. Used by one thread; whoever
 * opens it closes it.
 */
final class HotWorld implements AutoCloseable {
    private final World world;
    private final GameHost host;
    private final WorldServer server;
    private final FolderLock lock;
    private final InstalledRelease release;
    private final Optional<ServerProcess> process;
    private final ReleaseFolder folder;

    private HotWorld(
            World world,
            GameHost host,
            WorldServer server,
            ReleaseFolder folder,
            FolderLock lock,
            InstalledRelease release,
            Optional<ServerProcess> process) {
        this.world = world;
        this.host = host;
        this.server = server;
        this.folder = folder;
        this.lock = lock;
        this.release = release;
        this.process = process;
    }

    /**
     * Locks a world whose server must run, and looks what runs there.
     *
     * @param what who locks it and why, for whoever finds it locked
     * @throws OperationFailure if it does not run, or not the release that is current
     */
    static HotWorld open(World world, GameHost host, ServerConfig config, RunContext context, Pause pause, String what)
            throws InterruptedException {
        HotWorld hot = openAsItIs(world, host, config, context, pause, what);
        boolean opened = false;
        try {
            ServerProcess process = hot.process.orElseThrow(() -> new OperationFailure(world.qualifiedName()
                    + " does not run, so there is nothing to reload; start it by deployRelease."));
            if (!hot.runs(hot.release().name())) {
                throw new OperationFailure(world.qualifiedName() + " runs " + process.executable() + ", but its current"
                        + " release is " + hot.release().name() + "; deliver that first.");
            }
            opened = true;
            return hot;
        } finally {
            if (!opened) {
                hot.close();
            }
        }
    }

    /** The same whether it runs or not. */
    static HotWorld openAsItIs(
            World world, GameHost host, ServerConfig config, RunContext context, Pause pause, String what)
            throws InterruptedException {
        ReleaseFolder folder = new ReleaseFolder(host, world.path());
        WorldServer server = new WorldServer(
                host,
                DatabasePassword.givenTo(world),
                config,
                context.secrets(),
                context.log(),
                context.clock(),
                pause);
        FolderLock lock = folder.lock(holder(context, what));
        boolean opened = false;
        try {
            InstalledRelease release = folder.inspect()
                    .current()
                    .orElseThrow(() -> new OperationFailure(world.qualifiedName()
                            + " has no release that Aviary delivered, so nobody knows which files are its own;"
                            + " deliver one by deployRelease."));
            HotWorld hot = new HotWorld(world, host, server, folder, lock, release, server.process());
            opened = true;
            return hot;
        } finally {
            if (!opened) {
                lock.close();
            }
        }
    }

    /** One whose lock, host and connection are somebody else's, who closes them; nothing if it has no current release. */
    static Optional<HotWorld> ofHolder(World world, GameHost host, WorldServer server, FolderLock lock)
            throws InterruptedException {
        ReleaseFolder folder = new ReleaseFolder(host, world.path());
        Optional<InstalledRelease> current = folder.inspect().current();
        if (current.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new HotWorld(world, host, server, folder, lock, current.get(), server.process()));
    }

    private static String holder(RunContext context, String what) {
        String build = context.environment().getOrDefault("BUILD_URL", "");
        String who = build.isEmpty()
                ? System.getProperty("user.name") + ", process "
                        + ProcessHandle.current().pid()
                : build;
        return who + ", " + what + ", since " + context.clock().instant();
    }

    World world() {
        return world;
    }

    GameHost host() {
        return host;
    }

    WorldServer server() {
        return server;
    }

    FolderLock lock() {
        return lock;
    }

    InstalledRelease release() {
        return release;
    }

    /** The process that ran when this was opened; it did. */
    ServerProcess process() {
        return process.orElseThrow();
    }

    /** Whether a server ran when this was opened. */
    boolean isRunning() {
        return process.isPresent();
    }

    /** Whether that server ran a release. */
    boolean runs(String name) {
        return process.filter(running -> running.executable().contains("/releases/" + name + "/"))
                .isPresent();
    }

    /** The absolute path of the release. */
    String releaseFolder() {
        return folder.release(release.name());
    }

    /** The changes of the release's files. */
    ReleaseOverlay overlay() {
        return new ReleaseOverlay(host, world.path(), release);
    }

    @Override
    public void close() {
        lock.close();
        host.close();
    }
}
