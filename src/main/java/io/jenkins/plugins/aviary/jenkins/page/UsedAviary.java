package io.jenkins.plugins.aviary.jenkins.page;

import hudson.model.InvisibleAction;
import hudson.model.Run;
import io.jenkins.plugins.aviary.jenkins.PipelineEvents;

/** Marks a run that has used a step of Aviary, so that others get no tab. */
public final class UsedAviary extends InvisibleAction {
    /** Marks a run, once. */
    public static void mark(Run<?, ?> run) {
        synchronized (run) {
            if (run.getAction(UsedAviary.class) != null) {
                return;
            }
            run.addAction(new UsedAviary());
        }
        PipelineEvents.begun(run);
    }
}
