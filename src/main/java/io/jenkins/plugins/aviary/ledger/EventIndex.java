package io.jenkins.plugins.aviary.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What events are searched by, 28 bytes an event: a filter runs over arrays of numbers and never reads the store. Not
 * safe for use by several threads.
 */
final class EventIndex {
    private static final int COLUMNS = 5;

    private final Names types = new Names();
    private final Names environments = new Names();
    private final Names releases = new Names();
    private final Names actors = new Names();
    private final Names worlds = new Names();
    private long[] times = new long[256];
    private int[] names = new int[256 * COLUMNS];
    private int size;

    void add(LedgerEvent event) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            names = Arrays.copyOf(names, size * 2 * COLUMNS);
        }
        times[size] = event.time().toEpochMilli();
        int row = size * COLUMNS;
        names[row] = types.number(event.type());
        names[row + 1] = environments.number(event.environment());
        names[row + 2] = releases.number(event.release());
        names[row + 3] = actors.number(event.actor().name());
        names[row + 4] = worlds.number(event.payload().path("world").asText(""));
        size++;
    }

    /** The sequence numbers of the newest events that are wanted, at most so many. */
    List<Long> find(EventQuery query, int most) {
        boolean[] type = types.matching(name -> isOfType(name, query.type()));
        boolean[] environment = environments.matching(name -> isWanted(name, query.environment()));
        boolean[] release = releases.matching(name -> isWanted(name, query.release()));
        boolean[] actor = actors.matching(name -> isWanted(name, query.actor()));
        boolean[] world = worlds.matching(name -> isWanted(name, query.world()));
        long from = millis(query.from());
        long to = millis(query.to());
        List<Long> found = new ArrayList<>();
        for (int i = (int) Math.min(size, Math.max(0, query.before())) - 1; i >= 0 && found.size() < most; i--) {
            int row = i * COLUMNS;
            if (type[names[row]]
                    && environment[names[row + 1]]
                    && release[names[row + 2]]
                    && actor[names[row + 3]]
                    && world[names[row + 4]]
                    && times[i] >= from
                    && times[i] < to) {
                found.add((long) i);
            }
        }
        return found;
    }

    private static boolean isOfType(String name, String wanted) {
        return isWanted(name, wanted) || name.startsWith(wanted + ".");
    }

    private static boolean isWanted(String name, String wanted) {
        return wanted.isEmpty() || name.equals(wanted);
    }

    /** A time that milliseconds cannot count is before all events, or after them. */
    private static long millis(Instant time) {
        if (time.isBefore(Instant.ofEpochMilli(Long.MIN_VALUE))) {
            return Long.MIN_VALUE;
        }
        return time.isAfter(Instant.ofEpochMilli(Long.MAX_VALUE)) ? Long.MAX_VALUE : time.toEpochMilli();
    }

    private static final class Names {
        private final Map<String, Integer> numbers = new HashMap<>();

        int number(String name) {
            return numbers.computeIfAbsent(name, unknown -> numbers.size());
        }

        boolean[] matching(Predicate<String> wanted) {
            boolean[] matching = new boolean[numbers.size()];
            numbers.forEach((name, number) -> matching[number] = wanted.test(name));
            return matching;
        }
    }
}
