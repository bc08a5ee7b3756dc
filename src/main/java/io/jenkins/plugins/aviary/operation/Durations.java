package io.jenkins.plugins.aviary.operation;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 2h}, {@code 1h30m}, {@code 7d}. */
public final class Durations {
    private static final Pattern FORM =
            Pattern.compile("(?:(\\d{1,6})d)?(?:(\\d{1,8})h)?(?:(\\d{1,9})m)?(?:(\\d{1,12})s)?(?:(\\d{1,15})ms)?");

    private Durations() {}

    /**
     * Reads a duration.
     *
     * @throws IllegalArgumentException if the text is not one, with the forms that are
     */
    public static Duration parse(String text) {
        String compact = text.replace(" ", "");
        Matcher form = FORM.matcher(compact);
        if (compact.isEmpty() || !form.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a duration; write it like 500ms, 30s, 5m, 1h30m or 7d");
        }
        return Duration.ofDays(number(form, 1))
                .plusHours(number(form, 2))
                .plusMinutes(number(form, 3))
                .plusSeconds(number(form, 4))
                .plusMillis(number(form, 5));
    }

    /** The duration in the same form, to the millisecond. */
    public static String text(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        StringBuilder text = new StringBuilder();
        append(text, duration.toDaysPart(), "d");
        append(text, duration.toHoursPart(), "h");
        append(text, duration.toMinutesPart(), "m");
        append(text, duration.toSecondsPart(), "s");
        append(text, duration.toMillisPart(), "ms");
        return text.isEmpty() ? "0s" : text.toString();
    }

    private static long number(Matcher form, int group) {
        return form.group(group) == null ? 0 : Long.parseLong(form.group(group));
    }

    private static void append(StringBuilder text, long amount, String unit) {
        if (amount != 0) {
            text.append(amount).append(unit);
        }
    }
}
