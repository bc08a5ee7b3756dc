package io.jenkins.plugins.aviary.server;

import io.jenkins.plugins.aviary.config.ServerConfig;
import io.jenkins.plugins.aviary.host.GameHost;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.OperationLog;
import io.jenkins.plugins.aviary.operation.Progress;
import io.jenkins.plugins.aviary.operation.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The server of one world on its host: finds it, saves it, stops it, starts it, sees it ready. Each method takes the
 * server as it finds it; nothing is remembered between two calls, so a run that was broken off can go on in another.
 * Whoever changes something holds the world's lock. Safe for use by several threads as far as they only look.
 *
 * <p>Every method throws {@link io.jenkins.plugins.aviary.host.HostFailure} if the host cannot be reached, and
 * {@link ServerFailure} if the server does not do what it is asked.
 */
public final class WorldServer {
    private static final long LAST_PART = 1L << 20;
    private static final int LAST_ENTRIES = 20_000;

    private final World world;
    private final ServerConfig config;
    private final ProcessTable processes;
    private final ServerPorts ports;
    private final ServerLog serverLog;
    private final Saving saving;
    private final Stopping stopping;
    private final Starting starting;
    private final ReadinessWatch readiness;
    private final HealthLook healthLook;

    /**
     * The server of a world.
     *
     * @param host the host it runs on
     * @param config what kind of server it is
     * @param secrets resolves what its environment needs
     * @param log is told what is done
     * @param clock the one source of time
     */
    public WorldServer(
            GameHost host, World world, ServerConfig config, Secrets secrets, OperationLog log, Clock clock) {
        this(host, world, config, secrets, log, clock, Pause.SLEEP);
    }

    /** The same with another way to wait between two looks. */
    public WorldServer(
            GameHost host,
            World world,
            ServerConfig config,
            Secrets secrets,
            OperationLog log,
            Clock clock,
            Pause pause) {
        this.world = world;
        this.config = config;
        this.processes = new ProcessTable(host, world.qualifiedName(), world.path(), config.binary());
        this.ports = new ServerPorts(host, world, new ConnectionPace(clock, pause));
        this.serverLog = new ServerLog(host, world.path(), config.dialect());
        this.saving = new Saving(world, config, processes, ports, serverLog, clock, pause);
        this.stopping = new Stopping(
                host, world, processes, ports, serverLog, log, clock, config.dialect() == ServerConfig.Dialect.GENERIC);
        this.starting = new Starting(host, world, config, processes, ports, serverLog, secrets, log, clock, pause);
        this.readiness = new ReadinessWatch(world, config, processes, ports, serverLog, clock, pause);
        this.healthLook = new HealthLook(world, config, processes, ports, serverLog, clock);
    }

    /** The world it serves. */
    public World world() {
        return world;
    }

    /**
     * Its process, if it runs: the one whose executable is the binary of a release of this world, also of one that was
     * deleted meanwhile.
     *
     * @throws ServerFailure if there are several
     */
    public Optional<ServerProcess> process() throws InterruptedException {
        return processes.find().map(ProcessTable.Found::process);
    }

    /**
     * Has it save all players, houses and guilds, and waits until its log confirms that. The Forgotten Server does not
     * log the end of a save: there an answer to the status protocol, which the same thread gives, confirms it. A generic
     * server is not told to save: it saves when it stops.
     *
     * @param within how long it may take
     * @throws ServerFailure if it does not run, does not confirm the save in time, or could not save a player
     */
    public SaveReport save(Duration within) throws InterruptedException {
        return saving.save(within);
    }

    /**
     * Stops it so that it saves first. What would start it again (a systemd unit, the loop of {@code start.sh}) is held
     * back first, and let go again if the server does not stop.
     *
     * <p>A server that its log shows to shut down is waited for beyond the plan's patience, as long as its overtime says.
     *
     * @throws StillStopping if it was told to stop, has not, and may not be forced
     * @throws ServerFailure if it could not be told to stop
     */
    public StopReport stop(StopPlan plan) throws InterruptedException {
        return stopping.stop(plan);
    }

    /**
     * Starts it in a release's folder, by its unit, its command or its binary, apart from this session, with its output
     * appended to {@code shared/logs/server.log} in the world's folder. Credentials in its environment reach that one
     * process and are never on a command line.
     *
     * @param releaseFolder the absolute path of the release on the host
     * @throws ServerFailure if one runs already, something else has the game port, or the process does not come up
     */
    public ServerProcess start(String releaseFolder) throws InterruptedException {
        return starting.start(releaseFolder);
    }

    /**
     * Waits until it is ready: its log says online, it answers the status protocol as itself, and its game port speaks.
     * Returns at once when it cannot become ready any more.
     *
     * @param since where its log was before it was started
     * @param within how long it may take
     */
    public Readiness awaitReady(LogMark since, Duration within, Progress progress) throws InterruptedException {
        return readiness.await(since, within, progress);
    }

    /** How it is. Errors are counted since it began, as far as the last part of its log reaches. */
    public Health health() throws InterruptedException {
        return healthLook.look();
    }

    /** Whether none runs and the last one ended without being told to, as far as its log tells. */
    public boolean hasDied() throws InterruptedException {
        if (process().isPresent()) {
            return false;
        }
        boolean begun = false;
        boolean told = false;
        for (LogEntry entry : serverLog.since(serverLog.tail(Optional.empty()).markBack(LAST_PART), LAST_ENTRIES)) {
            switch (entry.sign()) {
                case BANNER -> {
                    begun = true;
                    told = false;
                }
                case STOPPING, SHUTTING_DOWN -> told = true;
                default -> begun |= entry.sign() == LogSign.READY;
            }
        }
        return begun && !told;
    }

    /** The end of its log as it is now: what comes after is new. */
    public LogMark mark() throws InterruptedException {
        return serverLog.tail(process()).mark();
    }

    /**
     * Its answer to the status protocol, as its host sees it.
     *
     * @throws NoAnswer if it does not answer
     */
    public StatusAnswer status() throws NoAnswer, InterruptedException {
        return ports.status();
    }

    /** The last entries of its log after a mark, at most so many. */
    public List<LogEntry> logSince(LogMark mark, int most) throws InterruptedException {
        return serverLog.since(mark, most);
    }

    /** Follows its log from a mark on. */
    public LogFollower follow(LogMark mark) {
        return serverLog.follow(mark);
    }

    /** How many players are online, every one counted, or -1 if it does not say. */
    public int playersOnline() throws InterruptedException {
        return ports.online();
    }

    /**
     * Has it read its configuration again, and in The Forgotten Server most scripts too; its log tells what came of it.
     *
     * @throws ServerFailure if it does not run, or is a generic server: SIGHUP ends most programs
     */
    public void reload() throws InterruptedException {
        if (config.dialect() == ServerConfig.Dialect.GENERIC) {
            throw new ServerFailure(world.qualifiedName() + " is a generic server, of which nobody knows whether SIGHUP"
                    + " has it read its configuration or ends it; restart it instead");
        }
        ServerProcess process = process().orElseThrow(() -> notRunning(world, "reload"));
        if (!processes.signal(ProcessTable.Target.of(process), ServerSignal.HUP)) {
            throw notRunning(world, "reload");
        }
    }

    static ServerFailure notRunning(World world, String what) {
        return new ServerFailure(world.qualifiedName() + " does not run on "
                + world.host().name() + ", so it cannot " + what + "; start it first, or look whether it crashed");
    }

    /** What kind of server it is. */
    public ServerConfig config() {
        return config;
    }
}
