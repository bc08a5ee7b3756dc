package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.host.FolderState;
import io.jenkins.plugins.aviary.host.InstalledRelease;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.RunContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Does the work of stages on the worlds, and takes all of it back. What is done already is not done again. */
final class CanaryStages {
    private static final int AT_ONCE = 16;
    private static final Duration MOMENT = Duration.ofSeconds(3);

    private final Fleet fleet;
    private final Fleet compared;
    private final RolloutFile.Plan rollout;
    private final DeliveryTarget target;
    private final DeliveryPlan plan;
    private final KnownReleases known;
    private final RunContext context;
    /** The worlds that no stage has touched and that could not be reached when the rollout was gone on with. */
    private final Set<WorldSite> leftOut;

    CanaryStages(
            Fleet fleet,
            Fleet compared,
            RolloutFile.Plan rollout,
            DeliveryTarget target,
            DeliveryPlan plan,
            KnownReleases known,
            RunContext context,
            int touched) {
        this.fleet = fleet;
        this.compared = compared;
        this.rollout = rollout;
        this.target = target;
        this.plan = plan;
        this.known = known;
        this.context = context;
        this.leftOut = fleet.sites().stream()
                .skip(touched)
                .filter(site -> fleet.away(site).isPresent())
                .collect(Collectors.toUnmodifiableSet());
        leftOut.forEach(site -> context.log()
                .warn(site.world().name() + " is left out, "
                        + Fleet.unreached(fleet.away(site).orElseThrow())));
    }

    /** The worlds that are left out of the rollout. */
    Set<WorldSite> leftOut() {
        return leftOut;
    }

    /** The worlds that have the release in a stage. */
    List<WorldSite> reached(int stage) {
        return without(fleet.sites()
                .subList(0, rollout.stages().get(stage).reach(fleet.sites().size())));
    }

    private List<WorldSite> without(List<WorldSite> some) {
        return some.stream().filter(site -> !leftOut.contains(site)).toList();
    }

    /** All worlds of the rollout. */
    List<WorldSite> all() {
        return without(fleet.sites());
    }

    /** Whether nobody but staff can play on the new release in a stage. */
    boolean isClosed(int stage) {
        return rollout.stages().get(stage).kind() == StageSpec.Kind.STAFF;
    }

    /** What the new release is compared with in a stage. */
    Baseline baseline(int stage) {
        if (!compared.sites().isEmpty()) {
            return new Baseline(Baseline.Kind.FRESH, compared.sites());
        }
        List<WorldSite> others = others(stage);
        return new Baseline(others.isEmpty() ? Baseline.Kind.PAST : Baseline.Kind.CONCURRENT, others);
    }

    /** The worlds that have not got it yet in a stage. */
    private List<WorldSite> others(int stage) {
        return without(fleet.sites()
                .subList(
                        rollout.stages().get(stage).reach(fleet.sites().size()),
                        fleet.sites().size()));
    }

    /**
     * Does the work of a stage.
     *
     * @return why the release is bad, or nothing if it is not
     */
    Optional<String> apply(int stage) throws InterruptedException {
        StageSpec spec = rollout.stages().get(stage);
        if (spec.kind() == StageSpec.Kind.SMOKE) {
            return tried(spec.pause());
        }
        Map<String, String> overrides = spec.overrides();
        List<WorldSite> left = new ArrayList<>();
        List<WorldDelivery> deliveries;
        try {
            for (WorldSite site : reached(stage)) {
                if (fleet.away(site).isPresent()) {
                    return Optional.of(site.world().name() + ": "
                            + Fleet.unreached(fleet.away(site).get()));
                }
                if (!isReloaded(site, overrides)) {
                    left.add(site);
                }
            }
            deliveries = deliveries(left, plan.with(overrides));
            fleet.bring(deliveries);
        } catch (OperationFailure e) {
            return Optional.of(e.getMessage());
        }
        Optional<String> problem =
                problem(fleet.deliver(deliveries, plan.policy().maxUnavailable()));
        if (problem.isEmpty() && !left.isEmpty()) {
            startBaselineAnew();
        }
        return problem;
    }

    /**
     * The worlds that stages have left closed or open to some only, and what opens them; for people.
     *
     * @param touched how many of the worlds, from the first, a stage has reached
     */
    List<String> limited(int touched) throws InterruptedException {
        List<String> limited = new ArrayList<>();
        for (WorldSite site : without(fleet.sites().subList(0, touched))) {
            try {
                if (fleet.away(site).isEmpty()
                        && site.running().filter(target.name()::equals).isPresent()) {
                    limit(site).ifPresent(limited::add);
                }
            } catch (OperationFailure e) {
                limited.add("nobody can tell whether " + site.world().name() + " is open: " + e.getMessage());
            }
        }
        return limited;
    }

