package io.jenkins.plugins.aviary.server;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * A game server for tests that behaves like Canary: the same log lines, signals, status protocol and game port, with
 * faults to order. It runs in this process behind a {@link FixtureHost}, a thousand of them at once, or by {@link #main}
 * in a process of its own.
 */
public final class FixtureServer {
    /** What can be wrong with a release. A release has those that its file {@value #FAULTS_FILE} names. */
    public enum Fault {
        /** It loads for ever. */
        NEVER_READY,
        /** It says it is online but does not answer the status protocol. */
        MUTE_STATUS,
        /** It says it is online but its game port is closed. */
        MUTE_GAME,
        /** It says it is online but did not get its ports. */
        BIND_FAILURE,
        /** It gives up because it has no database. */
        STARTUP_FAILURE,
        /** A migration fails, and it goes on. */
        MIGRATION_FAILURE,
        /** It dies while it loads. */
        CRASH_WHILE_LOADING,
        /** It dies and is started again three times before anybody looks. */
        CRASH_UNSEEN,
        /** It dies when it is first asked how it is. */
        CRASH_WHEN_READY,
        /** It begins to save and never ends. */
        SAVE_UNCONFIRMED,
        /** It cannot save one of its players. */
        PLAYER_NOT_SAVED,
        /** It does not stop when it is told to. */
        NEVER_STOPS,
        /** It takes a while to stop once it has begun to. */
        SLOW_TO_STOP,
        /** Its scripts fail all the time. */
        LUA_ERRORS
    }

    /** The file of a release that names its faults, one a line. */
    public static final String FAULTS_FILE = "fixture-faults";

    private static final String BANNER = "Canary - Version [3.6.1] dated [Aug 15 2026 06:00:00]";
    private static final ScheduledExecutorService DISPATCHER = Executors.newScheduledThreadPool(2, task -> {
        Thread thread = new Thread(task, "fixture-dispatcher");
        thread.setDaemon(true);
        return thread;
    });
    private static final DateTimeFormatter YEAR_DAY_MONTH =
            DateTimeFormatter.ofPattern("uuuu-dd-MM HH:mm:ss.SSS", Locale.ROOT);
    private static final byte[] CHALLENGE = {6, 0, 0x1f, 1, 2, 3, 4, 5};
    private static final int CRASHED = 139;
    private static final int SLOW_MILLIS = 1500;
    private static final List<String> RELOADED_BY_HANGUP =
            List.of("config", "raids", "items", "mounts", "events", "chatchannels", "core.lua");

    private final String name;
    private final int gamePort;
    private final int statusPort;
    private final Set<Fault> faults;
    private final Consumer<String> output;
    private final IntConsumer exit;
    private final Instant started = Instant.now();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<String> history = new CopyOnWriteArrayList<>();
    private final AtomicBoolean loading = new AtomicBoolean();
    private volatile int players;
    /** A file of the release beside which a server in a process of its own reads {@code config.lua}. */
    public static final String READS_CONFIG = "reads-config";

    private volatile Optional<Path> configFile = Optional.empty();
    private volatile String shownName;
    private volatile int mostPlayers = 1000;
    private volatile boolean closed;
    private volatile boolean isOnline;
    private volatile ServerSocketChannel game;
    private volatile ServerSocketChannel status;

    /**
     * A server that is not started yet.
     *
     * @param name the name it shows to players
     * @param gamePort where players play, 0 for any free port
     * @param statusPort where it tells how it is, 0 for any free port
     * @param players how many players are online
     * @param output takes its log, a line at a time
     * @param exit is told its exit code once
     */
    public FixtureServer(
            String name,
            int gamePort,
            int statusPort,
            int players,
            Set<Fault> faults,
            Consumer<String> output,
            IntConsumer exit) {
        this.name = name;
        this.shownName = name;
        this.gamePort = gamePort;
        this.statusPort = statusPort;
        this.players = players;
        this.faults = faults.isEmpty() ? EnumSet.noneOf(Fault.class) : EnumSet.copyOf(faults);
        this.output = output;
        this.exit = exit;
    }

    /** The faults of a release. */
    public static Set<Fault> faultsOf(Path releaseFolder) throws IOException {
        Set<Fault> faults = EnumSet.noneOf(Fault.class);
        Path file = releaseFolder.resolve(FAULTS_FILE);
        if (Files.exists(file)) {
            Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .map(Fault::valueOf)
                    .forEach(faults::add);
        }
        return faults;
    }

    /** What happened to it, in order: {@code started}, {@code saved}, {@code reloaded}, {@code stopped}, {@code killed}. */
    public List<String> history() {
        return List.copyOf(history);
    }

    /** Has it read this {@code config.lua} when it starts and when it is told to. */
    FixtureServer configured(Path file) {
        configFile = Optional.of(file);
        return this;
    }

    /** Has it read another file from now on, as a server does that was started in a way nobody knows. */
    public void configuredBy(Path file) {
        configFile = Optional.of(file);
    }

    /** As Canary does: a text that is no Lua is named in the log, and the old values stay. */
    private void readConfig() {
        Optional<Path> file = configFile.filter(Files::exists);
        if (file.isEmpty()) {
            return;
        }
        try {
            String text = Files.readString(file.get(), StandardCharsets.ISO_8859_1);
            if (text.contains("BROKEN")) {
                error("[ConfigManager::load] - " + file.get() + ":3: '=' expected near 'BROKEN'");
                return;
            }
            ConfigLua config = ConfigLua.parse(text);
            config.value("maxPlayers")
                    .filter(value -> value.kind() == ConfigLua.Value.Kind.NUMBER)
                    .ifPresent(value -> mostPlayers = Integer.parseInt(value.text()));
            config.value("serverName").ifPresent(value -> shownName = value.text());
            if (!isOnline) {
                closed = config.value("toggleMaintainMode")
                        .map(value -> value.text().equals("true"))
                        .orElse(false);
            }
        } catch (IOException e) {
            error("[ConfigManager::load] - " + e.getMessage());
        }
    }

    /** Whether it was started in maintain mode, closed to all but staff. */
    public boolean isClosed() {
        return closed;
    }

    /** How many players may be online by its configuration. */
    public int mostPlayers() {
        return mostPlayers;
    }

    /** How many players are online. */
    public int players() {
        return players;
    }

    /** Changes how many players are online. */
    public void players(int count) {
        players = count;
    }

    /** The port that is really behind its game port, or -1 if none is open. */
    public int openGamePort() {
        return port(game);
    }

    /** The port that is really behind its status port, or -1 if none is open. */
    public int openStatusPort() {
        return port(status);
    }

    private static int port(ServerSocketChannel channel) {
        return channel == null || !channel.isOpen() ? -1 : channel.socket().getLocalPort();
    }

    /** When it was started. */
    Instant started() {
        return started;
    }

    boolean isRunning() {
        return ended.getCount() > 0;
    }

    boolean awaitExit(long millis) throws InterruptedException {
        return ended.await(millis, TimeUnit.MILLISECONDS);
    }

    /** Begins to load, on a thread of its own; once. */
    public void start() {
        if (loading.compareAndSet(false, true)) {
            history.add("started");
            DISPATCHER.execute(this::load);
        }
    }

    private void load() {
        info(BANNER);
        if (faults.contains(Fault.CRASH_UNSEEN)) {
            for (int again = 0; again < 3; again++) {
                info(BANNER);
            }
            return;
        }
        info("Loading config.lua");
        info("Establishing database connection... ");
        if (faults.contains(Fault.STARTUP_FAILURE)) {
            error("MySQL Error Message: Access denied for user 'canary'@'localhost' (using password: YES)");
            error("Failed to connect to database!");
            error("No services running. The server is NOT online!");
            end(1);
            return;
        }
        info("Running database manager...");
        if (faults.contains(Fault.MIGRATION_FAILURE)) {
            error("Query: ALTER TABLE `players` ADD `x` int");
            error("MySQL error [1060]: Duplicate column name 'x'");
            info("Database has been updated to version 60");
        }
        info("Database connection established!");
        if (faults.contains(Fault.CRASH_WHILE_LOADING)) {
            end(CRASHED);
            return;
        }
        if (faults.contains(Fault.NEVER_READY)) {
            return;
        }
        info("Loaded all modules, server starting up...");
        readConfig();
        isOnline = true;
        info(name + " server online!");
        openPorts();
        if (faults.contains(Fault.LUA_ERRORS)) {
            DISPATCHER.scheduleWithFixedDelay(this::luaError, 0, 50, TimeUnit.MILLISECONDS);
        }
    }

    private void openPorts() {
        if (faults.contains(Fault.BIND_FAILURE)) {
            for (int i = 0; i < 3; i++) {
                warning("[ServicePort::open] - Error code: bind: Address already in use");
            }
            return;
        }
        try {
            if (!faults.contains(Fault.MUTE_GAME)) {
                game = FixtureNetwork.greeting(gamePort, CHALLENGE);
            }
            status = FixtureNetwork.answering(statusPort, this::answer);
        } catch (IOException e) {
            warning("[ServicePort::open] - Error code: bind: " + e.getMessage());
        }
    }

    private Optional<byte[]> answer(byte[] request) {
        if (faults.contains(Fault.CRASH_WHEN_READY)) {
            end(CRASHED);
            return Optional.of(new byte[0]);
        }
        if (faults.contains(Fault.MUTE_STATUS)) {
            return Optional.empty();
        }
        return Optional.of(request.length > 3 && request[3] == 1 ? counts() : xml());
    }

    private byte[] counts() {
        ByteBuffer answer = ByteBuffer.allocate(15).order(ByteOrder.LITTLE_ENDIAN);
        answer.putShort((short) 13)
                .put((byte) 0x20)
                .putInt(players)
                .putInt(1000)
                .putInt(players);
        return answer.array();
    }

    private byte[] xml() {
        long uptime = java.time.Duration.between(started, Instant.now()).toSeconds();
        return ("<?xml version=\"1.0\"?><tsqp version=\"1.0\"><serverinfo uptime=\"" + uptime
                        + "\" ip=\"127.0.0.1\" servername=\"" + shownName
                        + "\" port=\"7171\" server=\"Canary\" version=\"3.0\" client=\"15.25\"/><players online=\""
                        + Math.min(4, players) + "\" max=\"" + mostPlayers + "\" peak=\"" + players
                        + "\"/><map name=\"canary\" author=\"\" width=\"1\" height=\"1\"/><motd>hello</motd></tsqp>")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** What {@code kill} does to it. */
    public void signal(String signal) {
        switch (signal) {
            case "TERM", "INT" -> DISPATCHER.execute(() -> stop(signal));
            case "USR1" ->
                DISPATCHER.execute(() -> {
                    info("SIGUSR1 received, saving the game state...");
                    save();
                });
            case "HUP" ->
                DISPATCHER.execute(() -> {
                    info("SIGHUP received, reloading config files...");
                    readConfig();
                    for (String what : RELOADED_BY_HANGUP) {
                        info("Reloaded " + what);
                    }
                    history.add("reloaded");
                });
            case "STOP", "CONT", "0" -> {
                // A stopped server is not played here.
            }
            default -> {
                history.add("killed");
                end(CRASHED);
            }
        }
    }

    private boolean save() {
        info("Saving server...");
        info("Saving " + players + " players... (Async: Disabled)");
        if (faults.contains(Fault.SAVE_UNCONFIRMED)) {
            return false;
        }
        if (faults.contains(Fault.PLAYER_NOT_SAVED)) {
            error("Failed to save player Hero.");
        }
        info("Server saved in 12.5 milliseconds.");
        history.add("saved");
        return true;
    }

    private void stop(String signal) {
        if (!isRunning()) {
            return;
        }
        info("SIG" + signal + " received, shutting game server down...");
        if (faults.contains(Fault.NEVER_STOPS)) {
            return;
        }
        save();
        info("Shutting down...");
        if (faults.contains(Fault.SLOW_TO_STOP)) {
            DISPATCHER.schedule(this::stopped, SLOW_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            stopped();
        }
    }

    private void stopped() {
        info("Done!");
        history.add("stopped");
        end(0);
    }

    private void luaError() {
        if (isRunning()) {
            output.accept(stamp() + " [error] Lua Script Error Detected\n---------------------------------------\n"
                    + "Interface: Scripts Interface\nScript ID: data/scripts/actions/foo.lua:callback\n"
                    + "Error Description: data/scripts/actions/foo.lua:12: attempt to call method 'bar' (a nil value)\n"
                    + "---------------------------------------\n ");
        }
    }

    private synchronized void end(int code) {
        if (!isRunning()) {
            return;
        }
        for (ServerSocketChannel channel : new ServerSocketChannel[] {game, status}) {
            if (channel != null) {
                FixtureNetwork.close(channel);
            }
        }
        exit.accept(code);
        // Last, so that whoever waited for its end finds its ports closed and its process gone.
        ended.countDown();
    }

    private static String stamp() {
        return "[" + LocalDateTime.now().format(YEAR_DAY_MONTH) + "]";
    }

    private void info(String text) {
        output.accept(stamp() + " [info] " + text + " ");
    }

    private void warning(String text) {
        output.accept(stamp() + " [warning] " + text + " ");
    }

    private void error(String text) {
        output.accept(stamp() + " [error] " + text + " ");
    }

    /** Runs one in this process until it ends: name, game port, status port, players. */
    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        CountDownLatch over = new CountDownLatch(1);
        FixtureServer server = new FixtureServer(
                arguments[0],
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]),
                Integer.parseInt(arguments[3]),
                faultsOf(Path.of("")),
                out::println,
                code -> {
                    over.countDown();
                    Runtime.getRuntime().halt(code);
                });
        if (Files.exists(Path.of(READS_CONFIG))) {
            server.configuredBy(Path.of("config.lua"));
        }
        String secret = System.getenv("FIXTURE_SECRET");
        if (secret != null) {
            out.println(stamp() + " [info] The secret has " + secret.length() + " characters ");
        }
        // By reflection: sun.misc warns whoever names it.
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        for (String name : List.of("TERM", "INT", "USR1", "HUP")) {
            Object receiver = Proxy.newProxyInstance(
                    FixtureServer.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, given) -> {
                        server.signal(name);
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), receiver);
        }
        server.start();
        over.await();
    }
}
