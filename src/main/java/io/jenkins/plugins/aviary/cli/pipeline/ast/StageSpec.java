package io.jenkins.plugins.aviary.cli.pipeline.ast;

import java.util.List;
import java.util.Map;

/**
 * A stage of a Declarative pipeline.
 *
 * @param name its name
 * @param line where it stands
 * @param sections its sections
 * @param cell the values of the axes, if it is a cell of a matrix
 * @param content what it runs
 */
public record StageSpec(String name, int line, Sections sections, Map<String, String> cell, Content content) {
    /** What a stage runs. */
    public sealed interface Content permits Steps, Sequence, Parallel {}

    /**
     * Steps.
     *
     * @param code the block
     */
    public record Steps(Code code) implements Content {}

    /**
     * Stages one after the other.
     *
     * @param stages the stages
     */
    public record Sequence(List<StageSpec> stages) implements Content {
        /** Copies the stages. */
        public Sequence {
            stages = List.copyOf(stages);
        }
    }

    /**
     * Stages side by side: the branches of {@code parallel}, or the cells of {@code matrix}.
     *
     * @param stages the stages
     */
    public record Parallel(List<StageSpec> stages) implements Content {
        /** Copies the stages. */
        public Parallel {
            stages = List.copyOf(stages);
        }
    }
}
