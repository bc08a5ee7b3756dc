package io.jenkins.plugins.aviary.cli.pipeline.ast;

import java.util.Optional;

/**
 * An {@code agent} section.
 *
 * @param present whether there is a workspace at all: false for {@code agent none}
 * @param label code that gives the label
 * @param workspace code that gives the folder of {@code customWorkspace}
 */
public record AgentSpec(boolean present, Optional<Code> label, Optional<Code> workspace) {
    /** No agent. */
    public static AgentSpec none() {
        return new AgentSpec(false, Optional.empty(), Optional.empty());
    }

    /** Any agent. */
    public static AgentSpec any() {
        return new AgentSpec(true, Optional.empty(), Optional.empty());
    }
}
