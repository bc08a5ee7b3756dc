package io.jenkins.plugins.aviary.jenkins.step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Brings what forms and pipelines give into one form. */
final class GivenValues {
    private GivenValues() {}

    /** The items of a list or a map, one a line. */
    static String lines(Object value) {
        if (value instanceof List<?> items) {
            return items.stream().map(String::valueOf).collect(Collectors.joining("\n"));
        }
        if (value instanceof Map<?, ?> entries) {
            return entries.entrySet().stream()
                    .map(entry -> entry.getKey() + "=" + entry.getValue())
                    .collect(Collectors.joining("\n"));
        }
        return "";
    }

    /** The texts of a list, as texts whatever the pipeline made them of; null for none. */
    static List<String> list(List<String> given) {
        if (given == null || given.isEmpty()) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        // A pipeline's list may hold what only looks like text, such as Groovy's strings with values in them.
        for (Object item : given) {
            texts.add(String.valueOf(item));
        }
        return texts;
    }

    /** The texts of a map, as texts whatever the pipeline made them of; null for none. */
    static Map<String, String> map(Map<String, String> given) {
        if (given == null || given.isEmpty()) {
            return null;
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : given.entrySet()) {
            texts.put(String.valueOf(entry.getKey()), String.valueOf(entry.getValue()));
        }
        return texts;
    }

    /** What a form or a pipeline gives: without the spaces around it, and null for nothing. */
    static String text(String given) {
        return given == null || given.isBlank() ? null : given.strip();
    }

    /** The same, and the default for nothing. */
    static String text(String given, String otherwise) {
        String text = text(given);
        return text == null ? otherwise : text;
    }

    /** Adds a parameter, unless nobody gave it. */
    static void add(Map<String, Object> parameters, String name, Object value) {
        if (value != null) {
            parameters.put(name, value);
        }
    }

    /** The parameters of nested objects; null for none. */
    static List<Map<String, Object>> objects(List<? extends OperationObject<?>> given) {
        return given == null
                ? null
                : given.stream().map(OperationObject::parameters).toList();
    }

    /** The parameters of a nested object; null for none. */
    static Map<String, Object> object(OperationObject<?> given) {
        return given == null ? null : given.parameters();
    }
}
