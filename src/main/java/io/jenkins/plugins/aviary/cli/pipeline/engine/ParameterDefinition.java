package io.jenkins.plugins.aviary.cli.pipeline.engine;

import io.jenkins.plugins.aviary.operation.InvalidParameter;
import java.util.List;

/**
 * A parameter of a pipeline or of a question.
 *
 * @param name its name
 * @param type its form
 * @param defaultValue the value if none is given
 * @param choices the allowed values of a choice
 * @param description what it is for
 */
public record ParameterDefinition(
        String name, Type type, String defaultValue, List<String> choices, String description) {
    /** The form of a parameter. */
    public enum Type {
        /** One line of text. */
        STRING,
        /** Several lines of text. */
        TEXT,
        /** True or false. */
        BOOLEAN,
        /** One of several texts. */
        CHOICE,
        /** A text that must not be shown. */
        PASSWORD
    }

    /** Copies the choices. */
    public ParameterDefinition {
        choices = List.copyOf(choices);
    }

    /**
     * The value that a text means for this parameter.
     *
     * @throws InvalidParameter if the text is none of the choices, or neither true nor false
     */
    public Object read(String text) {
        if (type == Type.BOOLEAN) {
            if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
                throw new InvalidParameter("The parameter " + name + " is true or false, not '" + text + "'");
            }
            return Boolean.valueOf(text);
        }
        if (type == Type.CHOICE && !choices.contains(text)) {
            throw new InvalidParameter(
                    "The parameter " + name + " is one of " + String.join(", ", choices) + ", not '" + text + "'");
        }
        return text;
    }
}
