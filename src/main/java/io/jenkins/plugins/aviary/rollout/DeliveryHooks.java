package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.OperationLog;
import io.jenkins.plugins.aviary.rollout.hook.HookPhase;
import java.util.Optional;

/**
 * What the hooks of a world mean for its delivery: a release whose post-deploy hook fails is bad, while a post-rollback
 * hook that fails is only told, since there is nothing better left to go to. Used by one thread that holds the world's lock.
 */
final class DeliveryHooks {
    private final WorldSite site;
    private final OperationLog log;
    private String complaint = "";

    DeliveryHooks(WorldSite site, OperationLog log) {
        this.site = site;
        this.log = log;
    }

    /** Runs those for a release that serves players; tells why that is bad, or nothing. */
    Optional<String> after(boolean backwards, String release) throws InterruptedException {
        if (backwards) {
            afterRollback(release);
            return Optional.empty();
        }
        return problem(HookPhase.POST_DEPLOY, release);
    }

    /** Runs those for a release that players were brought back to. */
    void afterRollback(String release) throws InterruptedException {
        Optional<String> problem = problem(HookPhase.POST_ROLLBACK, release);
        if (problem.isPresent()) {
            complaint = problem.get();
            log.error(release + " runs on " + site.world().qualifiedName() + ", but " + complaint);
        }
    }

    private Optional<String> problem(HookPhase phase, String release) throws InterruptedException {
        try {
            site.checkLock();
            return site.runHooks(phase, release);
        } catch (OperationFailure e) {
            return Optional.of(e.getMessage());
        }
    }

    /** A reason with what was wrong after the way back, if anything was. */
    String added(String reason) {
        return complaint.isEmpty() ? reason : reason.isEmpty() ? complaint : reason + "; and " + complaint;
    }
}
