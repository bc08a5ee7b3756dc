package io.jenkins.plugins.aviary.operation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One step of the catalogue: its name, its parameters, and how an operation is made from given values. */
public final class OperationType {
    private final Class<? extends Operation<?>> type;
    private final Step step;
    private final List<ParameterSpec> parameters;

    /**
     * Reads the step off an operation's record.
     *
     * @throws IllegalArgumentException if the class is not a record with {@link Step}
     */
    public OperationType(Class<? extends Operation<?>> type) {
        this.step = type.getAnnotation(Step.class);
        if (!type.isRecord() || step == null) {
            throw new IllegalArgumentException(type.getName() + " must be a record annotated with @Step");
        }
        this.type = type;
        this.parameters =
                Arrays.stream(type.getRecordComponents()).map(ParameterSpec::of).toList();
    }

    /** The step's name in a Jenkinsfile, such as {@code canaryBuild}. */
    public String name() {
        return step.name();
    }

    /** The name of its sub-command, such as {@code canary-build}. */
    public String commandName() {
        return step.name().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /** One sentence that tells what the step does. */
    public String summary() {
        return step.summary();
    }

    /** The parameters, in the order in which they are declared. */
    public List<ParameterSpec> parameters() {
        return parameters;
    }

    /** The record that is the operation. */
    public Class<? extends Operation<?>> type() {
        return type;
    }

    /**
     * Makes an operation from values by parameter name: texts, numbers, booleans, lists and maps of these.
     *
     * @throws InvalidParameter if a parameter is unknown, missing or has a wrong value
     */
    public Operation<?> bind(Map<String, ?> values) {
        return new ParameterBinding(name(), parameters).bind(type, values);
    }
}
