package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.host.FolderState;
import io.jenkins.plugins.aviary.host.HostFailure;
import io.jenkins.plugins.aviary.host.InstallReport;
import io.jenkins.plugins.aviary.host.InstalledRelease;
import io.jenkins.plugins.aviary.host.JournalEntry;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.server.StillStopping;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Delivers a release to one world whose lock is held: saves its players, stops the old server, switches, starts the new
 * one, sees it ready; if it is not, brings back what ran before. Used by one thread; a cancelled one leaves the world on
 * a release that runs.
 */
final class WorldDelivery {
    private static final Duration MOMENT = Duration.ofSeconds(3);
    private static final int MOST_WAYS = 3;

    private final WorldSite site;
    private final DeliveryTarget target;
    private final DeliveryPlan plan;
    private final KnownReleases known;
    private final RunContext context;
    private final DeliveryEvents events;
    private final DeliveryHooks hooks;
    private final LeaveTaking leave;
    private long sentBytes;
    private Optional<WorldSite.Dump> dump = Optional.empty();
    /** When the server that was started last was ready. */
    private Instant ready = Instant.EPOCH;
    /** Whether the server was told to stop, did not, and may do so yet. */
    private boolean mayGoDown;
    /** The version of the database that was dumped. */
    private OptionalInt dumped = OptionalInt.empty();
    /** Whether players could play on the new server, so that the dump lacks what they did. */
    private boolean served;

    WorldDelivery(WorldSite site, DeliveryTarget target, DeliveryPlan plan, KnownReleases known, RunContext context) {
        this.site = site;
        this.target = target;
        this.plan = plan;
        this.known = known;
        this.context = context;
        this.events = new DeliveryEvents(context.events(), plan);
        this.hooks = new DeliveryHooks(site, context.log());
        this.leave = new LeaveTaking(site, plan, context.log());
    }

    WorldSite site() {
        return site;
    }

    /** Brings the release to the host, whole; the running server is not touched. */
    void bring() throws InterruptedException {
        if (target.content().isPresent()) {
            InstallReport report = site.install(target.content().get());
            sentBytes = report.sentBytes();
            context.log()
                    .info(report.release() + " is whole on "
                            + site.world().host().name() + " ("
                            + site.world().name() + "): " + report.files() + " files, " + sentBytes / 1024
                            + " KiB travelled");
            return;
        }
        List<String> damage = site.damage(target.release());
        if (!damage.isEmpty()) {
            throw new OperationFailure(
                    target.name() + " on " + site.world().host().name() + " is damaged ("
                            + damage.get(0) + (damage.size() > 1 ? " and " + (damage.size() - 1) + " more" : "")
                            + "), and the artifact store has it no more to mend it; choose another release.");
        }
    }

    /** Delivers it. The release must have been brought. */
    WorldOutcome deliver() throws InterruptedException {
        FolderState state = site.inspect();
        Optional<String> running = site.running();
        if (!plan.force() && isThere(state, running)) {
            return outcome(WorldState.UNCHANGED, target.name(), Optional.of(target.release()), "", Duration.ZERO);
        }
        Optional<InstalledRelease> previous = previous(state);
        Instant begun = context.clock().instant();
        context.log().info("Delivering " + target.name() + " to " + site.world().qualifiedName());
        events.started(
                site.world(),
                DeliveryEvents.versionOf(target.name()),
                target.release().digest(),
                previous);
        try {
            site.checkLock();
            site.record(JournalEntry.Kind.BEGUN, target.release(), plan.reason(), plan.deployment());
            boolean died = running.isEmpty() && site.hasDied();
            return replaced(state, running.isPresent(), ways(state, previous, died), begun);
        } catch (InterruptedException e) {
            Thread.interrupted();
            recovery().settle();
            throw e;
        }
    }

