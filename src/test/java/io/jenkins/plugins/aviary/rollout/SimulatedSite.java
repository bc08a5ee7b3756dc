package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.host.FolderState;
import io.jenkins.plugins.aviary.host.HostFailure;
import io.jenkins.plugins.aviary.host.InstallReport;
import io.jenkins.plugins.aviary.host.InstalledRelease;
import io.jenkins.plugins.aviary.host.JournalEntry;
import io.jenkins.plugins.aviary.host.ReleaseJournal;
import io.jenkins.plugins.aviary.model.HostAddress;
import io.jenkins.plugins.aviary.model.Launch;
import io.jenkins.plugins.aviary.model.Ports;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.rollout.hook.HookPhase;
import io.jenkins.plugins.aviary.rollout.judge.Direction;
import io.jenkins.plugins.aviary.rollout.metrics.Importance;
import io.jenkins.plugins.aviary.rollout.metrics.Measured;
import io.jenkins.plugins.aviary.rollout.metrics.Metric;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** A world in memory that keeps to what a real one does, with faults to order. */
final class SimulatedSite implements WorldSite {
    /** Where something goes wrong: the host dies there, or the server does not do it. */
    enum At {
        LOCK,
        INSPECT,
        INSTALL,
        FAREWELL,
        SAVE,
        STOP,
        DUMP,
        ACTIVATE,
        START,
        READY,
        HEALTH
    }

    static final Metric ERRORS = Metric.of("errors", Direction.INCREASE, Importance.CRITICAL);

    final List<InstalledRelease> releases = new ArrayList<>();
    final List<JournalEntry> journal = new ArrayList<>();
    final Map<String, Map<String, String>> configured = new HashMap<>();
    final List<String> done = new ArrayList<>();
    final Set<At> faults = new HashSet<>();
    final Set<String> badReleases = new HashSet<>();
    Optional<InstalledRelease> current = Optional.empty();
    Optional<String> running = Optional.empty();
    OptionalInt database = OptionalInt.empty();
    OptionalLong savedItems = OptionalLong.empty();
    long freeBytes = 1L << 40;
    boolean locked;
    java.util.function.DoubleSupplier errors = () -> 0;
    boolean measurable = true;
    Function<Instant, List<Double>> remembered = from -> List.of();
    /** Is called before everything that is asked of this world. */
    Runnable beforeEach = () -> {};

    /** What a server does to its world when it starts. */
    Consumer<String> onStart = release -> {};

    /** Releases whose server dies soon after it was ready. */
    final Set<String> dyingReleases = new HashSet<>();
    /** Whether the server that does not run now died. */
    boolean died;
    /** Whether a server that may not be forced goes down this many looks after it was told to stop; 0 for never. */
    int downAfter;
    /** Whether a server that may not be forced takes the signal to stop and stops only later. */
    boolean slowToStop;

    boolean healthy = true;
    /** Whether its host cannot be reached. */
    boolean dead;
    /** Whether the run is cancelled while it waits for the next server. */
    boolean cancelled;
    /** The same while a hook runs. */
    boolean cancelledInHook;

    /** The same while players leave. */
    boolean cancelledInFarewell;

    /** Whether the running server shows a farewell. */
    boolean toldOfIt;

    final List<String> farewells = new ArrayList<>();
    final List<String> hooks = new ArrayList<>();
    final Set<HookPhase> badHooks = new HashSet<>();

    private final World world;

    SimulatedSite(String name) {
        world = new World(
                name,
                "production",
                new HostAddress("host-of-" + name, "", 22, "", "", ""),
                "/srv/" + name,
                new Ports(1, 0, 2),
                Optional.empty(),
                Optional.empty(),
                new Launch("", List.of(), Map.of()),
                Map.of());
    }

