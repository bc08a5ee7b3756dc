package io.jenkins.plugins.aviary.cli.pipeline.engine;

import groovy.lang.GString;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns Groovy's lazy texts into plain ones, also inside lists and maps. */
public final class PlainValues {
    private PlainValues() {}

    /** The value with plain texts; other kinds of values stay as they are. */
    public static Object of(Object value) {
        if (value instanceof GString text) {
            return text.toString();
        } else if (value instanceof Map<?, ?> map) {
            return mapOf(map);
        } else if (value instanceof Collection<?> collection) {
            List<Object> plain = new ArrayList<>();
            collection.forEach(item -> plain.add(of(item)));
            return plain;
        }
        return value;
    }

    /** The map with plain texts. */
    public static Map<String, Object> mapOf(Map<?, ?> map) {
        Map<String, Object> plain = new LinkedHashMap<>();
        map.forEach((key, item) -> plain.put(String.valueOf(key), of(item)));
        return plain;
    }
}
