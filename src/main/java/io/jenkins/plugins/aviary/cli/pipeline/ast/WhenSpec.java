package io.jenkins.plugins.aviary.cli.pipeline.ast;

import java.util.List;
import java.util.Optional;

/**
 * A {@code when} section.
 *
 * @param beforeAgent whether it is decided before the agent is taken
 * @param beforeInput whether it is decided before the question is asked
 * @param beforeOptions whether it is decided before the options are in force
 * @param conditions what must all hold
 */
public record WhenSpec(boolean beforeAgent, boolean beforeInput, boolean beforeOptions, List<Condition> conditions) {
    /** Copies the conditions. */
    public WhenSpec {
        conditions = List.copyOf(conditions);
    }

    /**
     * One condition.
     *
     * @param name its name
     * @param code its arguments, or the block of {@code expression}
     * @param children the conditions inside it
     */
    public record Condition(String name, Optional<Code> code, List<Condition> children) {
        /** Copies the children. */
        public Condition {
            children = List.copyOf(children);
        }
    }
}
