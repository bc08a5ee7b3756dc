package io.jenkins.plugins.aviary.cli.pipeline.engine;

import java.util.Map;
import java.util.Objects;

/**
 * Something that a script describes rather than does, such as {@code string(name: 'X')}.
 *
 * @param symbol its name
 * @param arguments its arguments by name
 */
public record Described(String symbol, Map<String, Object> arguments) {
    /** A text argument, or the default. */
    public String text(String name, String otherwise) {
        return Objects.toString(arguments.get(name), otherwise);
    }
}
