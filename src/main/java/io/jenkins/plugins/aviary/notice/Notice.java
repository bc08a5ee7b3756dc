package io.jenkins.plugins.aviary.notice;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the team is told, before any channel gives it its form. All texts are foreign: each channel escapes them in its own
 * way.
 *
 * @param title the headline
 * @param text the message, as plain text
 * @param mood good news or bad
 * @param link where to read more, or empty
 * @param fields facts by name, in their order
 */
record Notice(String title, String text, Mood mood, String link, Map<String, String> fields) {
    /** Copies the fields in their order. */
    Notice {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** The headline with a sign that does not depend on colour. */
    String signedTitle() {
        return switch (mood) {
            case GOOD -> "\u2705 " + title;
            case NEUTRAL -> "\u2139\ufe0f " + title;
            case WARNING -> "\u26a0\ufe0f " + title;
            case BAD -> "\u274c " + title;
        };
    }

    /** Cuts a text to a length that a channel allows, and shows that it was cut. */
    static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = longest - 1;
        if (Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + "\u2026";
    }
}
