package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.artifact.ArtifactStore;
import io.jenkins.plugins.aviary.artifact.UnknownArtifact;
import io.jenkins.plugins.aviary.host.InstalledRelease;
import io.jenkins.plugins.aviary.model.Digest;
import java.util.Optional;
import java.util.OptionalInt;

/** What is known of releases that a host has: their manifests, as far as the artifact store has them. */
final class KnownReleases {
    private final ArtifactStore store;

    KnownReleases(ArtifactStore store) {
        this.store = store;
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

    /** What speaks against running a release on a world's database. */
    Optional<String> objection(WorldSite site, InstalledRelease release) throws InterruptedException {
        OptionalInt known = target(release).databaseVersion();
        return DatabaseFit.objection(release.name(), known, site.world().qualifiedName(), site.databaseVersion());
    }
}
