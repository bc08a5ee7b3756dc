package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.artifact.FolderArtifactStore;
import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.host.HostConnections;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.model.EnvironmentPolicy;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.Operation;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.operation.Parameter;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.operation.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Delivers a release to the worlds of an environment, a few at a time, and brings back what ran before if it is bad. */
@Step(
        name = "deployRelease",
        summary =
                "Delivers a release to the worlds of an environment, a few at a time, and brings back what ran before if it is bad.")
public record DeployRelease(
        @Parameter(value = "The environment of aviary.yml to deliver to", required = true)
        String environment,

        @Parameter(value = "The digest of the artifact to deliver, 64 hexadecimal digits", required = true)
        String release,

        @Parameter("The worlds to deliver to, in this order; all of the environment if none is given")
        List<String> worlds,

        @Parameter(
                value =
                        "How each world gets it: ROLLING stops the old server and starts the new one; BLUE_GREEN dumps the database in between, so that there is a way back whatever the new server does to it",
                defaultsTo = "rolling")
        Strategy strategy,

        @Parameter(
                "Whether the worlds that have the release already go back to what they ran before when a later one goes wrong")
        boolean rollbackAll,

        @Parameter("Whether a release that runs already is delivered again")
        boolean force,

        @Parameter(
                "Whether a server that does not save or stop is ended all the same: what its players did since its last save is lost")
        boolean evenUnsaved,

        @Parameter(value = "How long a save of the players may take", defaultsTo = "2m")
        Duration saveWithin,

        @Parameter("Why it is delivered, for the history") String reason)
        implements Operation<FleetResult> {
    /** How a world gets a release. */
    public enum Strategy {
        /** Save, stop, start. */
        ROLLING,
        /** Save, stop, dump, start on the same ports; the dump is the way back. */
        BLUE_GREEN
    }

    /** Takes absent texts as empty and refuses what is no digest. */
    public DeployRelease {
        worlds = worlds == null ? List.of() : List.copyOf(worlds);
        reason = reason == null ? "" : reason.strip();
        if (release != null && !release.matches("[0-9a-f]{64}")) {
            throw new InvalidParameter("release is the digest of an artifact, as canaryBuild returns it: 64 hexadecimal"
                    + " digits, not '" + release + "'");
        }
        if (saveWithin != null && (saveWithin.isZero() || saveWithin.isNegative())) {
            throw new InvalidParameter("saveWithin is longer than nothing, not " + saveWithin);
        }
    }

    @Override
    public Outcome<FleetResult> run(RunContext context) throws InterruptedException {
        Instant begun = context.clock().instant();
        AviaryConfig config = AviaryConfig.read(context.path(AviaryConfig.FILE_NAME), context.environment());
        List<World> chosen = config.worlds(environment, worlds);
        EnvironmentPolicy policy = config.environment(environment).policy();
        FolderArtifactStore store = FolderArtifactStore.inHome(context.home());
        StoredRelease stored = StoredRelease.of(new Digest(release), store);
        DeliveryPlan plan = new DeliveryPlan(
                stored.releaseName() + "@" + begun,
                strategy == Strategy.BLUE_GREEN ? DeliveryPlan.BLUE_GREEN : "rolling",
                reason,
                false,
                force,
                evenUnsaved,
                saveWithin,
                policy,
                Map.of());
        String what = "Delivering " + stored.releaseName() + " to " + environment;
        KnownReleases known = new KnownReleases(store, Optional.of(config.server()));
        try (HostConnections hosts = new HostConnections(context.secrets(), context.events(), context.log());
                Fleet fleet = HostedSite.fleet(config, chosen, hosts, known, policy, context)) {
            FleetDelivery delivery = new FleetDelivery(fleet, known, plan, context);
            delivery.check(what, Holder.of(context, "deployRelease"), (site, state) -> DeliveryTarget.of(stored));
            List<WorldOutcome> outcomes = delivery.deliver(rollbackAll);
            return delivery.result(environment, release, stored.version(), begun, outcomes)
                    .outcome(what);
        }
    }
}
