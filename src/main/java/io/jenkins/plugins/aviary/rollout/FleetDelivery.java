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

    /** Reaches, locks and checks everything; nothing is touched if anything speaks against it. */
    void check(String what, String holder, Choice choice) throws InterruptedException {
        states = fleet.claim(what, holder);
        List<String> problems = new ArrayList<>();
        for (WorldSite site : fleet.sites()) {
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

    /** What a world is to get, once that was checked. */
    DeliveryTarget target(WorldSite site) {
        return targets.get(site);
    }

    /** Brings the releases to the hosts and delivers them. */
    List<WorldOutcome> deliver(boolean rollbackAll) throws InterruptedException {
        List<WorldDelivery> deliveries = fleet.sites().stream()
                .map(site -> new WorldDelivery(site, targets.get(site), plan, known, context))
                .toList();
        try {
            fleet.bring(deliveries);
        } catch (OperationFailure e) {
            fleet.refuseIf("The delivery", List.of(e.getMessage()), states);
        }
        List<WorldOutcome> outcomes = fleet.deliver(deliveries, plan.policy().maxUnavailable());
        boolean wrong = outcomes.stream()
                .anyMatch(outcome -> outcome.state() == WorldState.FAILED || outcome.state() == WorldState.ROLLED_BACK);
        return wrong && rollbackAll ? takenBack(outcomes) : outcomes;
    }

    /** The worlds that have the release already go back to what they ran before. */
    private List<WorldOutcome> takenBack(List<WorldOutcome> outcomes) throws InterruptedException {
        Map<String, WorldOutcome> delivered = new HashMap<>();
        List<WorldDelivery> back = new ArrayList<>();
        for (WorldOutcome outcome : outcomes) {
            WorldSite site = fleet.sites().stream()
                    .filter(candidate -> candidate.world().name().equals(outcome.world()))
                    .findFirst()
                    .orElseThrow();
            Optional<InstalledRelease> previous = outcome.state() == WorldState.DELIVERED
                    ? site.inspect().release(outcome.previous())
                    : Optional.empty();
            if (previous.isPresent()) {
                delivered.put(outcome.world(), outcome);
                back.add(new WorldDelivery(
                        site, known.target(previous.get()), plan.back("another world went wrong"), known, context));
            }
        }
        Map<String, WorldOutcome> now = new HashMap<>();
        for (WorldOutcome outcome : fleet.deliverEvenIfWrong(back)) {
            now.put(outcome.world(), outcome);
        }
        return outcomes.stream()
                .map(outcome ->
                        now.containsKey(outcome.world()) ? asRolledBack(outcome, now.get(outcome.world())) : outcome)
                .toList();
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
