package io.jenkins.plugins.aviary.jenkins.page;

import hudson.model.Actionable;
import hudson.model.InvisibleAction;
import hudson.model.Run;
import io.jenkins.plugins.aviary.jenkins.PipelineEvents;

/** Marks a run that has used a step of Aviary, so that others get no tab. */
public final class UsedAviary extends InvisibleAction {
    /** Marks a run, once. */
    public static void mark(Run<?, ?> run) {
        if (markFirst(run)) {
            PipelineEvents.begun(run);
        }
    }

    /** Marks a run; false if it was marked before. Of steps that begin at once, one is the first. */
    static boolean markFirst(Actionable run) {
        synchronized (run) {
            if (on(run)) {
                return false;
            }
            run.addAction(new UsedAviary());
            return true;
        }
    }

    /** Whether a run is marked. */
    public static boolean on(Actionable run) {
        return run.getAction(UsedAviary.class) != null;
    }
}
