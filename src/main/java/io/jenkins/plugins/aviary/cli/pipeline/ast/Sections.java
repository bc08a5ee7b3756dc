package io.jenkins.plugins.aviary.cli.pipeline.ast;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sections that a stage and a matrix have in common, but for what they run.
 *
 * @param agent its own agent
 * @param environment its variables
 * @param options its options
 * @param when when it is run
 * @param input what is asked before
 * @param post what is run after it
 * @param failFast whether a failed branch ends the others
 */
public record Sections(
        Optional<AgentSpec> agent,
        List<Variable> environment,
        List<Declaration> options,
        Optional<WhenSpec> when,
        Optional<InputSpec> input,
        Map<PostCondition, Code> post,
        boolean failFast) {
    /** Copies the lists. */
    public Sections {
        environment = List.copyOf(environment);
        options = List.copyOf(options);
        post = Map.copyOf(post);
    }
}
