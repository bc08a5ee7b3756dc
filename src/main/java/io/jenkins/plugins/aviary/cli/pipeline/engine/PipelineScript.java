package io.jenkins.plugins.aviary.cli.pipeline.engine;

import groovy.lang.Script;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.NearestName;
import java.util.Map;
import java.util.Optional;
import org.codehaus.groovy.runtime.InvokerHelper;

/**
 * The class that a Jenkinsfile becomes. What the file does not define itself is a step, a variable of the pipeline or
 * an environment variable, in this order. The file runs with the rights of whoever runs it, like a Makefile: there is
 * no sandbox.
 */
public abstract class PipelineScript extends Script {
    /** The name that the script has in stack traces, whatever its file is called. */
    public static final String SOURCE = "WorkflowScript.groovy";

    private static final EnvironmentView ENVIRONMENT = new EnvironmentView();

    private StepRegistry steps;

    /** Gives the script its steps; must be called before it runs. */
    public void attach(StepRegistry registry) {
        this.steps = registry;
    }

    @Override
    public Object invokeMethod(String name, Object arguments) {
        Object[] given = InvokerHelper.asArray(arguments);
        boolean own = getMetaClass().respondsTo(this, name, given).stream()
                .anyMatch(method -> method.getDeclaringClass().getTheClass() == getClass());
        if (own || getBinding().hasVariable(name)) {
            return super.invokeMethod(name, arguments);
        }
        Optional<PipelineStep> step = steps.find(name);
        if (step.isPresent()) {
            return steps.call(step.get(), given);
        }
        if (getMetaClass().respondsTo(this, name, given).isEmpty()) {
            throw new InvalidParameter("'" + name + "' is not a step the runner knows" + suggestion(name));
        }
        return super.invokeMethod(name, arguments);
    }

    /** Calls a step by its name, past any method of the same name that Groovy gives every object. */
    public Object callStep(String name, Object... given) {
        return invokeMethod(name, given);
    }

    private String suggestion(String name) {
        return NearestName.of(name, steps.names())
                .map(near -> "; did you mean '" + near + "'?")
                .orElse("");
    }

    @Override
    public Object getProperty(String name) {
        if (getBinding().hasVariable(name)) {
            return getBinding().getVariable(name);
        }
        RunState run = Scope.current().run();
        return switch (name) {
            case "env" -> ENVIRONMENT;
            case "params" -> Map.copyOf(run.parameters());
            case "currentBuild" -> run.build();
            case "scm" -> WorkingTree.INSTANCE;
            case "steps" -> this;
            default -> {
                String value = Scope.current().environment().get(name);
                yield value != null ? value : super.getProperty(name);
            }
        };
    }

    /** A variable that the file declares with {@code @Field} is set where it is, also from inside a block. */
    @Override
    public void setProperty(String name, Object value) {
        if (!getBinding().hasVariable(name) && getMetaClass().hasProperty(this, name) != null) {
            getMetaClass().setProperty(this, name, value);
        } else {
            super.setProperty(name, value);
        }
    }

    /** In Jenkins printing is a step too. */
    @Override
    public void println(Object value) {
        Scope.current().log().output(String.valueOf(value));
    }

    @Override
    public void println() {
        Scope.current().log().output("");
    }

    @Override
    public void print(Object value) {
        println(value);
    }

    /** What a script sees as {@code scm}: the working tree that the pipeline runs in. */
    public static final class WorkingTree {
        /** There is but one. */
        public static final WorkingTree INSTANCE = new WorkingTree();

        private WorkingTree() {}
    }
}
