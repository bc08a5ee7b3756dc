package io.jenkins.plugins.aviary.cli.pipeline.ast;

import java.util.List;
import java.util.Map;

/**
 * A Declarative pipeline as it is written.
 *
 * @param agent where it runs
 * @param environment its variables
 * @param options its options
 * @param parameters its parameters
 * @param stages its stages
 * @param post what is run after them
 */
public record DeclarativeModel(
        AgentSpec agent,
        List<Variable> environment,
        List<Declaration> options,
        List<Declaration> parameters,
        List<StageSpec> stages,
        Map<PostCondition, Code> post) {
    /** Copies the lists. */
    public DeclarativeModel {
        environment = List.copyOf(environment);
        options = List.copyOf(options);
        parameters = List.copyOf(parameters);
        stages = List.copyOf(stages);
        post = Map.copyOf(post);
    }
}
