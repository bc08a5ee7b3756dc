package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.artifact.ProvenanceCheck;
import io.jenkins.plugins.aviary.config.AnalysisConfig;
import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.config.MetricConfig;
import io.jenkins.plugins.aviary.config.ServerConfig;
import io.jenkins.plugins.aviary.content.DeliveryFarewell;
import io.jenkins.plugins.aviary.database.DatabaseVersion;
import io.jenkins.plugins.aviary.database.WorldDatabase;
import io.jenkins.plugins.aviary.database.backup.WorldDump;
import io.jenkins.plugins.aviary.host.FolderLock;
import io.jenkins.plugins.aviary.host.FolderState;
import io.jenkins.plugins.aviary.host.GameHost;
import io.jenkins.plugins.aviary.host.HostConnections;
import io.jenkins.plugins.aviary.host.InstallReport;
import io.jenkins.plugins.aviary.host.InstalledRelease;
import io.jenkins.plugins.aviary.host.JournalEntry;
import io.jenkins.plugins.aviary.host.ReleaseFolder;
import io.jenkins.plugins.aviary.model.EnvironmentPolicy;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.Durations;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.rollout.hook.HookPhase;
import io.jenkins.plugins.aviary.rollout.hook.PostDeployHooks;
import io.jenkins.plugins.aviary.rollout.metrics.Measured;
import io.jenkins.plugins.aviary.rollout.metrics.MeasurementFailed;
import io.jenkins.plugins.aviary.rollout.metrics.WorldMetrics;
import io.jenkins.plugins.aviary.server.Health;
import io.jenkins.plugins.aviary.server.LogMark;
import io.jenkins.plugins.aviary.server.NoAnswer;
import io.jenkins.plugins.aviary.server.Pause;
import io.jenkins.plugins.aviary.server.Readiness;
import io.jenkins.plugins.aviary.server.ServerProcess;
import io.jenkins.plugins.aviary.server.StopPlan;
import io.jenkins.plugins.aviary.server.WorldServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** A world on a real host: its folder, its server's process, its database. */
final class HostedSite implements WorldSite {
    private static final Duration GLANCE = Duration.ofMillis(500);
    private static final Duration MOMENT = Duration.ofSeconds(3);
    private static final Duration SAVED_WITHIN = Duration.ofMinutes(2);

    private final World world;
    private final GameHost host;
    private final ReleaseFolder folder;
    private final WorldServer server;
    private final WorldConfig configuration;
    private final EnvironmentPolicy policy;
    private final RunContext context;
    private Optional<FolderLock> lock = Optional.empty();
    private String holder = "";
    private Optional<LogMark> started = Optional.empty();
    private final WorldSources sources;
    private final AnalysisConfig analysis;
    private final ServerConfig config;
    private Optional<WorldMetrics> metrics = Optional.empty();

    HostedSite(World world, GameHost host, AviaryConfig config, EnvironmentPolicy policy, RunContext context) {
        this.world = world;
        this.host = host;
        this.folder = new ReleaseFolder(host, world.path());
        this.configuration = new WorldConfig(world);
        this.server = new WorldServer(
                host, configuration.world(), config.server(), context.secrets(), context.log(), context.clock());
        this.analysis = config.analysis();
        this.config = config.server();
        this.sources = new WorldSources(world, analysis, host, server, context);
        this.policy = policy;
        this.context = context;
    }

    /** The worlds of a rollout, each on its host. */
    static Fleet fleet(
            AviaryConfig config,
            List<World> worlds,
            HostConnections hosts,
            KnownReleases known,
            EnvironmentPolicy policy,
            RunContext context) {
        List<WorldSite> sites = new ArrayList<>();
        for (World world : worlds) {
            sites.add(new HostedSite(world, hosts.host(world.host()), config, policy, context));
        }
        String environment = worlds.isEmpty() ? "" : worlds.get(0).environment();
        ProvenanceCheck provenance = ProvenanceCheck.inHome(context.home(), environment, policy.provenance());
        return new Fleet(sites, known, policy.readyWithin(), context, provenance::verify);
    }

