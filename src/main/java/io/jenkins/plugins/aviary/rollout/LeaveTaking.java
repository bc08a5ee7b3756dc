package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.OperationLog;
import java.util.Optional;

/**
 * The farewell to the players of a world in its delivery: before the save, and taken back if the old server stays. Nobody
 * waits for players when a bad release is taken back. Used by one thread that holds the world's lock.
 */
final class LeaveTaking {
    private final WorldSite site;
    private final DeliveryPlan plan;
    private final OperationLog log;

    LeaveTaking(WorldSite site, DeliveryPlan plan, OperationLog log) {
        this.site = site;
        this.plan = plan;
        this.log = log;
    }

    /** Tells the players of the running server and waits for them. */
    void take() throws InterruptedException {
        if (plan.backwards()) {
            return;
        }
        try {
            site.sayFarewell();
        } catch (OperationFailure e) {
            if (!plan.evenUnsaved()) {
                throw e;
            }
            log.warn(e.getMessage() + " It is stopped all the same, as evenUnsaved says.");
        }
    }

    /** Brings its configuration back, whoever changed it, also a run that was killed; gives what is to be told, with more. */
    String over(String reason) throws InterruptedException {
        Optional<String> problem = site.endFarewell();
        problem.ifPresent(log::error);
        return problem.map(text -> reason.isEmpty() ? text : reason + "; and " + text)
                .orElse(reason);
    }
}
