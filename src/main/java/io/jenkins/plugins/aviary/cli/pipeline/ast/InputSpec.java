package io.jenkins.plugins.aviary.cli.pipeline.ast;

import java.util.List;
import java.util.Map;

/**
 * An {@code input} section of a stage.
 *
 * @param fields code for each of its fields
 * @param parameters what is to be filled in
 */
public record InputSpec(Map<String, Code> fields, List<Declaration> parameters) {
    /** Copies both. */
    public InputSpec {
        fields = Map.copyOf(fields);
        parameters = List.copyOf(parameters);
    }
}