    @Override
    public World world() {
        return world;
    }

    @Override
    public void lock(String who) throws InterruptedException {
        lock = Optional.of(folder.lock(who, context.environment().getOrDefault("AVIARY_TURN", "")));
        holder = who;
    }

    @Override
    public void checkLock() throws InterruptedException {
        held().check();
    }

    private FolderLock held() {
        return lock.orElseThrow(() -> new IllegalStateException("Nobody has locked " + world.qualifiedName()));
    }

    @Override
    public FolderState inspect() throws InterruptedException {
        return folder.inspect();
    }

    @Override
    public InstallReport install(StoredRelease release) throws InterruptedException {
        return folder.install(release, context.progress());
    }

    @Override
    public List<String> damage(InstalledRelease release) throws InterruptedException {
        return folder.damage(release);
    }

    @Override
    public boolean isConfigured(String release, Map<String, String> overrides) throws InterruptedException {
        return configuration.isWritten(host, folder.release(release), overrides);
    }

    @Override
    public boolean isReloadable(String release, Map<String, String> overrides) throws InterruptedException {
        return configuration.isReloadable(host, folder.release(release), overrides);
    }

    @Override
    public void configure(String release, Map<String, String> overrides) throws InterruptedException {
        configuration.write(host, folder.release(release), overrides);
    }

    @Override
    public void record(JournalEntry.Kind kind, InstalledRelease release, String reason, String deployment)
            throws InterruptedException {
        folder.record(
                held(),
                new JournalEntry(
                        context.clock().instant(),
                        kind,
                        release.name(),
                        release.digest().hex(),
                        holder,
                        reason,
                        deployment));
    }

    @Override
    public void activate(String release) throws InterruptedException {
        folder.activate(held(), release);
    }

    @Override
    public List<String> prune(int keep, Set<String> must) throws InterruptedException {
        return folder.prune(held(), keep, must);
    }

    @Override
    public Optional<String> running() throws InterruptedException {
        return server.process().map(this::releaseOf);
    }

    private String releaseOf(ServerProcess process) {
        String executable = process.executable();
        int releases = executable.lastIndexOf("/releases/");
        if (releases < 0) {
            return "";
        }
        String inside = executable.substring(releases + "/releases/".length());
        int slash = inside.indexOf('/');
        return slash < 0 ? "" : inside.substring(0, slash);
    }

    @Override
    public void sayFarewell() throws InterruptedException {
        farewell().say();
    }

    @Override
    public Optional<String> endFarewell() throws InterruptedException {
        return farewell().takeBack();
    }

    private DeliveryFarewell farewell() {
        return new DeliveryFarewell(world, host, server, held(), policy, context, Pause.SLEEP);
    }

    @Override
    public void save(Duration within) throws InterruptedException {
        server.save(within);
    }

    @Override
    public void stop(boolean mayForce) throws InterruptedException {
        StopPlan plan = StopPlan.of(policy);
        server.stop(mayForce ? plan.orByForce() : plan);
    }

    @Override
    public void start(String release) throws InterruptedException {
        started = Optional.of(server.mark());
        // What was seen of the server before says nothing of this one.
        metrics = Optional.empty();
        server.start(folder.release(release));
    }

    @Override
    public Optional<String> awaitReady(Duration within) throws InterruptedException {
        Readiness readiness = server.awaitReady(started.orElse(server.mark()), within, context.progress());
        return readiness.isReady() ? Optional.empty() : Optional.of(readiness.reason());
    }

    @Override
    public Optional<String> runHooks(HookPhase phase, String release) throws InterruptedException {
        return new PostDeployHooks(world, host, context.log()).run(phase, release, folder.release(release));
    }

