package io.jenkins.plugins.aviary.server;

import io.jenkins.plugins.aviary.host.CommandResult;
import io.jenkins.plugins.aviary.host.GameHost;
import io.jenkins.plugins.aviary.host.HostProcess;
import io.jenkins.plugins.aviary.host.LocalHost;
import io.jenkins.plugins.aviary.host.RemoteCommand;
import io.jenkins.plugins.aviary.model.World;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A game host whose files are this machine's and whose servers are {@link FixtureServer}s in this process: what
 * {@link WorldServer} asks of a host is answered from a table, everything else is done for real. Register worlds first.
 * Their ports are names only: any number of hosts may use the same ones.
 */
public final class FixtureHost implements GameHost {
    private static final InetSocketAddress CLOSED = new InetSocketAddress("127.0.0.1", 1);

    private final LocalHost files;
    private final Map<String, World> worlds = new ConcurrentHashMap<>();
    private final Map<Long, Running> table = new ConcurrentHashMap<>();
    private final AtomicLong nextPid = new AtomicLong(1000);
    private final ConcurrentLinkedQueue<FixtureServer> all = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();
    private final Map<String, FixtureServer.Fault> bad = new ConcurrentHashMap<>();
    private volatile String killsAfter = "";
    private volatile int killSignal = 15;
    private volatile int players;

    private record Running(long pid, World world, String folder, String executable, FixtureServer server) {}

    /** A host with a name of {@code aviary.yml}. */
    public FixtureHost(String name) {
        this.files = new LocalHost(name);
    }

    /** Makes a world known; its folder must be on this machine. */
    public FixtureHost with(World world) {
        worlds.put(world.path(), world);
        return this;
    }

    /** Gives it a systemd whose units kill a server that does not stop within this time, as systemd writes times. */
    public FixtureHost killsAfter(String span) {
        killsAfter = span;
        return this;
    }

    /** Has its systemd stop units by this signal. */
    public FixtureHost killSignal(int number) {
        killSignal = number;
        return this;
    }

    /** What its systemd was told, in order. */
    public List<String> told() {
        return List.copyOf(told);
    }

    /** How many players are online on servers that are started from now on. */
    public FixtureHost players(int count) {
        players = count;
        return this;
    }

    /** Gives a release a fault on this host, whatever the release itself says. */
    public FixtureHost bad(String release, FixtureServer.Fault fault) {
        bad.put(release, fault);
        return this;
    }

    /** The server of a world that runs now. */
    public Optional<FixtureServer> server(World world) {
        return table.values().stream()
                .filter(running -> running.world().path().equals(world.path()))
                .map(Running::server)
                .findFirst();
    }

    /** Every server that was ever started here, in order. */
    public List<FixtureServer> started() {
        return List.copyOf(all);
    }

    @Override
    public CommandResult run(RemoteCommand command) throws InterruptedException {
        List<String> arguments = command.arguments();
        if (arguments.size() >= 4 && arguments.get(1).equals("-c")) {
            for (ServerScript script : ServerScript.values()) {
                if (arguments.get(2).equals(script.text())) {
                    return play(script, arguments.subList(4, arguments.size()));
                }
            }
            if (arguments.get(2).equals("kill -0 \"$1\"")) {
                boolean runs = table.containsKey(Long.parseLong(arguments.get(4)));
                return new CommandResult(runs ? 0 : 1, "", "");
            }
        }
        return files.run(command);
    }

    private CommandResult play(ServerScript script, List<String> arguments) throws InterruptedException {
        return switch (script) {
            case FIND -> find(arguments.get(0));
            case SIGNAL -> signal(arguments);
            case AWAIT_EXIT -> awaitExit(arguments);
            case START -> start(arguments.get(0), arguments.get(1));
            case LOG_STATE -> logState(arguments.get(0));
            case SYSTEMD -> systemd(arguments.get(0), arguments.get(1));
            case KEEP_CORE -> new CommandResult(0, "", "");
        };
    }

    private CommandResult systemd(String verb, String unit) {
        if (killsAfter.isEmpty()) {
            return new CommandResult(1, "", "there is no systemctl");
        }
        told.add(verb);
        World world = worlds.values().stream()
                .filter(known -> known.launch().systemdUnit().equals(unit))
                .findFirst()
                .orElseThrow();
        return switch (verb) {
            case "start" -> start(world.path() + "/current", world.path() + "/shared/logs/server.log");
            case "stop" -> {
                server(world).ifPresent(running -> running.signal("TERM"));
                yield new CommandResult(0, "", "");
            }
            default ->
                new CommandResult(
                        0,
                        "ActiveState=active\nTimeoutStopUSec=" + killsAfter + "\nKillSignal=" + killSignal + "\n",
                        "");
        };
    }

