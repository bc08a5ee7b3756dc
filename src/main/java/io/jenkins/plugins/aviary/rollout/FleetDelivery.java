package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.host.FolderState;
import io.jenkins.plugins.aviary.host.InstalledRelease;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.RunContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Delivers to the worlds of an environment in waves of at most {@code maxUnavailable}, from the first check to the report. */
final class FleetDelivery {
    private final Fleet fleet;
    private final KnownReleases known;
    private final DeliveryPlan plan;
    private final RunContext context;
    private final Map<WorldSite, DeliveryTarget> targets = new HashMap<>();
    private Map<WorldSite, FolderState> states = Map.of();

    FleetDelivery(Fleet fleet, KnownReleases known, DeliveryPlan plan, RunContext context) {
        this.fleet = fleet;
        this.known = known;
        this.plan = plan;
        this.context = context;
    }

    /** Which release a world is to get. */
    interface Choice {
        DeliveryTarget of(WorldSite site, FolderState state) throws InterruptedException;
    }

    /**
     * Reaches, locks and checks everything; nothing is touched if anything speaks against it. Backwards, a host that
     * cannot be reached speaks against nothing but its own worlds.
     */
    void check(String what, String holder, Choice choice) throws InterruptedException {
        states = plan.backwards() ? fleet.claimReachable(what, holder) : fleet.claim(what, holder);
        List<String> problems = new ArrayList<>();
        for (WorldSite site : fleet.reachable()) {
            try {
                targets.put(site, choice.of(site, states.get(site)));
            } catch (DeliveryRefused e) {
                throw e;
            } catch (OperationFailure e) {
                problems.add(e.getMessage());
            }
        }
        fleet.refuseIf(what, problems, states);
        fleet.requireFit(what, states, targets);
    }

    /** What the worlds are to get, once that was checked. */
    List<DeliveryTarget> targets() {
        return fleet.reachable().stream().map(targets::get).distinct().toList();
    }

    /** Brings the releases to the hosts and delivers them. */
    List<WorldOutcome> deliver(boolean rollbackAll) throws InterruptedException {
        List<WorldDelivery> deliveries = fleet.reachable().stream()
                .map(site -> new WorldDelivery(site, targets.get(site), plan, known, context))
                .toList();
        try {
            fleet.bring(deliveries);
        } catch (OperationFailure e) {
            fleet.refuseIf("The delivery", List.of(e.getMessage()), states);
        }
        List<WorldOutcome> outcomes = new ArrayList<>(
                fleet.deliverAndLookAgain(deliveries, plan.policy().maxUnavailable()));
        fleet.sites()
                .forEach(
                        site -> fleet.away(site).ifPresent(problem -> outcomes.add(Fleet.lost(site, "", "", problem))));
        boolean wrong = outcomes.stream()
                .anyMatch(outcome -> outcome.state() == WorldState.FAILED || outcome.state() == WorldState.ROLLED_BACK);
        return wrong && rollbackAll ? takenBack(outcomes) : outcomes;
    }

    /** The worlds that have the release already go back to what they ran before, each that can be reached. */
    private List<WorldOutcome> takenBack(List<WorldOutcome> outcomes) throws InterruptedException {
        Map<String, WorldOutcome> delivered = new HashMap<>();
        outcomes.stream()
                .filter(outcome -> outcome.state() == WorldState.DELIVERED)
                .forEach(outcome -> delivered.put(outcome.world(), outcome));
        List<WorldSite> back = fleet.sites().stream()
                .filter(site -> delivered.containsKey(site.world().name()))
                .toList();
        Map<String, WorldOutcome> now = new HashMap<>();
        for (WorldOutcome outcome : fleet.each(
                "Taking back",
                back,
                site -> takenBack(site, delivered.get(site.world().name())),
                (site, problem) -> {
                    WorldOutcome before = delivered.get(site.world().name());
                    return Fleet.lost(site, before.release(), before.previous(), problem);
                })) {
            now.put(outcome.world(), outcome);
        }
        return outcomes.stream()
                .map(outcome -> now.getOrDefault(outcome.world(), outcome))
                .toList();
    }

    private WorldOutcome takenBack(WorldSite site, WorldOutcome delivered) throws InterruptedException {
        Optional<InstalledRelease> previous = site.inspect().release(delivered.previous());
        if (previous.isEmpty()) {
            // It had nothing that it could go back to, and is good as it is.
            return delivered;
        }
        DeliveryPlan back = plan.back("another world went wrong");
        return asRolledBack(
                delivered, new WorldDelivery(site, known.target(previous.get()), back, known, context).deliver());
    }

    private static WorldOutcome asRolledBack(WorldOutcome before, WorldOutcome back) {
        boolean good = back.state().isGood();
        return new WorldOutcome(
                before.world(),
                before.host(),
                good ? WorldState.ROLLED_BACK : back.state(),
                back.release(),
                before.previous(),
                good ? "another world went wrong" : back.reason(),
                before.downtimeMillis() + back.downtimeMillis(),
                before.sentBytes());
    }

    /** The report, which also goes into the log. */
    FleetResult result(String environment, String release, String version, Instant begun, List<WorldOutcome> outcomes) {
        outcomes.forEach(outcome -> {
            if (outcome.state() == WorldState.FAILED || outcome.state() == WorldState.ROLLED_BACK) {
                context.log().error(outcome.line());
            } else {
                context.log().info(outcome.line());
            }
        });
        long millis = Duration.between(begun, context.clock().instant()).toMillis();
        return new FleetResult(plan.deployment(), environment, release, version, outcomes, millis);
    }
}
