package io.jenkins.plugins.aviary.config;

import java.util.List;
import java.util.Map;

/** A piece of a YAML file that knows the line it stands on. */
sealed interface YamlNode {
    /** The line, counted from 1. */
    int line();

    /** A single value; empty text for a null. */
    record Scalar(String text, boolean quoted, int line) implements YamlNode {}

    /** A list. */
    record Sequence(List<YamlNode> items, int line) implements YamlNode {}

    /** Values by key, in the order of the file. */
    record Mapping(Map<String, Entry> entries, int line) implements YamlNode {}

    /** A key's value and the line of the key. */
    record Entry(YamlNode value, int line) {}

    /** What it is, for an error message. */
    default String kind() {
        if (this instanceof Scalar scalar) {
            return scalar.text().isEmpty() ? "nothing" : "'" + scalar.text() + "'";
        }
        return this instanceof Sequence ? "a list" : "a section";
    }
}
