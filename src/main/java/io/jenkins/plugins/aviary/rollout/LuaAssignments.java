package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The assignments {@code key = value} of a {@code config.lua}, one a line, of which some are given other values. What a
 * key holds now tells whether it is a text, a number or a truth value, so that no value can become code.
 */
final class LuaAssignments {
    private static final Pattern NUMBER = Pattern.compile("-?(\\d{1,15}(\\.\\d{1,15})?|0x[0-9a-fA-F]{1,15})");
    private static final Pattern TRUTH = Pattern.compile("true|false");
    private static final Pattern KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,100}");

    private final String world;
    private String text;

    LuaAssignments(String text, String world) {
        this.text = text;
        this.world = world;
    }

    String text() {
        return text;
    }

    /** Gives a key another value; it must be there. */
    void set(String key, String value) {
        if (!isPresent(key)) {
            throw new OperationFailure("The release's config.lua.dist has no key '" + key + "', which the settings of "
                    + world + " give a value; look for a typing error, or whether the key was renamed.");
        }
        replace(key, value);
    }

    /** Gives a key another value if it is there. */
    void setIfPresent(String key, String value) {
        if (isPresent(key)) {
            replace(key, value);
        }
    }

    /** Gives a key an expression of ours as its value if it is there. */
    void setExpressionIfPresent(String key, String expression) {
        if (isPresent(key)) {
            assign(key, expression);
        }
    }

    private static Pattern assignment(String key) {
        return Pattern.compile("(?m)^(" + Pattern.quote(key) + "[ \\t]*=[ \\t]*)([^\\r\\n]*)");
    }

    private boolean isPresent(String key) {
        return KEY.matcher(key).matches() && assignment(key).matcher(text).find();
    }

    private void replace(String key, String value) {
        Matcher found = assignment(key).matcher(text);
        String now = found.find() ? found.group(2).strip() : "";
        assign(key, literal(key, now, value));
    }

    private void assign(String key, String literal) {
        Matcher found = assignment(key).matcher(text);
        StringBuilder changed = new StringBuilder();
        int times = 0;
        while (found.find()) {
            times++;
            found.appendReplacement(changed, Matcher.quoteReplacement(found.group(1) + literal));
        }
        found.appendTail(changed);
        if (times != 1) {
            throw new OperationFailure("The release's config.lua.dist gives '" + key + "' a value " + times
                    + " times, so nobody can tell which counts for " + world + "; leave one.");
        }
        text = changed.toString();
    }

    private String literal(String key, String now, String value) {
        boolean plain = now.matches("-?\\d.*|(true|false)\\b.*");
        if (!plain) {
            return quoted(value);
        }
        if (!NUMBER.matcher(value).matches() && !TRUTH.matcher(value).matches()) {
            throw new OperationFailure("The setting '" + key + "' of " + world + " is '" + value
                    + "', but config.lua.dist has a number or true or false there (" + now + ").");
        }
        return value;
    }

    private static String quoted(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : value.toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || c == 0x7f) {
                quoted.append(String.format(java.util.Locale.ROOT, "\\%03d", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
