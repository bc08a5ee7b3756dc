package io.jenkins.plugins.aviary.dashboard;

import io.jenkins.plugins.aviary.ledger.Deployment;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * One delivery to one world, as pages list it.
 *
 * @param id the rollout it belongs to
 * @param environment the environment
 * @param world the world
 * @param host the host
 * @param release the digest of what was delivered
 * @param version its version
 * @param fromRelease the digest of what ran before
 * @param fromVersion its version
 * @param result {@code running}, {@code success}, {@code failed} or {@code rolledback}
 * @param actor who began it
 * @param run the build or process
 * @param started when it began
 * @param ended when it ended, or was rolled back
 * @param reason why it was begun, or what went wrong
 * @param unplanned whether it was to mend something
 * @param sequence its first event in the ledger
 */
record DeploymentRow(
        String id,
        String environment,
        String world,
        String host,
        String release,
        String version,
        String fromRelease,
        String fromVersion,
        String result,
        String actor,
        String run,
        Instant started,
        Optional<Instant> ended,
        String reason,
        boolean unplanned,
        long sequence) {
    static DeploymentRow of(Deployment deployment) {
        return new DeploymentRow(
                deployment.id(),
                deployment.environment(),
                deployment.world(),
                deployment.host(),
                deployment.release(),
                deployment.version(),
                deployment.fromRelease(),
                deployment.fromVersion(),
                deployment.result().name().toLowerCase(Locale.ROOT),
                deployment.actor(),
                deployment.run(),
                deployment.started(),
                deployment.rolledBack().or(deployment::finished),
                deployment.reason(),
                deployment.unplanned(),
                deployment.sequence());
    }
}
