package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.config.ServerConfig;
import io.jenkins.plugins.aviary.database.ScratchSchema;
import io.jenkins.plugins.aviary.database.WorldDatabase;
import io.jenkins.plugins.aviary.host.CommandResult;
import io.jenkins.plugins.aviary.host.GameHost;
import io.jenkins.plugins.aviary.host.HostFailure;
import io.jenkins.plugins.aviary.model.EnvironmentPolicy;
import io.jenkins.plugins.aviary.model.Launch;
import io.jenkins.plugins.aviary.model.Ports;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.server.ConfigLua;
import io.jenkins.plugins.aviary.server.Health;
import io.jenkins.plugins.aviary.server.LogEntry;
import io.jenkins.plugins.aviary.server.LogLevel;
import io.jenkins.plugins.aviary.server.LogMark;
import io.jenkins.plugins.aviary.server.Readiness;
import io.jenkins.plugins.aviary.server.StopPlan;
import io.jenkins.plugins.aviary.server.WorldServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tries a release on a clone of a world's database: its server is started beside the world's own, in a folder of its own,
 * on ports of its own and closed to players, is looked at, and is stopped; then folder and clone are gone. The world
 * itself is only read. That the server writes to the clone and to nothing else is made sure of before it starts.
 */
final class CloneSmoke {
    /** Whoever has more rows than this in all tables tries without the largest. */
    private static final long MOST_ROWS = 4L << 30;

    private static final int LARGEST_CONFIG = 4 << 20;
    private static final int LOWEST_PORT = 20_000;
    private static final int HIGHEST_PORT = 32_000;
    private static final int HEXADECIMAL = 16;
    private static final int MOST_ERRORS = 200;
    private static final Duration GLANCE = Duration.ofSeconds(1);
    private static final Pattern LISTENING = Pattern.compile("(?m)^\\s*\\d+: [0-9A-F]+:([0-9A-F]{4}) ");
    private static final String COPY =
            "set -e\nmkdir -p \"$2/releases\" \"$2/shared/logs\"\ncp -R -p \"$1\" \"$2/releases/\"\n";

    private final World world;
    private final GameHost host;
    private final ServerConfig config;
    private final EnvironmentPolicy policy;
    private final RunContext context;
    private final String folder;

    CloneSmoke(World world, GameHost host, ServerConfig config, EnvironmentPolicy policy, RunContext context) {
        this.world = world;
        this.host = host;
        this.config = config;
        this.policy = policy;
        this.context = context;
        this.folder = world.path() + ".smoke";
        if (world.database().isEmpty()) {
            throw new InvalidParameter("The stage SMOKE tries a release on a clone of the world's database, and "
                    + world.qualifiedName() + " has none in aviary.yml; leave the stage out.");
        }
        if (!world.launch().command().isEmpty()) {
            throw new InvalidParameter(
                    "The stage SMOKE starts the release's own binary, and " + world.qualifiedName()
                            + " is started by a command of its own, which nobody can tell to use the clone; leave the stage out.");
        }
    }

    /**
     * Tries a release that is on the host.
     *
     * @param release its folder in the world's
     * @param name its name
     * @param watch how long it must serve
     * @return why it is bad, or nothing
     */
    Optional<String> run(String release, String name, Duration watch) throws InterruptedException {
        WorldDatabase own = WorldDatabase.of(world, context.secrets());
        try (ScratchSchema clone = ScratchSchema.cloneOf(own, MOST_ROWS, context.log(), context.progress())) {
            World tried = tried(clone);
            WorldConfig configuration = new WorldConfig(tried);
            WorldServer server = new WorldServer(
                    host, configuration.world(), config, context.secrets(), context.log(), context.clock());
            try {
                // What a killed run left behind.
                server.stop(StopPlan.of(policy).orByForce());
                clear();
                copy(release);
                String here = folder + "/releases/" + name;
                configure(configuration, here, clone);
                context.log()
                        .info("Trying " + name + " on " + clone.database().label() + ", port "
                                + tried.ports().game());
                return problem(server, here, watch);
            } finally {
                server.stop(StopPlan.of(policy).orByForce());
                clear();
            }
        }
    }

    private void clear() throws InterruptedException {
        if (host.exists(folder)) {
            host.deleteTree(folder.substring(0, folder.lastIndexOf('/') + 1), folder);
        }
    }

