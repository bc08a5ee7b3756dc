package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.artifact.FolderArtifactStore;
import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.host.HostConnections;
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

/** Brings worlds back to a release that they ran before, unless players would lose something by that. */
@Step(
        name = "rollbackRelease",
        summary = "Brings worlds back to a release that they ran before, unless players would lose something by that.")
public record RollbackRelease(
        @Parameter(value = "The environment of aviary.yml", required = true)
        String environment,

        @Parameter("The worlds, in this order; all of the environment if none is given")
        List<String> worlds,

        @Parameter(
                value =
                        "The release to go back to: 'previous' for the one that was found good last before the present one, or a digest, or a version, or the name of a release's folder",
                defaultsTo = "previous")
        String to,

        @Parameter("Whether to go back although the releases tell that players lose items or need another client")
        boolean acceptLoss,

        @Parameter(
                "Whether a server that does not save or stop is ended all the same: what its players did since its last save is lost")
        boolean evenUnsaved,

        @Parameter(value = "How long a save of the players may take", defaultsTo = "2m")
        Duration saveWithin,

        @Parameter("Why, for the history") String reason)
        implements Operation<FleetResult> {
    /** Takes absent texts as empty and refuses a time that is none. */
    public RollbackRelease {
        worlds = worlds == null ? List.of() : List.copyOf(worlds);
        to = to == null || to.isBlank() ? "previous" : to.strip();
        reason = reason == null ? "" : reason.strip();
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
        KnownReleases known =
                new KnownReleases(FolderArtifactStore.inHome(context.home()), Optional.of(config.server()));
        DeliveryPlan plan = new DeliveryPlan(
                "rollback to " + to + "@" + begun,
                "rolling",
                reason.isEmpty() ? "it was rolled back" : reason,
                true,
                false,
                evenUnsaved,
                saveWithin,
                policy,
                Map.of());
        String what = "Rolling " + environment + " back to " + to;
        try (HostConnections hosts = new HostConnections(context.secrets(), context.events(), context.log());
                Fleet fleet = HostedSite.fleet(config, chosen, hosts, known, policy, context)) {
            FleetDelivery delivery = new FleetDelivery(fleet, known, plan, context);
            EarlierRelease earlier = new EarlierRelease(to, acceptLoss, known);
            delivery.check(what, Holder.of(context, "rollbackRelease"), earlier::of);
            List<WorldOutcome> outcomes = delivery.deliver(false);
            List<DeliveryTarget> targets = delivery.targets();
            String digest =
                    targets.size() == 1 ? targets.get(0).release().digest().hex() : "";
            String version = targets.size() == 1
                    ? DeliveryEvents.versionOf(targets.get(0).name())
                    : "";
            return delivery.result(environment, digest, version, begun, outcomes)
                    .outcome(what);
        }
    }
}
