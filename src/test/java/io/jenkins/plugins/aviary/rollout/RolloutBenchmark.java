package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.artifact.FolderArtifactStore;
import io.jenkins.plugins.aviary.host.InstalledRelease;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.model.EnvironmentPolicy;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.server.FixtureServer.Fault;
import io.jenkins.plugins.aviary.testing.MovableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * How fast a bad release is taken back, and what a large fleet costs, in memory and with fixture servers. Arguments: how
 * often the first is measured (3), and the sizes of the fleets (100 300 1000).
 */
public final class RolloutBenchmark {
    private static final List<String> WORLDS = List.of("alpha", "beta", "gamma", "delta");
    private static final String OLD = "old";

    private RolloutBenchmark() {}

    /** Measures and prints. */
    public static void main(String[] arguments) throws Exception {
        int times = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
        for (int time = 1; time <= times; time++) {
            Path folder = Files.createTempDirectory("aviary-rollout");
            try {
                takenBack(folder);
            } finally {
                delete(folder);
            }
        }
        int[] sizes = arguments.length > 1
                ? java.util.Arrays.stream(arguments)
                        .skip(1)
                        .mapToInt(Integer::parseInt)
                        .toArray()
                : new int[] {100, 300, 1000};
        fleet(sizes[0], false);
        for (int size : sizes) {
            fleet(size, false);
            fleet(size, true);
        }
        for (int size : sizes) {
            fixtures(size, false);
            fixtures(size, true);
        }
        System.exit(0);
    }

