package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.host.FolderState;
import io.jenkins.plugins.aviary.host.InstalledRelease;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.RunContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Does the work of stages on the worlds, and takes all of it back. What is done already is not done again. */
final class CanaryStages {
    private final Fleet fleet;
    private final RolloutFile.Plan rollout;
    private final DeliveryTarget target;
    private final DeliveryPlan plan;
    private final KnownReleases known;
    private final RunContext context;

    CanaryStages(
            Fleet fleet,
            RolloutFile.Plan rollout,
            DeliveryTarget target,
            DeliveryPlan plan,
            KnownReleases known,
            RunContext context) {
        this.fleet = fleet;
        this.rollout = rollout;
        this.target = target;
        this.plan = plan;
        this.known = known;
        this.context = context;
    }

    /** The worlds that have the release in a stage. */
    List<WorldSite> reached(int stage) {
        return fleet.sites()
                .subList(0, rollout.stages().get(stage).reach(fleet.sites().size()));
    }

    /** The worlds that have not got it yet in a stage. */
    List<WorldSite> others(int stage) {
        return fleet.sites()
                .subList(
                        rollout.stages().get(stage).reach(fleet.sites().size()),
                        fleet.sites().size());
    }

    /**
     * Does the work of a stage.
     *
     * @return why the release is bad, or nothing if it is not
     */
    Optional<String> apply(int stage) throws InterruptedException {
        StageSpec spec = rollout.stages().get(stage);
        Map<String, String> overrides = switch (spec.kind()) {
            case STAFF -> Map.of("toggleMaintainMode", "true");
            case PLAYERS -> Map.of("maxPlayers", String.valueOf(spec.players()));
            case WORLDS -> Map.of();
        };
        List<WorldSite> left = new ArrayList<>();
        for (WorldSite site : reached(stage)) {
            if (!isReloaded(site, overrides)) {
                left.add(site);
            }
        }
        List<WorldDelivery> deliveries = deliveries(left, plan.with(overrides));
        try {
            fleet.bring(deliveries);
        } catch (OperationFailure e) {
            return Optional.of(e.getMessage());
        }
        return problem(fleet.deliver(deliveries, plan.policy().maxUnavailable()));
    }

    private List<WorldDelivery> deliveries(List<WorldSite> sites, DeliveryPlan how) {
        return sites.stream()
                .map(site -> new WorldDelivery(site, target, how, known, context))
                .toList();
    }

    /** Whether a world that runs the release takes what differs while players play. */
    private boolean isReloaded(WorldSite site, Map<String, String> overrides) throws InterruptedException {
        FolderState state = site.inspect();
        if (state.current().filter(target.release()::equals).isEmpty()
                || site.running().filter(target.name()::equals).isEmpty()
                || !state.journal().isConfirmed(target.name())
                || state.journal().unfinished().isPresent()
                || !site.isReloadable(target.name(), overrides)) {
            return false;
        }
        if (!site.isConfigured(target.name(), overrides)) {
            site.configure(target.name(), overrides);
            site.reload();
        }
        return true;
    }

    private static Optional<String> problem(List<WorldOutcome> outcomes) {
        return outcomes.stream()
                .filter(outcome -> !outcome.state().isGood() && outcome.state() != WorldState.UNTOUCHED)
                .map(outcome -> outcome.world() + ": " + outcome.reason())
                .findFirst();
    }

    /**
     * Whether the worlds that have the release in a stage serve players.
     *
     * @return the name of one that does not, with its release, or nothing
     */
    Optional<String> unhealthy(int stage) throws InterruptedException {
        for (WorldSite site : reached(stage)) {
            if (!site.awaitHealthy(java.time.Duration.ZERO)) {
                return Optional.of(site.world().name() + " does not serve players any more");
            }
        }
        return Optional.empty();
    }

    /**
     * Brings every world that has the release back to what it ran before, all at once: every one of them is bad.
     *
     * @return what became of each world
     */
    List<WorldOutcome> takeBack(String reason) throws InterruptedException {
        List<WorldDelivery> back = new ArrayList<>();
        List<WorldOutcome> outcomes = new ArrayList<>();
        DeliveryPlan backwards = plan.back(reason);
        for (WorldSite site : fleet.sites()) {
            FolderState state = site.inspect();
            boolean has = state.current().filter(target.release()::equals).isPresent()
                    || site.running().filter(target.name()::equals).isPresent();
            String before = rollout.before().getOrDefault(site.world().name(), "");
            Optional<InstalledRelease> previous = state.release(before);
            if (!has) {
                outcomes.add(Fleet.untouched(site, ""));
            } else if (previous.isEmpty()) {
                outcomes.add(new WorldOutcome(
                        site.world().name(),
                        site.world().host().name(),
                        WorldState.FAILED,
                        target.name(),
                        before,
                        before.isEmpty() ? "nothing ran before" : before + " is on the host no more",
                        0,
                        0));
            } else {
                back.add(new WorldDelivery(site, known.target(previous.get()), backwards, known, context));
            }
        }
        outcomes.addAll(fleet.deliverEvenIfWrong(back));
        return outcomes;
    }
}
