package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.host.FolderState;
import io.jenkins.plugins.aviary.host.InstalledRelease;
import io.jenkins.plugins.aviary.host.JournalEntry;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.OperationLog;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Ends a delivery that was broken off, by a killed run or a cancelled one: a new server that serves players stays, if its
 * hooks do not fail, and otherwise the release that was found good last is started again. Called by whoever holds the world's lock, so nobody
 * else is at work there.
 */
final class Recovery {
    private final WorldSite site;
    private final KnownReleases known;
    private final Duration readyWithin;
    private final OperationLog log;

    Recovery(WorldSite site, KnownReleases known, Duration readyWithin, OperationLog log) {
        this.site = site;
        this.known = known;
        this.readyWithin = readyWithin;
        this.log = log;
    }

    /**
     * Ends what the journal says is unfinished; does nothing if nothing is.
     *
     * @return what was done, for people, or nothing
     * @throws OperationFailure if no release could be brought to run
     */
    Optional<String> settle() throws InterruptedException {
        FolderState state = site.inspect();
        Optional<JournalEntry> unfinished = state.journal().unfinished();
        if (unfinished.isEmpty()) {
            return Optional.empty();
        }
        site.endFarewell().ifPresent(log::error);
        JournalEntry cut = unfinished.get();
        String done = settle(state, cut);
        log.warn("The delivery of " + cut.release() + " to " + site.world().qualifiedName() + " by " + cut.actor()
                + " was broken off at " + cut.time() + ": " + done);
        return Optional.of(done);
    }

    private String settle(FolderState state, JournalEntry cut) throws InterruptedException {
        Optional<String> running = site.running();
        Optional<InstalledRelease> runs = running.flatMap(state::release);
        if (runs.isPresent() && site.awaitHealthy(readyWithin) && isHooked(state, cut, runs.get())) {
            site.activate(runs.get().name());
            confirm(runs.get(), "it serves players; the delivery of " + cut.release() + " was broken off");
            return runs.get().name() + " serves players and stays.";
        }
        if (site.running().isPresent()) {
            site.stop(true);
        }
        StringBuilder tried = new StringBuilder();
        for (InstalledRelease candidate : candidates(state, cut)) {
            Optional<String> problem = known.fit(site, candidate).objection();
            if (problem.isEmpty()) {
                problem = started(candidate);
            }
            if (problem.isEmpty()) {
                if (!candidate.name().equals(cut.release())) {
                    reject(state, cut);
                }
                confirm(candidate, "started again after the delivery of " + cut.release() + " was broken off");
                return candidate.name() + " was started again.";
            }
            tried.append(' ').append(candidate.name()).append(": ").append(problem.get());
        }
        throw new OperationFailure("No release of " + site.world().qualifiedName() + " could be started after the"
                + " delivery of " + cut.release() + " was broken off." + tried);
    }

    /**
     * Runs the hooks that the broken off delivery may not have come to: a release is never confirmed without them. One that
     * was good before counts as gone back to.
     */
    private boolean isHooked(FolderState state, JournalEntry cut, InstalledRelease runs) throws InterruptedException {
        if (!runs.name().equals(cut.release())) {
            return true;
        }
        boolean backwards = state.journal().good().contains(cut.release());
        Optional<String> problem = new DeliveryHooks(site, log).after(backwards, cut.release());
        problem.ifPresent(
                text -> log.error(cut.release() + " is bad on " + site.world().qualifiedName() + ": " + text));
        return problem.isEmpty();
    }

    private void reject(FolderState state, JournalEntry cut) throws InterruptedException {
        Optional<InstalledRelease> release = state.release(cut.release());
        if (release.isPresent()) {
            site.record(JournalEntry.Kind.REJECTED, release.get(), "its delivery was broken off", cut.deployment());
        }
    }

    private Optional<String> started(InstalledRelease candidate) throws InterruptedException {
        try {
            site.activate(candidate.name());
            site.start(candidate.name());
            Optional<String> problem = site.awaitReady(readyWithin);
            if (problem.isPresent()) {
                site.stop(true);
            }
            return problem;
        } catch (OperationFailure e) {
            return Optional.of(e.getMessage());
        }
    }

    /** What was good, the last first, then what was being delivered. */
    private static List<InstalledRelease> candidates(FolderState state, JournalEntry cut) {
        Set<InstalledRelease> candidates = new LinkedHashSet<>();
        if (cut.kind() == JournalEntry.Kind.BEGUN) {
            state.current().filter(now -> !now.name().equals(cut.release())).ifPresent(candidates::add);
        }
        state.journal().good().stream()
                .map(state::release)
                .flatMap(Optional::stream)
                .filter(release -> !release.name().equals(cut.release()))
                .limit(1)
                .forEach(candidates::add);
        state.release(cut.release()).ifPresent(candidates::add);
        return List.copyOf(candidates);
    }

    private void confirm(InstalledRelease release, String reason) throws InterruptedException {
        site.record(JournalEntry.Kind.CONFIRMED, release, reason, "");
    }
}