    /** A world that has run releases in this order, all good. */
    SimulatedSite running(InstalledRelease... history) {
        for (InstalledRelease release : history) {
            releases.add(release);
            journal.add(entry(
                    JournalEntry.Kind.CONFIRMED,
                    release.name(),
                    release.digest().hex()));
            current = Optional.of(release);
            running = Optional.of(release.name());
            configured.put(release.name(), Map.of());
        }
        return this;
    }

    SimulatedSite failingAt(At... where) {
        faults.addAll(List.of(where));
        return this;
    }

    private static JournalEntry entry(JournalEntry.Kind kind, String release, String digest) {
        return new JournalEntry(Instant.EPOCH, kind, release, digest, "somebody", "", "");
    }

    private void reach() {
        beforeEach.run();
        if (dead) {
            throw new HostFailure(world.host().name() + " cannot be reached: no answer; is it up?");
        }
    }

    private void failAt(At where) {
        if (faults.contains(where)) {
            throw new OperationFailure(world.name() + " failed at " + where);
        }
    }

    @Override
    public World world() {
        return world;
    }

    @Override
    public void lock(String holder) {
        reach();
        failAt(At.LOCK);
        locked = true;
    }

    @Override
    public void checkLock() {
        if (dead) {
            reach();
        }
        if (!locked) {
            throw new HostFailure("The lock of " + world.name() + " was lost");
        }
    }

    @Override
    public FolderState inspect() {
        reach();
        failAt(At.INSPECT);
        return new FolderState(freeBytes, current, releases, new ReleaseJournal(journal), List.of(), "");
    }

    @Override
    public InstallReport install(StoredRelease release) {
        reach();
        failAt(At.INSTALL);
        InstalledRelease installed = new InstalledRelease(release.releaseName(), release.digest());
        if (!releases.contains(installed)) {
            releases.add(installed);
        }
        done.add("install " + installed.name());
        return new InstallReport(installed.name(), 1, 1, 1, false);
    }

    @Override
    public List<String> damage(InstalledRelease release) {
        return List.of();
    }

    @Override
    public boolean isConfigured(String release, Map<String, String> overrides) {
        return overrides.equals(configured.get(release));
    }

    @Override
    public boolean isReloadable(String release, Map<String, String> overrides) {
        return !overrides.containsKey("toggleMaintainMode")
                && !configured.getOrDefault(release, Map.of()).containsKey("toggleMaintainMode");
    }

    @Override
    public void configure(String release, Map<String, String> overrides) {
        reach();
        configured.put(release, overrides);
    }

    @Override
    public void record(JournalEntry.Kind kind, InstalledRelease release, String reason, String deployment) {
        reach();
        checkLock();
        journal.add(new JournalEntry(
                Instant.EPOCH, kind, release.name(), release.digest().hex(), "somebody", reason, deployment));
    }

    @Override
    public void activate(String release) {
        reach();
        checkLock();
        failAt(At.ACTIVATE);
        current = inspect().release(release);
        assertWhole(release);
        done.add("activate " + release);
    }

    private void assertWhole(String release) {
        if (current.isEmpty()) {
            throw new AssertionError("current of " + world.name() + " would lead to the missing release " + release);
        }
    }

    @Override
    public List<String> prune(int keep, Set<String> must) {
        return List.of();
    }

    @Override
    public Optional<String> running() {
        reach();
        if (downAfter > 0 && --downAfter == 0) {
            running = Optional.empty();
        }
        return running;
    }

    @Override
    public void sayFarewell() throws InterruptedException {
        beforeEach.run();
        farewells.add("said");
        toldOfIt = true;
        if (cancelledInFarewell) {
            cancelledInFarewell = false;
            throw new InterruptedException("cancelled");
        }
        failAt(At.FAREWELL);
    }

    @Override
    public Optional<String> endFarewell() {
        beforeEach.run();
        if (toldOfIt) {
            farewells.add(running.isPresent() ? "taken back" : "over");
        }
        toldOfIt = false;
        return Optional.empty();
    }

