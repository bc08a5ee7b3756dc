package io.jenkins.plugins.aviary.cli.pipeline.engine;

import java.util.Map;

/**
 * What a person said to a question.
 *
 * @param proceed whether to go on
 * @param by who said it
 * @param values what was filled in, by parameter name
 */
public record Answer(boolean proceed, String by, Map<String, String> values) {
    /** Copies the values. */
    public Answer {
        values = Map.copyOf(values);
    }
}