    /** Four worlds on four hosts behind SSH, all with the bad release; a fifth keeps the old one to be compared with. */
    private static void takenBack(Path folder) throws Exception {
        List<String> all = new ArrayList<>(WORLDS);
        all.add(OLD);
        try (RolloutFixture installation = RolloutFixture.hostsApart(folder, all.toArray(String[]::new))) {
            installation.policy = "      maxUnavailable: 4\n";
            installation.configured();
            RolloutFixture.delivery(installation.release("1.0", Map.of())).run(installation.context());
            Outcome<CanaryRelease.Result> outcome = new CanaryRelease(
                            RolloutFixture.ENVIRONMENT,
                            installation.release("2.0", Map.of(), Fault.LUA_ERRORS),
                            WORLDS,
                            List.of(new StageSpec(StageSpec.Kind.WORLDS, 0, 100, 0, Duration.ofSeconds(60))),
                            List.of(OLD),
                            null,
                            Duration.ofSeconds(2),
                            Duration.ofSeconds(1),
                            "",
                            null,
                            false,
                            Duration.ofSeconds(30),
                            "")
                    .run(installation.context());
            if (!outcome.result().phase().equals("ROLLED_BACK")) {
                installation.lines.forEach(System.err::println);
                throw new IllegalStateException(outcome.summary());
            }
            String id = outcome.result().rollout();
            List<RolloutSamples.Sample> samples =
                    RolloutFile.open(installation.home(), id).samples().ofStage(0);
            Instant failing = samples.get(samples.size() - 1).at();
            Instant served =
                    taken(installation.home().resolve("rollouts").resolve(id).resolve("inputs.jsonl"));
            for (String world : all) {
                if (!installation.running(world).equals("1.0")) {
                    throw new IllegalStateException(world + " runs " + installation.running(world));
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "four hosts: %s after %d looks; from the failing sample to the old release serving on all four: %d ms%n",
                    outcome.result().phase(),
                    samples.size(),
                    Duration.between(failing, served).toMillis());
        }
    }

    private static Instant taken(Path inputs) throws IOException {
        return Files.readAllLines(inputs).stream()
                .filter(line -> line.contains("\"rolledBack\""))
                .map(line -> Instant.parse(line.replaceAll(".*\"at\":\"([^\"]+)\".*", "$1")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("It was not taken back."));
    }

    /** A fleet in memory, in waves of 1, 10, 50 and 100 percent; if so, one world of the third wave crashes. */
    private static void fleet(int size, boolean failing) throws Exception {
        Path folder = Files.createTempDirectory("aviary-fleet");
        try {
            SimulatedSurroundings surroundings = new SimulatedSurroundings(folder);
            MovableClock clock = new MovableClock(Instant.parse("2026-01-01T00:00:00Z"));
            surroundings.clock = clock;
            String digest = surroundings.stored("2.0", Map.of());
            StoredRelease stored = StoredRelease.of(new Digest(digest), FolderArtifactStore.inHome(folder));
            InstalledRelease old = new InstalledRelease("1.0-00000000", Digest.of("1.0"));
            List<WorldSite> sites = new ArrayList<>();
            for (int index = 0; index < size; index++) {
                SimulatedSite site = new SimulatedSite("world" + index).running(old);
                Random noise = new Random(index);
                site.errors = () -> 100 + noise.nextInt(3);
                sites.add(site);
            }
            if (failing) {
                ((SimulatedSite) sites.get(size / 4)).badReleases.add(stored.releaseName());
            }
            List<StageSpec> waves = List.of(
                    new StageSpec(StageSpec.Kind.WORLDS, 0, 1, 0, Duration.ofSeconds(30)),
                    new StageSpec(StageSpec.Kind.WORLDS, 0, 10, 0, Duration.ofSeconds(30)),
                    new StageSpec(StageSpec.Kind.WORLDS, 0, 50, 0, Duration.ofSeconds(30)),
                    new StageSpec(StageSpec.Kind.WORLDS, 0, 100, 0, Duration.ZERO));
            CanaryRelease step = RolloutFixture.canary("production", digest, waves, Duration.ofSeconds(1));
            KnownReleases known = new KnownReleases(FolderArtifactStore.inHome(folder));
            long before = used();
            long begun = System.nanoTime();
            Outcome<CanaryRelease.Result> outcome;
            try (Fleet fleet = new Fleet(sites, known, Duration.ofSeconds(1), surroundings.context());
                    Fleet none = new Fleet(List.of(), known, Duration.ofSeconds(1), surroundings.context())) {
                outcome = step.run(
                        fleet,
                        none,
                        DeliveryTarget.of(stored),
                        EnvironmentPolicy.DEFAULT,
                        known,
                        surroundings.context(),
                        clock::move);
            }
            double millis = (System.nanoTime() - begun) / 1e6;
            long grown = Math.max(0, used() - before);
            System.out.printf(
                    Locale.ROOT,
                    "%d worlds%s: %s in %.0f ms, %.2f ms a world; %.1f MiB, %.1f KiB a world%n",
                    size,
                    failing ? ", one crashes in the third wave" : "",
                    outcome.result().phase(),
                    millis,
                    millis / size,
                    grown / 1048576.0,
                    grown / 1024.0 / size);
        } finally {
            delete(folder);
        }
    }

    /** A fleet of servers that answer on their ports, in the same waves. */
    private static void fixtures(int size, boolean failing) throws Exception {
        Path folder = Files.createTempDirectory("aviary-fixtures");
        try (FixtureFleet fleet = new FixtureFleet(folder, size, 50)) {
            fleet.waves(fleet.release("1.0"), 100);
            StoredRelease next = fleet.release("2.0");
            if (failing) {
                fleet.bad(size / 4, next, Fault.CRASH_WHILE_LOADING);
            }
            long before = used();
            long begun = System.nanoTime();
            Outcome<CanaryRelease.Result> outcome = fleet.waves(next, 1, 10, 50, 100);
            double millis = (System.nanoTime() - begun) / 1e6;
            long grown = Math.max(0, used() - before);
            int taken = 0;
            for (int world = 0; world < size; world++) {
                taken += fleet.running(world).equals(Optional.of(next.releaseName())) ? 1 : 0;
            }
            System.out.printf(
                    Locale.ROOT,
                    "%d fixture servers%s: %s in %.1f s, %.0f ms a world; %.1f MiB, %.1f KiB a world; %d run the new release%n",
                    size,
                    failing ? ", one crashes in the third wave" : "",
                    outcome.result().phase(),
                    millis / 1000,
                    millis / size,
                    grown / 1048576.0,
                    grown / 1024.0 / size,
                    taken);
        } finally {
            delete(folder);
        }
    }

    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