    @Override
    public void save(Duration within) {
        reach();
        failAt(At.SAVE);
        done.add("save");
    }

    @Override
    public void stop(boolean mayForce) {
        reach();
        failAt(At.STOP);
        if (slowToStop && !mayForce) {
            downAfter = 3;
            throw io.jenkins.plugins.aviary.server.SlowServers.stillStopping(world.name());
        }
        if (running.isPresent()) {
            done.add((mayForce ? "force " : "stop ") + running.get());
        }
        running = Optional.empty();
    }

    @Override
    public void start(String release) {
        reach();
        if (running.isPresent()) {
            throw new AssertionError("two servers of " + world.name() + " would run");
        }
        failAt(At.START);
        running = Optional.of(release);
        done.add("start " + release);
        onStart.accept(release);
    }

    @Override
    public Optional<String> awaitReady(Duration within) throws InterruptedException {
        reach();
        if (cancelled) {
            cancelled = false;
            throw new InterruptedException("cancelled");
        }
        failAt(At.READY);
        if (running.filter(badReleases::contains).isPresent()) {
            return Optional.of(running.get() + " crashed");
        }
        return Optional.empty();
    }

    @Override
    public Optional<String> runHooks(HookPhase phase, String release) throws InterruptedException {
        reach();
        checkLock();
        hooks.add(phase + " " + release);
        if (cancelledInHook) {
            cancelledInHook = false;
            throw new InterruptedException("cancelled");
        }
        return badHooks.contains(phase) ? Optional.of("hook 1 exited with 1") : Optional.empty();
    }

    @Override
    public Optional<String> watch(Duration time) {
        reach();
        boolean dies = running.filter(dyingReleases::contains).isPresent();
        if (dies) {
            running = Optional.empty();
            return Optional.of("it was ready, but died");
        }
        return Optional.empty();
    }

    @Override
    public boolean hasDied() {
        return died && running.isEmpty();
    }

    @Override
    public boolean awaitHealthy(Duration within) {
        if (dead) {
            reach();
        }
        failAt(At.HEALTH);
        return running.isPresent()
                && healthy
                && running.filter(badReleases::contains).isEmpty();
    }

    @Override
    public void reload() {
        reach();
        done.add("reload");
    }

    @Override
    public Measured measure() {
        reach();
        boolean there = measurable && running.isPresent() && awaitHealthy(Duration.ZERO);
        return new Measured(
                there ? Map.of(ERRORS, errors.getAsDouble()) : Map.of(),
                Set.of(ERRORS),
                there ? List.of() : List.of(world.name() + ", the log: nobody can read it"));
    }

    @Override
    public List<Double> remembered(String metric, Instant from, Instant to, Duration step) {
        return remembered.apply(from);
    }

    @Override
    public Optional<String> smoke(String release, Duration watch) {
        reach();
        done.add("smoke " + release);
        return badReleases.contains(release) ? Optional.of("it crashed on the clone") : Optional.empty();
    }

    @Override
    public Dump dump() {
        reach();
        failAt(At.DUMP);
        if (running.isPresent()) {
            throw new AssertionError("dumped while a server of " + world.name() + " runs");
        }
        OptionalInt then = database;
        done.add("dump");
        return new Dump() {
            @Override
            public String name() {
                return "the-dump";
            }

            @Override
            public void prove() {
                done.add("prove");
            }

            @Override
            public void undo() {
                if (running.isPresent()) {
                    throw new AssertionError("restored while a server of " + world.name() + " runs");
                }
                database = then;
                done.add("undo");
            }
        };
    }

    @Override
    public OptionalLong savedItems(BitSet items) {
        return savedItems;
    }

    @Override
    public String wayBack() {
        return "There is no proved backup.";
    }

    @Override
    public OptionalInt databaseVersion() {
        return database;
    }

    @Override
    public void close() {
        locked = false;
    }
}
