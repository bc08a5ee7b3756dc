package io.jenkins.plugins.aviary.approval;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All freeze windows of one environment.
 *
 * @param windows the windows; they may overlap
 */
public record FreezeCalendar(List<FreezeWindow> windows) {
    private static final int MOST_IN_A_ROW = 1000;

    /** Copies the windows. */
    public FreezeCalendar {
        windows = List.copyOf(windows);
    }

    /** The windows that are open at an instant, the one that ends last first. */
    public List<FreezeWindow.Interval> openAt(Instant instant) {
        return windows.stream()
                .flatMap(window -> window.next(instant, 1).stream())
                .filter(interval -> interval.contains(instant))
                .sorted(Comparator.comparing(FreezeWindow.Interval::end).reversed())
                .toList();
    }

    /**
     * The first instant, from the given one on, at which nothing is frozen; that is when what was queued goes on. Empty
     * if windows follow each other without a gap for as long as anybody can tell.
     */
    public Optional<Instant> free(Instant from) {
        Instant free = from;
        for (int i = 0; i < MOST_IN_A_ROW; i++) {
            List<FreezeWindow.Interval> open = openAt(free);
            if (open.isEmpty()) {
                return Optional.of(free);
            }
            free = open.get(0).end();
        }
        return Optional.empty();
    }

    /** The next times of all windows together, in the order in which they start; those that are open come first. */
    public List<FreezeWindow.Interval> next(Instant from, int limit) {
        return windows.stream()
                .flatMap(window -> window.next(from, limit).stream())
                .sorted(Comparator.comparing(FreezeWindow.Interval::start)
                        .thenComparing(FreezeWindow.Interval::end)
                        .thenComparing(FreezeWindow.Interval::name))
                .limit(limit)
                .toList();
    }
}
