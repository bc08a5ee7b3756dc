package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.host.InstalledRelease;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The release that a world is to run.
 *
 * @param release its name on the host and its digest
 * @param content where its content is, if the artifact store has it; otherwise the host must have it whole
 */
public record DeliveryTarget(InstalledRelease release, Optional<StoredRelease> content) {
    /** A release of the artifact store. */
    public static DeliveryTarget of(StoredRelease stored) {
        return new DeliveryTarget(new InstalledRelease(stored.releaseName(), stored.digest()), Optional.of(stored));
    }

    /** The name of its folder. */
    public String name() {
        return release.name();
    }

    /** The highest migration that it knows, or nothing if nobody noted it. */
    public OptionalInt databaseVersion() {
        return content.map(StoredRelease::databaseVersion).orElse(OptionalInt.empty());
    }
}