    private WorldOutcome replaced(FolderState state, boolean running, List<InstalledRelease> ways, Instant begun)
            throws InterruptedException {
        Optional<InstalledRelease> previous = previous(state);
        Instant down;
        boolean told = false;
        try {
            leave.over("");
            site.configure(target.name(), plan.overrides());
            if (running) {
                leave.take();
            }
            boolean mayForce = running && !isSaved() || plan.evenUnsaved();
            site.checkLock();
            down = context.clock().instant();
            told = true;
            site.stop(mayForce);
            told = false;
            leave.over("");
            if (plan.dumps()) {
                dumped = site.databaseVersion();
                dump = Optional.of(site.dump());
            }
        } catch (OperationFailure e) {
            mayGoDown = e instanceof StillStopping || told && e instanceof HostFailure;
            return notBegun(previous, begun, e.getMessage());
        }
        Optional<String> problem = started(target.release());
        if (problem.isEmpty()) {
            problem = hooks.after(plan.backwards(), target.name());
        }
        if (problem.isPresent()) {
            return restored(ways, previous, begun, down, problem.get());
        }
        Duration downtime = running ? Duration.between(down, ready) : Duration.ZERO;
        if (plan.backwards() && previous.isPresent()) {
            site.record(JournalEntry.Kind.REJECTED, previous.get(), plan.reason(), plan.deployment());
        }
        site.record(JournalEntry.Kind.CONFIRMED, target.release(), plan.reason(), plan.deployment());
        reported(state, previous, begun, ready, downtime);
        prune(previous);
        return outcome(WorldState.DELIVERED, target.name(), previous, hooks.added(wayBack()), downtime);
    }

    /**
     * Looks at the world once more after others were delivered to: a release that died since it was found good is bad,
     * and a server that was told to stop may have gone down only now.
     *
     * @param then what became of it before
     * @return what became of it in the end
     */
    WorldOutcome lookedAgain(WorldOutcome then) throws InterruptedException {
        try {
            if (mayGoDown && site.running().isEmpty()) {
                String done = recovery().settle().orElse("");
                return outcome(
                        WorldState.FAILED,
                        running().orElse(""),
                        Optional.empty(),
                        then.reason() + " " + done,
                        Duration.ZERO);
            }
            if (then.state() != WorldState.DELIVERED || site.awaitHealthy(MOMENT)) {
                return then;
            }
            Instant down = context.clock().instant();
            String problem = "it was good at first, but serves nobody any more";
            FolderState state = site.inspect();
            Optional<InstalledRelease> previous = state.release(then.previous());
            site.checkLock();
            site.record(JournalEntry.Kind.BEGUN, target.release(), problem, plan.deployment());
            return restored(
                    ways(state, plan.backwards() ? Optional.empty() : previous, false), previous, down, down, problem);
        } catch (OperationFailure e) {
            context.log().warn("Nobody can tell how " + site.world().name() + " is now: " + e.getMessage());
            return then;
        }
    }

    private Recovery recovery() {
        return new Recovery(site, known, plan.policy().readyWithin(), context.log());
    }

    /** The dump is tried once players play again: a way back that nobody tried is none. */
    private String wayBack() throws InterruptedException {
        if (dump.isEmpty()) {
            return "";
        }
        try {
            dump.get().prove();
            return "the way back is the dump " + dump.get().name();
        } catch (OperationFailure e) {
            context.log().error(e.getMessage());
            return "the dump from before is not valid: " + e.getMessage();
        }
    }

    private void reported(
            FolderState state, Optional<InstalledRelease> previous, Instant begun, Instant up, Duration downtime) {
        long millis = Duration.between(begun, up).toMillis();
        if (plan.backwards() && previous.isPresent()) {
            events.wentBack(
                    site.world(),
                    previous.get().digest(),
                    state.journal().deployment(previous.get().name()),
                    target.release(),
                    begun,
                    millis);
            return;
        }
        events.finished(site.world(), target.release().digest(), plan.reason(), millis, downtime.toMillis());
    }

