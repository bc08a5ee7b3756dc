package io.jenkins.plugins.aviary.jenkins.step;

import io.jenkins.plugins.aviary.jenkins.agent.OperationExecution;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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

    /** Starts the process; the step itself is forgotten, its values live on in the execution. */
    @Override
    public StepExecution start(StepContext context) {
        return new OperationExecution(context, getDescriptor().getFunctionName(), parameters());
    }

    /** The items of a list or a map, one a line, for the form. */
    public final String lines(String name) {
        Object value = parameters().get(name);
        if (value instanceof List<?> items) {
            return items.stream().map(String::valueOf).collect(Collectors.joining("\n"));
        }
        if (value instanceof Map<?, ?> entries) {
            return entries.entrySet().stream()
                    .map(entry -> entry.getKey() + "=" + entry.getValue())
                    .collect(Collectors.joining("\n"));
        }
        return "";
    }

    /** Sets a parameter that is a map, which a form gives as lines. */
    void setMap(String name, Map<String, String> values) {
        throw new IllegalArgumentException(name + " is no map of texts");
    }

    /** The texts of a list, as texts whatever the pipeline made them of; null for none. */
    protected static List<String> list(List<String> given) {
        if (given == null) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        // A pipeline's list may hold what only looks like text, such as Groovy's strings with values in them.
        for (Object item : given) {
            texts.add(String.valueOf(item));
        }
        return texts;
    }

    /** The texts of a map, as texts whatever the pipeline made them of; null for none. */
    protected static Map<String, String> map(Map<String, String> given) {
        if (given == null) {
            return null;
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : given.entrySet()) {
            texts.put(String.valueOf(entry.getKey()), String.valueOf(entry.getValue()));
        }
        return texts;
    }

    /** What a form or a pipeline gives: without the spaces around it, and null for nothing. */
    protected static String text(String given) {
        return given == null || given.isBlank() ? null : given.strip();
    }

    /** Adds a parameter, unless nobody gave it. */
    protected static void add(Map<String, Object> parameters, String name, Object value) {
        if (value != null) {
            parameters.put(name, value);
        }
    }
}
