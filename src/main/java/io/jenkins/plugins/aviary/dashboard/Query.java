package io.jenkins.plugins.aviary.dashboard;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The parameters of a request, bounded: whoever asks is a stranger. */
final class Query {
    private static final int LONGEST = 300;
    private static final String A_TIME = "a time such as 2026-01-02T03:04:05Z";

    /** Times beyond cannot all be counted with. */
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("+10000-01-01T00:00:00Z");

    private final Map<String, String> values;

    private Query(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Takes the parameters that an address knows, each at most once.
     *
     * @throws BadQuery if there is another one, or one is given twice or is too long
     */
    static Query of(Map<String, List<String>> given, Set<String> known) {
        Map<String, String> values = new TreeMap<>();
        given.forEach((name, all) -> {
            if (!known.contains(name)) {
                throw new BadQuery("There is no parameter '" + shortened(name) + "' here; known are "
                        + known.stream().sorted().collect(Collectors.joining(", ")));
            }
            if (all.size() != 1 || all.get(0).length() > LONGEST) {
                throw new BadQuery(name + " is given once and has at most " + LONGEST + " characters");
            }
            values.put(name, all.get(0).strip());
        });
        return new Query(values);
    }

    /** The parameters in one text, the same for the same question. */
    String key() {
        return values.toString();
    }

    String text(String name) {
        return values.getOrDefault(name, "");
    }

    int integer(String name, int otherwise, int smallest, int largest) {
        return (int) number(name, otherwise, smallest, largest);
    }

    long number(String name, long otherwise, long smallest, long largest) {
        String value = text(name);
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(value);
            if (number >= smallest && number <= largest) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new BadQuery(expected(name, "a whole number", value));
        }
        throw new BadQuery(expected(name, "a whole number from " + smallest + " to " + largest, value));
    }

    Instant instant(String name, Instant otherwise) {
        String value = text(name);
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            Instant time = Instant.parse(value);
            if (!time.isBefore(EARLIEST) && time.isBefore(LATEST)) {
                return time;
            }
        } catch (DateTimeException e) {
            throw new BadQuery(expected(name, A_TIME, value));
        }
        throw new BadQuery(expected(name, A_TIME + " in the years 1 to 9999", value));
    }

    <E extends Enum<E>> E choice(String name, E otherwise, Class<E> type) {
        String value = text(name);
        if (value.isEmpty()) {
            return otherwise;
        }
        for (E constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(value)) {
                return constant;
            }
        }
        throw new BadQuery(expected(
                name,
                "one of "
                        + java.util.Arrays.stream(type.getEnumConstants())
                                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", ")),
                value));
    }

    private static String expected(String name, String what, String value) {
        return name + ": expected " + what + ", found '" + shortened(value) + "'";
    }

    private static String shortened(String value) {
        return value.length() > 60 ? value.substring(0, 60) + "..." : value;
    }
}