    private void copy(String release) throws InterruptedException {
        CommandResult result = host.shell(COPY, release, folder);
        if (!result.succeeded()) {
            throw new HostFailure(host.name() + " cannot copy the release to " + folder + ": " + result.complaint());
        }
    }

    /** The world as it is tried: its own folder, free ports, the clone. */
    private World tried(ScratchSchema clone) throws InterruptedException {
        List<Integer> free = freePorts();
        boolean login = world.ports().login() != 0;
        boolean shared = world.ports().login() == world.ports().status();
        Ports ports = new Ports(free.get(0), login ? free.get(1) : 0, login && shared ? free.get(1) : free.get(2));
        Map<String, String> settings = new HashMap<>(world.settings());
        settings.keySet()
                .removeAll(Set.of(
                        "gameProtocolPort",
                        "loginProtocolPort",
                        "statusProtocolPort",
                        "mysqlHost",
                        "mysqlPort",
                        "mysqlDatabase",
                        "mysqlUser",
                        "mysqlPass",
                        "mysqlSock",
                        "metricsPrometheusAddress"));
        return new World(
                world.name() + ".smoke",
                world.environment(),
                world.host(),
                folder,
                ports,
                Optional.of(clone.address()),
                Optional.empty(),
                new Launch("", List.of(), world.launch().environment()),
                settings);
    }

    private List<Integer> freePorts() throws InterruptedException {
        CommandResult result = host.shell("cat /proc/net/tcp /proc/net/tcp6 2>/dev/null || true");
        Set<Integer> taken = new HashSet<>();
        Matcher line = LISTENING.matcher(result.output());
        while (line.find()) {
            taken.add(Integer.parseInt(line.group(1), HEXADECIMAL));
        }
        List<Integer> free = new ArrayList<>();
        RandomGenerator random = RandomGenerator.getDefault();
        while (free.size() < 3) {
            int port = random.nextInt(LOWEST_PORT, HIGHEST_PORT);
            if (taken.add(port)) {
                free.add(port);
            }
        }
        return free;
    }

    /** Writes the configuration, and reads it again: a server that would write to the world itself is never started. */
    private void configure(WorldConfig configuration, String release, ScratchSchema clone) throws InterruptedException {
        Set<String> keys = Set.copyOf(read(release + "/config.lua.dist").keys());
        Map<String, String> overrides =
                new HashMap<>(Map.of("toggleMaintainMode", "true", "metricsEnablePrometheus", "false"));
        overrides.keySet().retainAll(keys);
        configuration.write(host, release, overrides);
        String database = read(release + "/config.lua")
                .value("mysqlDatabase")
                .map(ConfigLua.Value::text)
                .orElse("");
        if (!database.equals(clone.database().schema())) {
            throw new OperationFailure("The config.lua.dist of the release has no mysqlDatabase that can be set, so "
                    + "nobody can be sure that it would use the clone; leave the stage SMOKE out.");
        }
    }

    private ConfigLua read(String path) throws InterruptedException {
        return host.exists(path)
                ? ConfigLua.parse(new String(host.read(path, 0, LARGEST_CONFIG), StandardCharsets.UTF_8))
                : ConfigLua.parse("");
    }

    private Optional<String> problem(WorldServer server, String release, Duration watch) throws InterruptedException {
        LogMark mark = server.mark();
        server.start(release);
        Readiness readiness = server.awaitReady(mark, policy.readyWithin(), context.progress());
        if (!readiness.isReady()) {
            return Optional.of("on a clone of the database: " + readiness.reason());
        }
        Instant end = context.clock().instant().plus(watch);
        while (true) {
            Health health = server.health();
            if (health.process().isEmpty() || health.state() == Health.State.DOWN) {
                return Optional.of("on a clone of the database it does not serve any more");
            }
            if (!context.clock().instant().isBefore(end)) {
                break;
            }
            Thread.sleep(GLANCE.toMillis());
        }
        return server.logSince(mark, MOST_ERRORS).stream()
                .filter(entry -> entry.level().atLeast(LogLevel.ERROR))
                .map(LogEntry::message)
                .findFirst()
                .map(message -> "on a clone of the database it logs errors: " + message);
    }
}
