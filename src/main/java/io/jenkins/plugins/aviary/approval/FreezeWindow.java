package io.jenkins.plugins.aviary.approval;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Times in which nothing is delivered, written for people:
 *
 * <ul>
 *   <li>{@code 2026-12-24 18:00 to 2026-12-27 06:00}: once
 *   <li>{@code fri 16:00 to mon 08:00}: each week; {@code mon-fri 17:00 to 20:00}, {@code sat,sun 00:00 to 24:00} and
 *       {@code daily 09:50 to 10:20}: each of these days
 *   <li>{@code odd weeks fri 16:00 to mon 08:00}: in weeks whose ISO 8601 number is odd, or {@code even}
 *   <li>{@code 12-20 00:00 to 01-03 08:00}: each year
 * </ul>
 *
 * <p>Times are local times of the zone. Where clocks are changed, a window is rather longer than shorter: a time that
 * does not exist is the moment of the change; of a time that exists twice, a window begins at the first and ends at the
 * second.
 *
 * @param name what it is called
 * @param when when it is, as written above
 * @param zone the time zone, such as {@code Europe/Berlin}
 */
public record FreezeWindow(String name, String when, ZoneId zone) {
    /** How far ahead a next time is looked for: every yearly window, 29 February included, comes within it. */
    private static final int DAYS_AHEAD = 9 * 366;

    /** No window is longer, so one that is open now began no longer ago. */
    private static final int LONGEST_DAYS = 366;

    /**
     * Refuses a window that cannot be read.
     *
     * @throws IllegalArgumentException with the forms that can
     */
    @JsonCreator
    public FreezeWindow {
        WindowPattern.parse(when);
    }

    /**
     * The next times, those that are open at the given instant first.
     *
     * @param limit how many at most
     */
    public List<Interval> next(Instant from, int limit) {
        WindowPattern pattern = WindowPattern.parse(when);
        List<Interval> found = new ArrayList<>();
        LocalDate today = LocalDate.ofInstant(from, zone);
        LocalDate date = today.minusDays(LONGEST_DAYS + 1L);
        LocalDate last = today.plusDays(DAYS_AHEAD);
        if (pattern.once().isPresent()) {
            date = pattern.once().get();
            last = date;
        }
        while (!date.isAfter(last) && found.size() < limit) {
            Optional<LocalDateTime> end = pattern.endIfStartsOn(date);
            if (end.isPresent()) {
                Interval interval = new Interval(name, begin(date.atTime(pattern.startTime())), end(end.get()));
                if (interval.end().isAfter(from) && interval.start().isBefore(interval.end())) {
                    found.add(interval);
                }
            }
            date = date.plusDays(1);
        }
        return found;
    }

    private Instant begin(LocalDateTime local) {
        ZoneOffsetTransition change = zone.getRules().getTransition(local);
        return change != null && change.isGap()
                ? change.getInstant()
                : ZonedDateTime.of(local, zone).withEarlierOffsetAtOverlap().toInstant();
    }

    private Instant end(LocalDateTime local) {
        ZoneOffsetTransition change = zone.getRules().getTransition(local);
        return change != null && change.isGap()
                ? change.getInstant()
                : ZonedDateTime.of(local, zone).withLaterOffsetAtOverlap().toInstant();
    }

    /**
     * One time of a window.
     *
     * @param name the window's name
     * @param start the first instant
     * @param end the instant after the last
     */
    public record Interval(String name, Instant start, Instant end) {
        /** Whether the instant lies in it. */
        public boolean contains(Instant instant) {
            return !instant.isBefore(start) && instant.isBefore(end);
        }

        /** How long it is. */
        public Duration length() {
            return Duration.of(start.until(end, ChronoUnit.MILLIS), ChronoUnit.MILLIS);
        }
    }
}
