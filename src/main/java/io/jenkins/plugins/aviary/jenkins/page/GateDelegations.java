package io.jenkins.plugins.aviary.jenkins.page;

import io.jenkins.plugins.aviary.approval.Delegation;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads what the form of a delegation says. */
final class GateDelegations {
    private GateDelegations() {}

    /** What is wrong with a form, in one line. */
    static final class Unreadable extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        Unreadable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * A time: an instant such as {@code 2026-12-24T18:00:00Z}, or the local time of a form's field, in a zone.
     *
     * @param text the time; the default if it is empty
     */
    static Instant time(String text, ZoneId zone, Instant ifEmpty) {
        if (text == null || text.isBlank()) {
            return ifEmpty;
        }
        String given = text.strip();
        try {
            return given.endsWith("Z")
                    ? Instant.parse(given)
                    : LocalDateTime.parse(given).atZone(zone).toInstant();
        } catch (DateTimeException e) {
            throw new Unreadable(
                    "'" + (given.length() > 50 ? given.substring(0, 50) : given)
                            + "' is no time; write 2026-12-24T18:00, or 2026-12-24T18:00:00Z",
                    e);
        }
    }

    /** Names that are separated by commas or spaces. */
    static Set<String> names(String text) {
        return text == null
                ? Set.of()
                : Arrays.stream(text.split("[,\\s]+"))
                        .filter(name -> !name.isEmpty())
                        .collect(Collectors.toSet());
    }

    /** A delegation in one line. */
    static String text(Delegation one) {
        return one.where() + ", " + one.start() + " – " + one.end();
    }
}