    /**
     * Has the server save. Where a world goes back, one that serves nobody any more and does not save either is ended all
     * the same: there is nothing that it could still save.
     *
     * @return whether it saved; if not, it may be ended
     */
    private boolean isSaved() throws InterruptedException {
        try {
            site.save(plan.saveWithin());
            return true;
        } catch (OperationFailure e) {
            if (plan.evenUnsaved()) {
                context.log().warn(e.getMessage() + " It is stopped all the same, as evenUnsaved says.");
                return false;
            }
            if (!plan.backwards() || e instanceof HostFailure) {
                throw e;
            }
            if (site.awaitHealthy(MOMENT)) {
                throw new OperationFailure(
                        e.getMessage() + "; it still serves players, so it is not ended before it has saved:"
                                + " evenUnsaved ends it all the same",
                        e);
            }
            context.log()
                    .error(e.getMessage() + "; it serves nobody any more, so nothing more can be saved: it is ended, by"
                            + " force if it does not stop, and its core dump is kept");
            return false;
        }
    }

    /** Starts a release; tells why it is not good, or nothing if it is. */
    private Optional<String> started(InstalledRelease release) throws InterruptedException {
        try {
            site.checkLock();
            site.activate(release.name());
            site.record(JournalEntry.Kind.ACTIVATED, release, plan.reason(), plan.deployment());
            site.start(release.name());
            Optional<String> problem = site.awaitReady(plan.policy().readyWithin());
            ready = context.clock().instant();
            if (problem.isPresent()) {
                return problem;
            }
            served = true;
            return site.watch(plan.policy().steadyFor());
        } catch (OperationFailure e) {
            return Optional.of(e.getMessage());
        }
    }

    private WorldOutcome restored(
            List<InstalledRelease> ways,
            Optional<InstalledRelease> previous,
            Instant begun,
            Instant down,
            String problem)
            throws InterruptedException {
        Instant detected = context.clock().instant();
        context.log().error(target.name() + " is bad on " + site.world().qualifiedName() + ": " + problem);
        StringBuilder tried = new StringBuilder(problem);
        try {
            for (InstalledRelease way : ways) {
                Optional<String> obstacle =
                        obstacle(way, previous.filter(way::equals).isPresent());
                if (obstacle.isEmpty()) {
                    site.stop(true);
                    obstacle = started(way);
                }
                if (obstacle.isEmpty()) {
                    site.record(JournalEntry.Kind.REJECTED, target.release(), problem, plan.deployment());
                    hooks.afterRollback(way.name());
                    confirm(way, "it runs again, since " + target.name() + " was bad");
                    long millis = Duration.between(begun, ready).toMillis();
                    events.rolledBack(site.world(), target.release().digest(), way, problem, detected, millis);
                    return outcome(
                            WorldState.ROLLED_BACK,
                            way.name(),
                            previous,
                            hooks.added(tried.toString()),
                            Duration.between(down, ready));
                }
                tried.append("; and ").append(way.name()).append(": ").append(obstacle.get());
            }
            if (ways.isEmpty()) {
                tried.append("; and nothing ran before that could be started again");
            }
            site.record(JournalEntry.Kind.REJECTED, target.release(), problem, plan.deployment());
            return failed(previous, begun, tried.toString(), Optional.empty());
        } catch (OperationFailure e) {
            return failed(previous, begun, tried + "; and it could not be undone: " + e.getMessage(), Optional.empty());
        }
    }

    /**
     * What may be gone back to, in the order in which it is tried: what ran before, then what was found good before that.
     * What died by itself comes last.
     */
    private List<InstalledRelease> ways(FolderState state, Optional<InstalledRelease> previous, boolean died) {
        Set<InstalledRelease> ways = new LinkedHashSet<>();
        if (!died) {
            previous.ifPresent(ways::add);
        }
        state.journal().good().stream()
                .map(state::release)
                .flatMap(Optional::stream)
                .filter(release -> !release.equals(target.release()))
                .filter(release -> !died || previous.filter(release::equals).isEmpty())
                .limit(MOST_WAYS)
                .forEach(ways::add);
        previous.ifPresent(ways::add);
        return List.copyOf(ways);
    }

