package io.jenkins.plugins.aviary.jenkins.gate;

import hudson.AbortException;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.aviary.jenkins.Installation;
import io.jenkins.plugins.aviary.jenkins.agent.EnvironmentSource;
import io.jenkins.plugins.aviary.operation.OperationType;
import io.jenkins.plugins.aviary.release.PromoteRelease;
import java.util.HashMap;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Holds a release against what its environment demands, with the controller's ledger and artifacts. */
public final class PromotionExecution extends ControllerExecution {
    private static final long serialVersionUID = 1L;

    private final HashMap<String, Object> parameters;

    /** The execution of a promotion. */
    public PromotionExecution(StepContext context, Map<String, Object> parameters) {
        super(context);
        this.parameters = new HashMap<>(parameters);
    }

    @Override
    protected void work() throws Exception {
        PromoteRelease asked = (PromoteRelease) new OperationType(PromoteRelease.class).bind(parameters);
        Installation installation = Installation.get();
        TaskListener listener = getContext().get(TaskListener.class);
        PromoteRelease.Result result = asked.check(
                EnvironmentSource.of(asked.environment(), getContext()),
                installation.artifacts(),
                installation.home(),
                installation.ledger(),
                installation.clock().instant());
        result.requirements()
                .forEach(one -> listener.getLogger()
                        .println((one.met() ? "  has    " : "  LACKS  ") + one.name() + ": " + one.text()));
        if (!result.promoted()) {
            throw new AbortException("promoteRelease: " + result.version() + " may not go to " + asked.environment()
                    + " yet: " + result.missing());
        }
        if (!asked.dryRun()) {
            installation.events(getContext().get(Run.class)).record(PromoteRelease.event(result));
        }
        listener.getLogger()
                .println((asked.dryRun() ? "may go: " : "promoted ") + result.version() + " to " + asked.environment());
        succeed(result);
    }

    @Override
    public String getStatus() {
        return "holding a release against what its environment demands";
    }
}
