package io.jenkins.plugins.aviary.approval;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The local times of a freeze window.
 *
 * @param once the one date on which it starts, if there is only one
 * @param starts whether it starts on a date
 * @param startTime when it starts on that date
 * @param ends when it ends, if it starts on a date
 */
record WindowPattern(
        Optional<LocalDate> once,
        Predicate<LocalDate> starts,
        LocalTime startTime,
        java.util.function.Function<LocalDate, LocalDateTime> ends) {
    private static final String DATE = "(\\d{4}-\\d{2}-\\d{2})";
    private static final String YEARLY = "(\\d{2}-\\d{2})";
    private static final String TIME = "(\\d{2}:\\d{2})";
    private static final Pattern ONE_OFF = Pattern.compile(DATE + "[ t]" + TIME + " to " + DATE + "[ t]" + TIME);
    private static final Pattern EACH_YEAR = Pattern.compile(YEARLY + " " + TIME + " to " + YEARLY + " " + TIME);
    private static final Pattern EACH_WEEK =
            Pattern.compile("(?:(odd|even) weeks )?([a-z]{3}|[a-z,-]+) " + TIME + " to (?:([a-z]{3}) )?" + TIME);
    private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final int MOST_DAYS = 366;

    static WindowPattern parse(String text) {
        String when = text.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        try {
            Matcher oneOff = ONE_OFF.matcher(when);
            if (oneOff.matches()) {
                return oneOff(oneOff);
            }
            Matcher yearly = EACH_YEAR.matcher(when);
            if (yearly.matches()) {
                return yearly(yearly);
            }
            Matcher weekly = EACH_WEEK.matcher(when);
            if (weekly.matches()) {
                return weekly(weekly);
            }
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + text + "' has a date or time that does not exist", e);
        }
        throw new IllegalArgumentException(
                "'" + text + "' is no freeze window; write it like '2026-12-24 18:00 to"
                        + " 2026-12-27 06:00', 'fri 16:00 to mon 08:00', 'daily 09:50 to 10:20' or '12-20 00:00 to 01-03 08:00'");
    }

    private static WindowPattern oneOff(Matcher form) {
        LocalDate first = LocalDate.parse(form.group(1));
        LocalDateTime end = at(LocalDate.parse(form.group(3)), form.group(4));
        LocalDateTime start = at(first, form.group(2));
        if (!start.isBefore(end) || ChronoUnit.DAYS.between(start, end) > MOST_DAYS) {
            throw new IllegalArgumentException("The freeze window '" + form.group()
                    + "' ends before it starts, or lasts more than " + MOST_DAYS + " days");
        }
        return new WindowPattern(Optional.of(first), first::equals, start.toLocalTime(), date -> end);
    }

    private static WindowPattern yearly(Matcher form) {
        MonthDay first = MonthDay.parse("--" + form.group(1));
        MonthDay last = MonthDay.parse("--" + form.group(3));
        LocalTime time = LocalTime.parse(form.group(2));
        return new WindowPattern(
                Optional.empty(),
                date -> first.isValidYear(date.getYear())
                        && first.atYear(date.getYear()).equals(date),
                time,
                date -> {
                    LocalDateTime sameYear = at(last.atYear(date.getYear()), form.group(4));
                    return sameYear.isAfter(date.atTime(time))
                            ? sameYear
                            : at(last.atYear(date.getYear() + 1), form.group(4));
                });
    }

    private static WindowPattern weekly(Matcher form) {
        Set<DayOfWeek> days = days(form.group(2));
        LocalTime time = LocalTime.parse(form.group(3));
        String endDay = form.group(4);
        String endTime = form.group(5);
        Predicate<LocalDate> starts = date -> days.contains(date.getDayOfWeek());
        if (form.group(1) != null) {
            int odd = form.group(1).equals("odd") ? 1 : 0;
            starts = starts.and(date -> date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR) % 2 == odd);
        }
        return new WindowPattern(Optional.empty(), starts, time, date -> {
            if (endDay == null) {
                LocalDateTime end = at(date, endTime);
                return end.isAfter(date.atTime(time)) ? end : at(date.plusDays(1), endTime);
            }
            int ahead =
                    Math.floorMod(day(endDay).getValue() - date.getDayOfWeek().getValue(), 7);
            LocalDateTime end = at(date.plusDays(ahead), endTime);
            return end.isAfter(date.atTime(time)) ? end : at(date.plusDays(ahead + 7L), endTime);
        });
    }

    private static Set<DayOfWeek> days(String text) {
        if (text.equals("daily")) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String part : text.split(",", -1)) {
            String[] ends = part.split("-", -1);
            if (ends.length > 2) {
                throw new IllegalArgumentException(
                        "'" + text + "' names no days; write them like mon, mon-fri or sat,sun");
            }
            DayOfWeek day = day(ends[0]);
            DayOfWeek last = day(ends[ends.length - 1]);
            days.add(day);
            while (day != last) {
                day = day.plus(1);
                days.add(day);
            }
        }
        return days;
    }

    private static DayOfWeek day(String name) {
        int index = DAYS.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no day; write " + String.join(", ", DAYS) + " or daily");
        }
        return DayOfWeek.of(index + 1);
    }

    /** A time on a date; 24:00 is the midnight that ends it. */
    private static LocalDateTime at(LocalDate date, String time) {
        return time.equals("24:00") ? date.plusDays(1).atStartOfDay() : date.atTime(LocalTime.parse(time));
    }

    /** When it ends, if it starts on that date. */
    Optional<LocalDateTime> endIfStartsOn(LocalDate date) {
        return starts.test(date) ? Optional.of(ends.apply(date)) : Optional.empty();
    }
}