    /** What keeps an earlier release from serving again. */
    private Optional<String> obstacle(InstalledRelease way, boolean ranJustBefore) throws InterruptedException {
        DatabaseFit fit = known.fit(site, way);
        fit.note().ifPresent(context.log()::info);
        boolean helps = dump.isPresent() && !served && !dumped.equals(site.databaseVersion());
        if (fit.objection().isPresent() && helps) {
            context.log().warn(fit.objection().get() + " The dump from before is restored.");
            site.stop(true);
            dump.get().undo();
            return known.fit(site, way).objection();
        }
        if (fit.objection().isPresent() || ranJustBefore) {
            return fit.objection();
        }
        // Further back than anybody asked for, players must lose nothing.
        List<String> losses = known.losses(site, target.release(), known.target(way));
        return losses.isEmpty() ? Optional.empty() : Optional.of(String.join(" Also, ", losses));
    }

    /** What was to be done did not get as far as ending the old server, unless that was down before. */
    private WorldOutcome notBegun(Optional<InstalledRelease> previous, Instant begun, String problem)
            throws InterruptedException {
        String reason = leave.over(problem);
        Optional<InstalledRelease> untouched = Optional.empty();
        try {
            Optional<String> running = site.running();
            if (running.isEmpty()) {
                reason += recovery().settle().map(done -> " " + done).orElse("");
            } else if (mayGoDown) {
                // The journal keeps the delivery open, so that whoever comes next brings the world up again.
                reason += "; if it goes down, the next delivery to it starts it again";
            } else {
                site.record(JournalEntry.Kind.ABANDONED, target.release(), problem, plan.deployment());
                untouched = site.inspect().release(running.get());
            }
        } catch (OperationFailure e) {
            reason += "; and it could not be undone: " + e.getMessage();
        }
        return failed(previous, begun, reason, untouched);
    }

    private WorldOutcome failed(
            Optional<InstalledRelease> previous, Instant begun, String reason, Optional<InstalledRelease> untouched)
            throws InterruptedException {
        long millis = Duration.between(begun, context.clock().instant()).toMillis();
        events.failed(site.world(), target.release().digest(), reason, millis, untouched);
        return outcome(WorldState.FAILED, running().orElse(""), previous, reason, Duration.ZERO);
    }

    private Optional<String> running() throws InterruptedException {
        try {
            return site.running();
        } catch (OperationFailure e) {
            // It is only for the report, which says already that something is wrong.
            return Optional.empty();
        }
    }

    private void confirm(InstalledRelease release, String reason) throws InterruptedException {
        site.record(JournalEntry.Kind.CONFIRMED, release, reason, "");
    }

    private void prune(Optional<InstalledRelease> previous) throws InterruptedException {
        try {
            Set<String> must = previous.map(release -> Set.of(release.name())).orElse(Set.of());
            List<String> deleted = site.prune(plan.policy().keepReleases(), must);
            if (!deleted.isEmpty()) {
                context.log()
                        .info("Deleted old releases of " + site.world().qualifiedName() + ": "
                                + String.join(", ", deleted));
            }
        } catch (OperationFailure e) {
            context.log().warn("Old releases stay: " + e.getMessage());
        }
    }

    private boolean isThere(FolderState state, Optional<String> running) throws InterruptedException {
        return state.current().filter(target.release()::equals).isPresent()
                && running.filter(target.name()::equals).isPresent()
                && state.journal().unfinished().isEmpty()
                && state.journal().isConfirmed(target.name())
                && site.isConfigured(target.name(), plan.overrides());
    }

    /** What ran before and was found good. */
    private Optional<InstalledRelease> previous(FolderState state) {
        return state.current()
                .filter(now -> state.journal().isConfirmed(now.name()))
                .filter(now -> !now.equals(target.release()))
                .or(() -> state.journal().good().stream()
                        .filter(name -> !name.equals(target.name()))
                        .map(state::release)
                        .flatMap(Optional::stream)
                        .findFirst());
    }

    private WorldOutcome outcome(
            WorldState state, String release, Optional<InstalledRelease> previous, String reason, Duration downtime) {
        return new WorldOutcome(
                site.world().name(),
                site.world().host().name(),
                state,
                release,
                previous.map(InstalledRelease::name).orElse(""),
                reason,
                downtime.toMillis(),
                sentBytes);
    }
}
