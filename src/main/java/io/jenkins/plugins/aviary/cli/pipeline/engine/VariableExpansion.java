package io.jenkins.plugins.aviary.cli.pipeline.engine;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sets variables as {@code withEnv} does: {@code $NAME} and <code>${NAME}</code> in a value are replaced by what is in
 * force, {@code $$} is a dollar, and {@code PATH+WHATEVER} is put in front of {@code PATH}. The rules are those of
 * Jenkins's {@code EnvVars.overrideExpandingAll}.
 */
public final class VariableExpansion {
    private static final Pattern REFERENCE = Pattern.compile("\\$(?:([A-Za-z0-9_]+)|\\{([A-Za-z0-9_.]+)\\}|(\\$))");

    private VariableExpansion() {}

    /** The variables that {@code NAME=value} pairs set, given those in force. */
    public static Map<String, String> of(Collection<String> pairs, Map<String, String> inForce) {
        Map<String, String> raw = new LinkedHashMap<>();
        for (String pair : pairs) {
            int sign = pair.indexOf('=');
            raw.put(sign < 0 ? pair : pair.substring(0, sign), sign < 0 ? "" : pair.substring(sign + 1));
        }
        return of(raw, inForce);
    }

    /** The variables with their values expanded, given those in force. */
    public static Map<String, String> of(Map<String, String> raw, Map<String, String> inForce) {
        Map<String, String> all = new LinkedHashMap<>(inForce);
        Map<String, String> set = new LinkedHashMap<>();
        raw.forEach((name, value) -> {
            String expanded = expand(value, all);
            int plus = name.indexOf('+');
            String real = plus > 0 ? name.substring(0, plus) : name;
            String before = all.getOrDefault(real, "");
            String result = plus > 0 && !before.isEmpty() ? expanded + ":" + before : expanded;
            all.put(real, result);
            set.put(real, result);
        });
        return set;
    }

    private static String expand(String value, Map<String, String> inForce) {
        return REFERENCE
                .matcher(value)
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group(3) != null
                                ? "$"
                                : inForce.getOrDefault(
                                        found.group(1) != null ? found.group(1) : found.group(2), found.group())));
    }
}