    private CommandResult find(String root) {
        StringBuilder output = new StringBuilder();
        table.values().stream()
                .filter(running -> running.world().path().equals(root))
                .forEach(running -> output.append("server\t")
                        .append(running.pid())
                        .append('\t')
                        .append(running.pid() * 10)
                        .append('\t')
                        .append(running.server().started().toEpochMilli())
                        .append("\t1\tpipe:[1]\t")
                        .append(running.folder())
                        .append('\t')
                        .append(running.executable())
                        .append('\n'));
        // A server begins once it was seen, so that one that dies at once does so at the same point in every run.
        table.values().stream()
                .filter(running -> running.world().path().equals(root))
                .forEach(running -> running.server().start());
        return new CommandResult(0, output.toString(), "");
    }

    private CommandResult signal(List<String> arguments) {
        Running running = table.get(Long.parseLong(arguments.get(0)));
        if (running == null || running.pid() * 10 != Long.parseLong(arguments.get(1))) {
            return new CommandResult(ServerScript.GONE, "", "");
        }
        running.server().signal(arguments.get(3));
        return new CommandResult(0, "", "");
    }

    private CommandResult awaitExit(List<String> arguments) throws InterruptedException {
        Running running = table.get(Long.parseLong(arguments.get(0)));
        boolean gone = running == null || running.server().awaitExit(Long.parseLong(arguments.get(2)) * 100);
        return new CommandResult(gone ? 0 : ServerScript.STILL_THERE, "", "");
    }

    private CommandResult start(String folder, String log) {
        World world = worlds.values().stream()
                .filter(known -> (folder + "/").startsWith(known.path() + "/"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no world is registered for " + folder));
        try {
            Path release = Path.of(folder).toRealPath();
            Path file = Path.of(log);
            Files.createDirectories(file.getParent());
            long pid = nextPid.incrementAndGet();
            FixtureServer server = new FixtureServer(
                            world.name(),
                            0,
                            0,
                            players,
                            faults(release),
                            line -> append(file, line),
                            code -> table.remove(pid))
                    .configured(release.resolve("config.lua"));
            table.put(pid, new Running(pid, world, release.toString(), release + "/canary", server));
            all.add(server);
            return new CommandResult(0, pid + "\n", "");
        } catch (IOException e) {
            return new CommandResult(1, "", e.toString());
        }
    }

    private Set<FixtureServer.Fault> faults(Path release) throws IOException {
        Set<FixtureServer.Fault> faults = FixtureServer.faultsOf(release);
        Optional.ofNullable(bad.get(release.getFileName().toString())).ifPresent(faults::add);
        return faults;
    }

    private static synchronized void append(Path file, String line) {
        try {
            Files.write(
                    file,
                    (line + "\n").getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CommandResult logState(String log) {
        String offset = DateTimeFormatter.ofPattern("xx").format(Instant.now().atZone(ZoneId.systemDefault()));
        Path file = Path.of(log);
        try {
            String state = Files.exists(file)
                    ? Files.getAttribute(file, "unix:ino") + " " + Files.size(file) + " " + log + "\n"
                    : "";
            return new CommandResult(0, offset + "\n" + state, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public InetSocketAddress tunnel(String host, int port) {
        for (Running running : table.values()) {
            int open = -1;
            if (running.world().ports().game() == port) {
                open = running.server().openGamePort();
            } else if (running.world().ports().status() == port) {
                open = running.server().openStatusPort();
            }
            if (open > 0) {
                return new InetSocketAddress("127.0.0.1", open);
            }
        }
        return CLOSED;
    }

    /** Kills every server that still runs, as a power cut does. */
    public void powerCut() {
        table.values().forEach(running -> running.server().signal("KILL"));
    }

    @Override
    public String name() {
        return files.name();
    }

    @Override
    public int stream(RemoteCommand command, Consumer<String> lines) throws InterruptedException {
        return files.stream(command, lines);
    }

    @Override
    public HostProcess start(RemoteCommand command) {
        return files.start(command);
    }

    @Override
    public void upload(InputStream content, String path, int mode) throws IOException {
        files.upload(content, path, mode);
    }

    @Override
    public void writeAtomically(String path, byte[] content, int mode) {
        files.writeAtomically(path, content, mode);
    }

    @Override
    public byte[] read(String path, long offset, int max) {
        return files.read(path, offset, max);
    }

    @Override
    public long size(String path) {
        return files.size(path);
    }

    @Override
    public List<String> list(String folder) {
        return files.list(folder);
    }

    @Override
    public void close() {
        // A connection ends; servers run on.
    }
}
