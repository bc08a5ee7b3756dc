package io.jenkins.plugins.aviary.content;

import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.host.FolderLock;
import io.jenkins.plugins.aviary.host.GameHost;
import io.jenkins.plugins.aviary.host.ReleaseFolder;
import io.jenkins.plugins.aviary.host.TestRelease;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.OperationType;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.server.FixtureHost;
import io.jenkins.plugins.aviary.server.FixtureServer;
import io.jenkins.plugins.aviary.server.LogMark;
import io.jenkins.plugins.aviary.server.Pause;
import io.jenkins.plugins.aviary.server.WorldServer;
import io.jenkins.plugins.aviary.testing.RecordedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Worlds whose servers run in this process, each from a delivered release, and the workspace that it came from. */
final class ContentFixture implements AutoCloseable {
    static final Pause BRIEFLY = duration -> Thread.sleep(2);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int FIRST_PORT = 20_000;

    final RecordedRun run = new RecordedRun();
    final FixtureHost host = new FixtureHost("here").players(5);
    final List<String> requests = new CopyOnWriteArrayList<>();
    private final Path folder;
    private final List<String> names;
    private final List<Thread> agents = new ArrayList<>();
    private final Map<String, String> files = new TreeMap<>();

    ContentFixture(Path folder, String... names) throws IOException {
        this.folder = folder.toRealPath();
        this.names = List.of(names);
        file("canary", "a binary");
        file(
                "config.lua.dist",
                "-- as delivered\nserverName = \"Canary\"\nmaxPlayers = 0\nallowReload = false\n"
                        + "rateExp = 2\nserverMotd = \"Welcome\"\ntoggleMaintainMode = false\nmapName = \"canary\"\n");
        file("data/scripts/hello.lua", "return 1\n");
        file("data/scripts/gone.lua", "return 2\n");
        file("data-canary/monster/rat.lua", "return { health = 20 }\n");
        file("data/items/items.xml", "<items/>\n");
        file("data-canary/migrations/1.lua", "function onUpdateDatabase() return true end\n");
        file("data/aviary/README.md", "Aviary asks here.\n");
    }

    /** A file of the release that is delivered at the start, and of the workspace. */
    ContentFixture file(String path, String text) {
        files.put(path, text);
        return this;
    }

    ContentFixture without(String path) {
        files.remove(path);
        return this;
    }

    /** Delivers the release to every world and starts its server. */
    ContentFixture started() throws Exception {
        StringBuilder yaml = new StringBuilder("version: 1\nserver:\n  dialect: canary\n  binary: canary\n"
                + "  dataPack: data-canary\nbuild:\n  source: .\n  preset: release\npackage:\n  name: canary\n"
                + "  include: ['data/**', 'data-canary/**', '*.dist']\n  exclude: ['data/aviary/reload.*']\n"
                + "  files: {canary: '${build}/canary'}\n"
                + "hosts:\n  here:\n    local: true\nenvironments:\n  test:\n    worlds:\n");
        for (int i = 0; i < names.size(); i++) {
            yaml.append("      " + names.get(i) + ":\n        host: here\n        path: '"
                    + folder.resolve(names.get(i)) + "'\n        ports: {game: " + (FIRST_PORT + 2 * i) + ", status: "
                    + (FIRST_PORT + 2 * i + 1) + "}\n");
        }
        Files.writeString(Files.createDirectories(workspace()).resolve("aviary.yml"), yaml);
        for (Map.Entry<String, String> file : files.entrySet()) {
            if (!file.getKey().equals("canary")) {
                write(file.getKey(), file.getValue());
            }
        }
        for (World world : worlds()) {
            Files.createDirectories(Path.of(world.path()));
            host.with(world);
            ReleaseFolder releases = new ReleaseFolder(host, world.path());
            releases.install(release(), run);
            try (FolderLock lock = releases.lock("the test")) {
                releases.activate(lock, release().releaseName());
            }
            Files.copy(live(world).resolve("config.lua.dist"), live(world).resolve("config.lua"));
            start(world);
            Thread agent = new Thread(() -> answer(world), "agent of " + world.name());
            agent.setDaemon(true);
            agent.start();
            agents.add(agent);
        }
        return this;
    }

    void start(World world) throws Exception {
        LogMark mark = server(world).mark();
        server(world).start(live(world).toString());
        if (!server(world).awaitReady(mark, LONG, run).isReady()) {
            throw new AssertionError(world.name() + " does not start");
        }
    }

