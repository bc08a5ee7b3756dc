package io.jenkins.plugins.aviary.jenkins.step;

import hudson.model.Run;
import io.jenkins.plugins.aviary.jenkins.StarterRights;
import io.jenkins.plugins.aviary.jenkins.agent.OperationExecution;
import io.jenkins.plugins.aviary.jenkins.agent.WindowExecution;
import io.jenkins.plugins.aviary.jenkins.gate.GateExecution;
import io.jenkins.plugins.aviary.jenkins.gate.PromotionExecution;
import io.jenkins.plugins.aviary.jenkins.page.UsedAviary;
import java.io.IOException;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * A step that runs the operation of its name in a process on the agent. Its subclasses are made from the catalogue by
 * {@code ./dev steps}; they hold what the Jenkinsfile gives and know nothing of what is done with it.
 */
public abstract class OperationStep extends Step {
    /** The parameters that are given or have a default, by the name that the operation knows; in its order. */
    public abstract Map<String, Object> parameters();

    /**
     * Starts the work; the step itself is forgotten, its values live on in the execution. What needs people or the whole
     * installation's state works on the controller, all else in a process on the agent.
     */
    @Override
    public StepExecution start(StepContext context) throws IOException, InterruptedException {
        String name = getDescriptor().getFunctionName();
        StarterRights.check(context.get(Run.class), name);
        UsedAviary.mark(context.get(Run.class));
        return switch (name) {
            case "approvalGate" -> new GateExecution(context, parameters());
            case "promoteRelease" -> new PromotionExecution(context, parameters());
            case "maintenanceWindow" -> new WindowExecution(context, name, parameters());
            default -> new OperationExecution(context, name, parameters());
        };
    }

    /** The items of a list or a map, one a line, for the form. */
    public final String lines(String name) {
        return GivenValues.lines(parameters().get(name));
    }

    /** Sets a parameter that is a map, which a form gives as lines. */
    void setMap(String name, Map<String, String> values) {
        throw new IllegalArgumentException(name + " is no map of texts");
    }
}
