package io.jenkins.plugins.aviary.jenkins;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.Extension;
import hudson.model.Computer;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import io.jenkins.plugins.aviary.jenkins.page.UsedAviary;
import io.jenkins.plugins.aviary.operation.Event;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Remembers when a build that uses Aviary has begun to do so, and how it ended. */
@Extension
@SuppressWarnings("rawtypes") // Jenkins tells of runs of all kinds
public final class PipelineEvents extends RunListener<Run> {
    private static final Logger LOG = Logger.getLogger(PipelineEvents.class.getName());

    /** A run has come to its first step of Aviary. Returns at once: pipelines must not wait on their own thread. */
    public static void begun(Run<?, ?> run) {
        Computer.threadPoolForRemoting.execute(() -> record(run, "pipeline.started", payload(run)));
    }

    @Override
    public void onCompleted(Run run, TaskListener listener) {
        if (UsedAviary.on(run)) {
            ObjectNode payload = payload(run);
            Result result = run.getResult();
            payload.put("result", result == null ? "" : result.toString().toLowerCase(Locale.ROOT));
            payload.put("durationMillis", System.currentTimeMillis() - run.getStartTimeInMillis());
            record(run, "pipeline.finished", payload);
        }
    }

    private static ObjectNode payload(Run<?, ?> run) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("job", run.getParent().getFullName())
                .put("number", run.getNumber());
    }

    private static void record(Run<?, ?> run, String type, ObjectNode payload) {
        try {
            Installation.get().events(run).record(Event.of(type, "", "", payload));
        } catch (RuntimeException e) {
            // The build itself must not fail of what is only told about it.
            LOG.log(Level.WARNING, e, () -> "The ledger lacks " + type + " of " + run);
        }
    }
}