    TestRelease release() {
        List<String> all = new ArrayList<>();
        files.forEach((path, text) -> {
            all.add(path);
            all.add(text);
        });
        return TestRelease.of("1.0.0", all.toArray(String[]::new));
    }

    WorldServer server(World world) {
        return new WorldServer(host, world, config().server(), run, run, Clock.systemUTC(), BRIEFLY);
    }

    FixtureServer running(String name) {
        return host.server(world(name)).orElseThrow();
    }

    AviaryConfig config() {
        return AviaryConfig.read(workspace().resolve("aviary.yml"), Map.of());
    }

    List<World> worlds() {
        return config().worlds("test", List.of());
    }

    World world(String name) {
        return config().worlds("test", List.of(name)).get(0);
    }

    Path workspace() {
        return folder.resolve("workspace");
    }

    /** The folder that a world's server reads. */
    Path live(World world) throws IOException {
        return Path.of(world.path()).resolve("current").toRealPath();
    }

    Path live(String world) throws IOException {
        return live(world(world));
    }

    void write(String path, String text) throws IOException {
        Path file = workspace().resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    RunContext context() {
        return run.context(workspace(), folder.resolve("home"), Clock.systemUTC());
    }

    GameHost host(World world) {
        return host;
    }

    static <T> T operation(Class<T> type, Map<String, ?> values, Map<String, ?> defaults) {
        Map<String, Object> all = new LinkedHashMap<>(defaults);
        all.putAll(values);
        @SuppressWarnings("unchecked")
        Class<? extends io.jenkins.plugins.aviary.operation.Operation<?>> operation =
                (Class<? extends io.jenkins.plugins.aviary.operation.Operation<?>>) type;
        return type.cast(new OperationType(operation).bind(all));
    }

    void log(World world, String text) {
        try {
            Files.writeString(
                    Path.of(world.path()).resolve("shared/logs/server.log"), text + "\n", StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** What Aviary's script in a Canary does, and what its scripts do as their texts say. */
    private void answer(World world) {
        try {
            Path mailbox = live(world).resolve("data/aviary");
            while (true) {
                Thread.sleep(3);
                if (!Files.exists(mailbox.resolve("reload.request"))) {
                    continue;
                }
                String request =
                        Files.readString(mailbox.resolve("reload.request")).strip();
                if (texts(world).contains("DEAF")) {
                    continue;
                }
                Files.delete(mailbox.resolve("reload.request"));
                String what = request.substring(request.indexOf(' ') + 1);
                requests.add(world.name() + " " + what);
                boolean good = reload(world, what);
                Files.writeString(
                        mailbox.resolve("reload.ack.new"),
                        request.substring(0, request.indexOf(' ')) + (good ? " ok " : " failed ") + what + "\n");
                Files.move(
                        mailbox.resolve("reload.ack.new"),
                        mailbox.resolve("reload.ack"),
                        StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (NoSuchFileException e) {
            // The world was deleted meanwhile.
            Thread.yield();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private boolean reload(World world, String what) throws IOException {
        String texts = texts(world);
        String file = live(world) + "/data/scripts/hello.lua";
        if (texts.contains("CRASH")) {
            host.server(world).ifPresent(server -> server.signal("KILL"));
        }
        if (texts.contains("KICK")) {
            host.server(world).ifPresent(server -> server.players(1));
        }
        if (texts.contains("FAULT")) {
            log(world, "[2026-15-08 06:01:14.000] [error] " + file + " ");
            log(
                    world,
                    "[2026-15-08 06:01:14.000] [error] " + file + ":2: attempt to call global 'hunt' (a nil value) ");
        }
        if (texts.contains("BLOCK")) {
            log(
                    world,
                    "[2026-15-08 06:01:14.000] [error] Lua Script Error Detected\n---------------------------------------\n"
                            + "Interface: Scripts Interface\nScript ID: " + file + ":callback\nError Description: "
                            + file
                            + ":12: attempt to call method 'bar' (a nil value)\nstack traceback:\n\t[C]: in function 'bar'\n"
                            + "---------------------------------------\n ");
        }
        if (texts.contains("REFUSED")) {
            log(world, "[2026-15-08 06:01:14.000] [error] Failed to reload: Scripts ");
            return false;
        }
        log(world, "[2026-15-08 06:01:14.000] [info] Reloaded: " + what + " ");
        return true;
    }

    private String texts(World world) throws IOException {
        Path script = live(world).resolve("data/scripts/hello.lua");
        return Files.exists(script) ? Files.readString(script) : "";
    }

    @Override
    public void close() {
        agents.forEach(Thread::interrupt);
        host.powerCut();
    }
}
