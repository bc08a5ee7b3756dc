package io.jenkins.plugins.aviary.jenkins.step;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.aviary.jenkins.CredentialChoices;
import io.jenkins.plugins.aviary.operation.Durations;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.stapler.StaplerRequest2;

/** What all operation steps have in common for forms: their name, their context, and how values are checked. */
public abstract class OperationStepDescriptor extends StepDescriptor {
    private static final int LONGEST_LABEL = 80;

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
        return Set.of(Run.class, FlowNode.class, FilePath.class, Launcher.class, EnvVars.class, TaskListener.class);
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

    /** Takes lists and maps as the form gives them: a text with one item a line. */
    @Override
    public final Step newInstance(StaplerRequest2 request, JSONObject form) throws FormException {
        for (String name : lists) {
            if (form.get(name) instanceof String text) {
                JSONArray items = new JSONArray();
                text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(items::add);
                form.put(name, items);
            }
        }
        Map<String, Map<String, String>> given = new LinkedHashMap<>();
        for (String name : maps) {
            if (form.remove(name) instanceof String text) {
                given.put(name, entries(text));
            }
        }
        Step step = super.newInstance(request, form);
        if (step instanceof OperationStep operation) {
            given.forEach(operation::setMap);
        }
        return step;
    }

    private static Map<String, String> entries(String text) {
        Map<String, String> entries = new LinkedHashMap<>();
        text.lines().filter(line -> line.indexOf('=') > 0).forEach(line -> {
            int equals = line.indexOf('=');
            entries.put(
                    line.substring(0, equals).strip(),
                    line.substring(equals + 1).strip());
        });
        return entries;
    }

    /** Whether a form's text is a length of time. */
    protected static FormValidation checkDuration(Item item, String value, boolean required) {
        if (value == null || value.isBlank()) {
            return required ? checkRequired(item, value) : FormValidation.ok();
        }
        if (!mayConfigure(item)) {
            return FormValidation.ok();
        }
        try {
            Durations.parse(value);
            return FormValidation.ok();
        } catch (IllegalArgumentException e) {
            return FormValidation.error(e.getMessage());
        }
    }

    /** Whether a form's text that must be given is there. */
    protected static FormValidation checkRequired(Item item, String value) {
        boolean missing = value == null || value.isBlank();
        return mayConfigure(item) && missing
                ? FormValidation.error(Messages.OperationStep_required())
                : FormValidation.ok();
    }

    /** The constants to choose from, and only the present one for whoever may not configure the job. */
    protected static ListBoxModel choices(Item item, String current, String... constants) {
        ListBoxModel model = new ListBoxModel();
        if (!mayConfigure(item)) {
            model.add(current, current);
            return model;
        }
        model.add(Messages.OperationStep_default(), "");
        for (String constant : constants) {
            model.add(constant, constant);
        }
        return model;
    }

    /** The credentials that can be chosen, for whoever may choose one. */
    protected static ListBoxModel credentials(Item item, String current) {
        return CredentialChoices.of(item, current);
    }

    private static boolean mayConfigure(Item item) {
        return CredentialChoices.mayConfigure(item);
    }
}