    @Override
    public Optional<String> watch(Duration time) throws InterruptedException {
        if (time.isZero()) {
            return Optional.empty();
        }
        Optional<ServerProcess> ready = server.process();
        Instant begun = context.clock().instant();
        Instant end = begun.plus(time);
        while (true) {
            Optional<ServerProcess> now = server.process();
            if (ready.isEmpty() || now.isEmpty() || !now.get().isSame(ready.get())) {
                return Optional.of("it was ready, but died within "
                        + Durations.text(Duration.between(begun, context.clock().instant())) + lastWords());
            }
            Duration left = Duration.between(context.clock().instant(), end);
            if (left.isNegative() || left.isZero()) {
                return awaitHealthy(MOMENT)
                        ? Optional.empty()
                        : Optional.of(
                                "it was ready, but serves nobody " + Durations.text(time) + " later" + lastWords());
            }
            Thread.sleep(Math.min(GLANCE.toMillis(), Math.max(1, left.toMillis())));
        }
    }

    private String lastWords() throws InterruptedException {
        if (started.isEmpty()) {
            return "";
        }
        return server.logSince(started.get(), 1).stream()
                .map(entry -> "; its log ends with '" + entry.message() + "'")
                .findFirst()
                .orElse("");
    }

    @Override
    public boolean hasDied() throws InterruptedException {
        return server.hasDied();
    }

    @Override
    public boolean awaitHealthy(Duration within) throws InterruptedException {
        Instant deadline = context.clock().instant().plus(within);
        while (true) {
            Health health = server.health();
            if (health.process().isEmpty()) {
                return false;
            }
            if (health.state() != Health.State.DOWN) {
                return true;
            }
            if (!context.clock().instant().isBefore(deadline)) {
                return false;
            }
            Thread.sleep(GLANCE.toMillis());
        }
    }

    @Override
    public void reload() throws InterruptedException {
        server.reload();
    }

    @Override
    public Optional<String> smoke(String release, Duration watch) throws InterruptedException {
        return new CloneSmoke(world, host, config, policy, context).run(folder.release(release), release, watch);
    }

    @Override
    public Dump dump() throws InterruptedException {
        WorldDump dump = WorldDump.take(context, world);
        return new Dump() {
            @Override
            public String name() {
                return dump.name().hex();
            }

            @Override
            public void prove() throws InterruptedException {
                dump.prove();
            }

            @Override
            public void undo() throws InterruptedException {
                dump.undo();
            }
        };
    }

    @Override
    public Measured measure() throws InterruptedException {
        if (metrics.isEmpty()) {
            metrics = Optional.of(new WorldMetrics(world.name(), sources.fresh(), context.clock()));
        }
        return metrics.get().measure();
    }

    @Override
    public List<Double> remembered(String metric, Instant from, Instant to, Duration step) throws InterruptedException {
        for (MetricConfig one : analysis.metrics()) {
            if (one.source() == MetricConfig.Source.PROMETHEUS && one.name().equals(metric)) {
                try {
                    return sources.prometheus(one).series(from, to, step);
                } catch (MeasurementFailed e) {
                    context.log().warn(world.name() + ", " + metric + ": " + e.getMessage());
                }
            }
        }
        return List.of();
    }

    @Override
    public OptionalLong savedItems(BitSet items) throws InterruptedException {
        if (world.database().isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            // One that serves nobody any more has nothing that it could still save.
            if (server.process().isPresent() && awaitHealthy(MOMENT)) {
                server.save(SAVED_WITHIN);
            }
            return new SavedItems(WorldDatabase.of(world, context.secrets())).count(items);
        } catch (OperationFailure e) {
            context.log().warn("What players have cannot be counted: " + e.getMessage());
            return OptionalLong.empty();
        }
    }

    @Override
    public String wayBack() throws InterruptedException {
        int online;
        try {
            online = server.status().online();
        } catch (NoAnswer e) {
            online = -1;
        }
        return RestorePoint.text(context.home(), world, online, context.clock().instant());
    }

    @Override
    public OptionalInt databaseVersion() {
        if (world.database().isEmpty()) {
            return OptionalInt.empty();
        }
        DatabaseVersion version = DatabaseVersion.of(world, context.secrets());
        return version.state() == DatabaseVersion.State.KNOWN ? OptionalInt.of(version.number()) : OptionalInt.of(0);
    }

    @Override
    public void close() {
        lock.ifPresent(FolderLock::close);
        lock = Optional.empty();
        host.close();
    }
}
