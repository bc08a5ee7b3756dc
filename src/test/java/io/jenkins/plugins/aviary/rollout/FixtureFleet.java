package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.artifact.FolderArtifactStore;
import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.model.EnvironmentPolicy;
import io.jenkins.plugins.aviary.model.Launch;
import io.jenkins.plugins.aviary.model.Ports;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.server.FixtureHost;
import io.jenkins.plugins.aviary.server.FixtureServer;
import io.jenkins.plugins.aviary.server.FixtureWorlds;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Many worlds with fixture servers in this process, each on a host of its own: folders, journals, locks, logs, signals
 * and ports are real, only the servers' processes are not.
 */
final class FixtureFleet implements AutoCloseable {
    private static final int GAME = 7172;
    private static final int STATUS = 7171;
    private static final String WORLDS_CONFIG = """
            version: 1
            hosts:
              here:
                local: true
            environments:
              test:
                worlds:
                  world0: {host: here, path: /srv/world0, ports: {game: 7172, status: 7171}}
            """;

    final SimulatedSurroundings surroundings;
    private final Path folder;
    private final List<World> worlds = new ArrayList<>();
    private final List<FixtureHost> hosts = new ArrayList<>();
    private final AviaryConfig config = AviaryConfig.parse("aviary.yml", WORLDS_CONFIG, Map.of());
    private final KnownReleases known;
    private final EnvironmentPolicy policy;

    FixtureFleet(Path folder, int size, int atOnce) {
        this.policy = atOnce(atOnce);
        this.folder = folder;
        this.surroundings = new SimulatedSurroundings(folder);
        this.known = new KnownReleases(FolderArtifactStore.inHome(folder));
        for (int index = 0; index < size; index++) {
            String name = "world" + index;
            World world = FixtureWorlds.world(
                    name,
                    folder.resolve("worlds").resolve(name),
                    new Ports(GAME, 0, STATUS),
                    new Launch("", List.of("./canary"), Map.of()));
            worlds.add(world);
            hosts.add(new FixtureHost("host-of-" + name).with(world).players(3));
        }
    }

    /** The usual policy, but for how many worlds may be down at once. */
    static EnvironmentPolicy atOnce(int worlds) {
        EnvironmentPolicy usual = EnvironmentPolicy.DEFAULT;
        return new EnvironmentPolicy(
                usual.after(),
                usual.soak(),
                usual.evidence(),
                usual.backupWithin(),
                worlds,
                usual.keepReleases(),
                usual.readyWithin(),
                usual.stopWithin(),
                usual.approval(),
                usual.freezes(),
                usual.scan(),
                usual.provenance(),
                usual.whenBusy(),
                usual.farewell(),
                Duration.ZERO);
    }

    /** Puts a release into the store. */
    StoredRelease release(String version) throws IOException {
        String digest = surroundings.stored(version, Map.of());
        return StoredRelease.of(new Digest(digest), FolderArtifactStore.inHome(folder));
    }

    /** Lets a release be bad on one world only. */
    void bad(int world, StoredRelease release, FixtureServer.Fault fault) {
        hosts.get(world).bad(release.releaseName(), fault);
    }

    /** Delivers a release to all worlds in waves of so many percent. */
    Outcome<CanaryRelease.Result> waves(StoredRelease release, int... percent) throws InterruptedException {
        List<StageSpec> stages = new ArrayList<>();
        for (int wave : percent) {
            stages.add(new StageSpec(StageSpec.Kind.WORLDS, 0, wave, 0, Duration.ZERO));
        }
        CanaryRelease step = RolloutFixture.canary("test", release.digest().hex(), stages, Duration.ofMinutes(1));
        try (Fleet fleet = fleet(sites());
                Fleet none = fleet(List.of())) {
            return step.run(
                    fleet,
                    none,
                    DeliveryTarget.of(release),
                    policy,
                    known,
                    surroundings.context(),
                    pause -> Thread.sleep(pause.toMillis()));
        }
    }

    private Fleet fleet(List<WorldSite> sites) {
        return new Fleet(sites, known, policy.readyWithin(), surroundings.context());
    }

    private List<WorldSite> sites() {
        List<WorldSite> sites = new ArrayList<>();
        for (int index = 0; index < worlds.size(); index++) {
            sites.add(new HostedSite(worlds.get(index), hosts.get(index), config, policy, surroundings.context()));
        }
        return sites;
    }

    /** The release that a world's server runs, if one runs. */
    Optional<String> running(int world) throws InterruptedException {
        return new HostedSite(worlds.get(world), hosts.get(world), config, policy, surroundings.context()).running();
    }

    /** Every server that a world ever had, in order. */
    List<FixtureServer> servers(int world) {
        return hosts.get(world).started();
    }

    @Override
    public void close() {
        hosts.forEach(FixtureHost::powerCut);
    }
}
