package io.jenkins.plugins.aviary.cli.pipeline.engine;

import java.util.List;

/**
 * Something that a person must decide.
 *
 * @param message what is asked
 * @param ok the label of yes
 * @param parameters what the person fills in
 * @param consequential whether it is an operation that cannot tell, rather than a planned question: to say yes blindly
 *     would throw away what the operation was careful about
 */
public record Question(String message, String ok, List<ParameterDefinition> parameters, boolean consequential) {
    /** Copies the parameters. */
    public Question {
        parameters = List.copyOf(parameters);
    }
}