    private Optional<String> limit(WorldSite site) throws InterruptedException {
        for (StageSpec stage : rollout.stages()) {
            if (!stage.overrides().isEmpty() && site.isConfigured(target.name(), stage.overrides())) {
                return Optional.of(site.world().name()
                        + (stage.kind() == StageSpec.Kind.STAFF
                                ? " is still closed to all but staff"
                                : " still admits " + stage.players() + " players only")
                        + ": deployRelease of the same release opens it by a restart, rollbackRelease brings back what"
                        + " ran before");
            }
        }
        return Optional.empty();
    }

    /** Tries the release on a clone of the first world's database. */
    private Optional<String> tried(Duration watch) throws InterruptedException {
        WorldSite first = fleet.sites().get(0);
        try {
            new WorldDelivery(first, target, plan, known, context).bring();
            return first.smoke(target.name(), watch)
                    .map(problem -> first.world().name() + ": " + problem);
        } catch (OperationFailure e) {
            return Optional.of(e.getMessage());
        }
    }

    /** A server that has just begun is slower than one that is warm; so the old release begins with the new one. */
    private void startBaselineAnew() throws InterruptedException {
        List<WorldDelivery> again = new ArrayList<>();
        for (WorldSite site : compared.reachable()) {
            try {
                site.inspect()
                        .current()
                        .map(now -> new WorldDelivery(site, known.target(now), plan.again(), known, context))
                        .ifPresent(again::add);
            } catch (OperationFailure e) {
                context.log().warn(site.world().name() + " is not started anew: " + e.getMessage());
            }
        }
        // Where that goes wrong there is nothing to compare with, which the analysis sees and says.
        problem(compared.deliver(again, AT_ONCE)).ifPresent(context.log()::warn);
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
        return new Workers<Optional<String>>(AT_ONCE, "aviary-health")
                        .all(reached(stage).stream()
                                .map(site -> (Workers.Work<Optional<String>>) () -> unhealthy(site))
                                .toList())
                        .stream()
                        .flatMap(Optional::stream)
                        .findFirst();
    }

    /**
     * A server that is gone is so at once; one that does not answer gets a moment. A host that cannot be reached says
     * nothing of the release: what cannot be measured meanwhile is missing, which never passes.
     */
    private Optional<String> unhealthy(WorldSite site) throws InterruptedException {
        try {
            return site.awaitHealthy(MOMENT)
                    ? Optional.empty()
                    : Optional.of(site.world().name() + " does not serve players any more");
        } catch (OperationFailure e) {
            context.log().warn("Nobody can tell how " + site.world().name() + " is: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** A world that cannot go back without a loss keeps the release, and gets it again if it does not run. */
    private WorldOutcome kept(WorldSite site, String before, List<String> losses) throws InterruptedException {
        String reason = String.join(" Also, ", losses) + " rollbackRelease goes back all the same";
        if (site.running().isEmpty()) {
            WorldOutcome again = new WorldDelivery(site, target, plan.with(Map.of()), known, context).deliver();
            reason += "; " + target.name()
                    + (again.state().isGood() ? " was started again" : " does not run: " + again.reason());
        }
        return WorldOutcome.of(site.world(), WorldState.FAILED, site.running().orElse(""), before, reason);
    }

    /**
     * Brings every world that has the release back to what it ran before, all at once: every one of them is bad. A world
     * that cannot be reached keeps no other from that.
     *
     * @param touched how many of the worlds, from the first, a stage has reached
     * @return what became of each world
     */
    List<WorldOutcome> takeBack(String reason, int touched) throws InterruptedException {
        DeliveryPlan backwards = plan.back(reason);
        Set<WorldSite> had = Set.copyOf(without(fleet.sites().subList(0, touched)));
        return fleet.each(
                "Taking back",
                fleet.sites(),
                site -> takenBack(site, backwards),
                (site, problem) -> had.contains(site)
                        ? Fleet.lost(site, target.name(), before(site), problem)
                        : neverTouched(site, problem));
    }

    private String before(WorldSite site) {
        return rollout.before().getOrDefault(site.world().name(), "");
    }

    private WorldOutcome neverTouched(WorldSite site, String problem) {
        return WorldOutcome.of(
                site.world(),
                WorldState.UNTOUCHED,
                before(site),
                "",
                Fleet.unreached(problem) + "; the rollout never touched it");
    }

    private WorldOutcome takenBack(WorldSite site, DeliveryPlan backwards) throws InterruptedException {
        FolderState state = site.inspect();
        boolean has = state.current().filter(target.release()::equals).isPresent()
                || site.running().filter(target.name()::equals).isPresent();
        if (!has) {
            return Fleet.untouched(site, "");
        }
        String before = before(site);
        Optional<InstalledRelease> previous = state.release(before);
        if (previous.isEmpty()) {
            return WorldOutcome.of(
                    site.world(),
                    WorldState.FAILED,
                    target.name(),
                    before,
                    before.isEmpty() ? "nothing ran before" : before + " is on the host no more");
        }
        DeliveryTarget then = known.target(previous.get());
        List<String> losses = known.losses(site, target.release(), then);
        return losses.isEmpty()
                ? new WorldDelivery(site, then, backwards, known, context).deliver()
                : kept(site, before, losses);
    }
}
