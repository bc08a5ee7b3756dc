package io.jenkins.plugins.aviary.jenkins.step;

import hudson.AbortException;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.stapler.StaplerRequest2;

/** What all operation steps have in common for pipelines and forms: their name and the context that they need. */
public abstract class OperationStepDescriptor extends StepDescriptor {
    private static final int LONGEST_LABEL = 80;

    /** Those that stand around a block. */
    private static final Set<String> BLOCKS = Set.of("maintenanceWindow");

    /** Those that need no agent. */
    private static final Set<String> ON_CONTROLLER = Set.of("approvalGate", "promoteRelease");

    private final String functionName;
    private final List<String> lists;
    private final List<String> maps;

    /**
     * A step of the catalogue.
     *
     * @param lists the parameters that are lists of texts, one a line in the form
     * @param maps the parameters that are texts by name, {@code NAME=VALUE} on each line of the form
     */
    protected OperationStepDescriptor(String functionName, List<String> lists, List<String> maps) {
        this.functionName = functionName;
        this.lists = List.copyOf(lists);
        this.maps = List.copyOf(maps);
    }

    @Override
    public final String getFunctionName() {
        return functionName;
    }

    @Override
    public final Set<? extends Class<?>> getRequiredContext() {
        if (ON_CONTROLLER.contains(functionName)) {
            return Set.of(Run.class, FlowNode.class, TaskListener.class);
        }
        return Set.of(Run.class, FlowNode.class, FilePath.class, Launcher.class, EnvVars.class, TaskListener.class);
    }

    @Override
    public final boolean takesImplicitBlockArgument() {
        return BLOCKS.contains(functionName);
    }

    /** Names what the step is about in the graph: the environment or the release, never a credential. */
    @Override
    public final String argumentsToString(Map<String, Object> arguments) {
        for (String telling :
                List.of("environment", "world", "to", "artifact", "release", "flag", "preset", "source")) {
            if (arguments.get(telling) instanceof String text && !text.isBlank()) {
                return text.length() > LONGEST_LABEL ? text.substring(0, LONGEST_LABEL) : text;
            }
        }
        return null;
    }

    /** Makes the step that a pipeline asks for; what it cannot take is told in one line. */
    @Override
    @SuppressWarnings("deprecation") // there is no other way to say how a step is made
    public final Step newInstance(Map<String, Object> arguments) throws Exception {
        try {
            return super.newInstance(new PipelineValues(functionName).of(clazz, "", arguments));
        } catch (InvalidParameter e) {
            throw new AbortException(e.getMessage());
        }
    }

    @Override
    public final Step newInstance(StaplerRequest2 request, JSONObject form) throws FormException {
        Map<String, Map<String, String>> given = FormChecks.split(form, lists, maps);
        Step step = super.newInstance(request, form);
        if (step instanceof OperationStep operation) {
            given.forEach(operation::setMap);
        }
        return step;
    }
}
