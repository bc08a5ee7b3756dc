package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.artifact.ArtifactStore;
import io.jenkins.plugins.aviary.artifact.UnknownArtifact;
import io.jenkins.plugins.aviary.config.ServerConfig;
import io.jenkins.plugins.aviary.database.migration.Additions;
import io.jenkins.plugins.aviary.database.migration.MigrationSet;
import io.jenkins.plugins.aviary.host.FolderState;
import io.jenkins.plugins.aviary.host.InstalledRelease;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What is known of releases that a host has: their manifests, as far as the artifact store has them. */
final class KnownReleases {
    private final ArtifactStore store;
    private final Optional<ServerConfig> server;

    KnownReleases(ArtifactStore store) {
        this(store, Optional.empty());
    }

    /** Those of a kind of server whose migrations can be read. */
    KnownReleases(ArtifactStore store, Optional<ServerConfig> server) {
        this.store = store;
        this.server = server;
    }

    /** The stored release of a digest, if the store has it. */
    Optional<StoredRelease> stored(Digest digest) {
        try {
            return Optional.of(StoredRelease.of(digest, store));
        } catch (UnknownArtifact e) {
            return Optional.empty();
        }
    }

    /** A release of a host as a target. */
    DeliveryTarget target(InstalledRelease release) {
        return new DeliveryTarget(release, stored(release.digest()));
    }

    /** Whether a release can run on a world's database. */
    DatabaseFit fit(WorldSite site, DeliveryTarget target) throws InterruptedException {
        return DatabaseFit.of(
                target.name(),
                target.databaseVersion(),
                site.world().qualifiedName(),
                site.databaseVersion(),
                (known, actual) -> change(site.inspect(), known, actual),
                site::wayBack);
    }

    /** The same for a release of a host. */
    DatabaseFit fit(WorldSite site, InstalledRelease release) throws InterruptedException {
        return fit(site, target(release));
    }

    /** What the migrations between two versions change besides adding; those of a release that knows the later one. */
    private Optional<String> change(FolderState state, int known, int actual) {
        Optional<StoredRelease> newer = state.releases().stream()
                .map(release -> stored(release.digest()))
                .flatMap(Optional::stream)
                .filter(release -> release.databaseVersion().orElse(0) >= actual)
                .findFirst();
        if (newer.isEmpty() || server.isEmpty()) {
            return Optional.of("nobody can tell what the migrations from " + known + " to " + actual + " changed");
        }
        try {
            MigrationSet migrations = MigrationSet.of(
                    store,
                    newer.get().digest(),
                    server.get().dataPack(),
                    server.get().dialect());
            return Additions.objection(migrations, known, actual);
        } catch (IOException | OperationFailure e) {
            return Optional.of("the migrations of " + newer.get().releaseName() + " cannot be read: " + e.getMessage());
        }
    }

    /**
     * What players would lose if a release ran after another.
     *
     * @return the reasons, each a sentence; none if nothing is known to be lost, or either release is not in the store
     */
    List<String> losses(WorldSite site, InstalledRelease now, DeliveryTarget then) throws InterruptedException {
        Optional<StoredRelease> newer = stored(now.digest());
        if (newer.isEmpty() || then.content().isEmpty()) {
            return List.of();
        }
        try {
            return DataLoss.between(newer.get(), then.content().get(), site::savedItems, site::wayBack);
        } catch (IOException e) {
            return List.of("the items of " + now.name() + " and " + then.name() + " cannot be compared: " + e + ".");
        }
    }
}
