package io.jenkins.plugins.aviary.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.IsoFields;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FreezeWindowTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static Instant berlin(String local) {
        return LocalDateTime.parse(local).atZone(BERLIN).toInstant();
    }

    private static List<String> next(String when, String from, int limit) {
        return new FreezeWindow("freeze", when, BERLIN)
                .next(berlin(from), limit).stream()
                        .map(interval -> local(interval.start()) + " " + local(interval.end()))
                        .toList();
    }

    private static String local(Instant instant) {
        return ZonedDateTime.ofInstant(instant, BERLIN).toOffsetDateTime().toString();
    }

    @Test
    void comesEachWeek() {
        assertThat(next("fri 16:00 to mon 08:00", "2026-11-24T12:00", 2))
                .containsExactly(
                        "2026-11-27T16:00+01:00 2026-11-30T08:00+01:00",
                        "2026-12-04T16:00+01:00 2026-12-07T08:00+01:00");
    }

    @Test
    void tellsTheOneThatIsOpenFirst() {
        assertThat(next("fri 16:00 to mon 08:00", "2026-11-29T12:00", 1))
                .containsExactly("2026-11-27T16:00+01:00 2026-11-30T08:00+01:00");
        assertThat(next("fri 16:00 to mon 08:00", "2026-11-30T08:00", 1))
                .containsExactly("2026-12-04T16:00+01:00 2026-12-07T08:00+01:00");
    }

    @Test
    void comesOnSeveralDays() {
        assertThat(next("mon-wed,sat 09:50 to 10:20", "2026-11-24T10:20", 3))
                .containsExactly(
                        "2026-11-25T09:50+01:00 2026-11-25T10:20+01:00",
                        "2026-11-28T09:50+01:00 2026-11-28T10:20+01:00",
                        "2026-11-30T09:50+01:00 2026-11-30T10:20+01:00");
        assertThat(next("sat,sun 00:00 to 24:00", "2026-11-24T00:00", 1))
                .containsExactly("2026-11-28T00:00+01:00 2026-11-29T00:00+01:00");
        assertThat(next("daily 22:00 to 06:00", "2026-11-24T03:00", 1))
                .containsExactly("2026-11-23T22:00+01:00 2026-11-24T06:00+01:00");
    }

    @Test
    void comesOnce() {
        String when = "2026-12-24 18:00 to 2027-01-02 06:00";
        assertThat(next(when, "2020-01-01T00:00", 10)).containsExactly("2026-12-24T18:00+01:00 2027-01-02T06:00+01:00");
        assertThat(next(when, "2027-01-01T00:00", 10)).hasSize(1);
        assertThat(next(when, "2027-01-02T06:00", 10)).isEmpty();
    }

    @Test
    void comesEachYearAlsoAcrossItsEnd() {
        assertThat(next("12-20 00:00 to 01-03 08:00", "2027-01-01T00:00", 2))
                .containsExactly(
                        "2026-12-20T00:00+01:00 2027-01-03T08:00+01:00",
                        "2027-12-20T00:00+01:00 2028-01-03T08:00+01:00");
        assertThat(next("02-29 00:00 to 02-29 24:00", "2026-01-01T00:00", 2))
                .containsExactly(
                        "2028-02-29T00:00+01:00 2028-03-01T00:00+01:00",
                        "2032-02-29T00:00+01:00 2032-03-01T00:00+01:00");
    }

    @Test
    void comesInOddOrEvenIsoWeeks() {
        // 2026 has 53 weeks: two odd ones follow each other at its end.
        List<FreezeWindow.Interval> odd =
                new FreezeWindow("odd", "odd weeks fri 16:00 to mon 08:00", BERLIN).next(berlin("2026-12-14T00:00"), 3);
        assertThat(odd)
                .extracting(interval -> LocalDate.ofInstant(interval.start(), BERLIN))
                .containsExactly(LocalDate.of(2026, 12, 18), LocalDate.of(2027, 1, 1), LocalDate.of(2027, 1, 8));
        assertThat(odd)
                .extracting(interval ->
                        LocalDate.ofInstant(interval.start(), BERLIN).get(IsoFields.WEEK_OF_WEEK_BASED_YEAR))
                .containsExactly(51, 53, 1);
    }

    /** In Berlin, 02:00 to 03:00 does not exist on 2026-03-29 and exists twice on 2026-10-25. */
    @ParameterizedTest
    @CsvSource({
        "daily 01:00 to 02:30, 2026-03-29T00:30, 2026-03-29T01:00+01:00 2026-03-29T03:00+02:00",
        "daily 02:30 to 04:00, 2026-03-29T00:30, 2026-03-29T03:00+02:00 2026-03-29T04:00+02:00",
        "sun 01:00 to 05:00, 2026-03-29T00:30, 2026-03-29T01:00+01:00 2026-03-29T05:00+02:00",
        "daily 01:00 to 02:30, 2026-10-25T00:30, 2026-10-25T01:00+02:00 2026-10-25T02:30+01:00",
        "daily 02:30 to 04:00, 2026-10-25T00:30, 2026-10-25T02:30+02:00 2026-10-25T04:00+01:00",
        "sat 16:00 to mon 08:00, 2026-10-24T15:00, 2026-10-24T16:00+02:00 2026-10-26T08:00+01:00"
    })
    void isRatherLongerThanShorterWhereClocksAreChanged(String when, String from, String expected) {
        assertThat(next(when, from, 1)).containsExactly(expected);
    }

    @Test
    void leavesOutAWindowThatLiesInTheHourThatDoesNotExist() {
        assertThat(next("daily 02:10 to 02:40", "2026-03-29T00:30", 1))
                .containsExactly("2026-03-30T02:10+02:00 2026-03-30T02:40+02:00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Europe/Berlin", "America/Sao_Paulo", "America/New_York", "Australia/Lord_Howe", "UTC"})
    void comesOnEachDayOfAYear(String zone) {
        ZoneId there = ZoneId.of(zone);
        Instant start = LocalDate.of(2028, 1, 1).atStartOfDay(there).toInstant();
        List<FreezeWindow.Interval> year = new FreezeWindow("daily", "daily 10:00 to 11:00", there).next(start, 366);
        assertThat(year).hasSize(366).allSatisfy(interval -> {
            assertThat(interval.length()).isEqualTo(Duration.ofHours(1));
            assertThat(ZonedDateTime.ofInstant(interval.start(), there).getHour())
                    .isEqualTo(10);
        });
        assertThat(LocalDate.ofInstant(year.get(365).start(), there)).isEqualTo(LocalDate.of(2028, 12, 31));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "always",
                "fri 16:00",
                "frd 16:00 to mon 08:00",
                "fri 25:00 to mon 08:00",
                "fri 16:00 to mon 8:00",
                "mon-tue-wed 10:00 to 11:00",
                "2026-12-24 18:00 to 2026-12-24 17:00",
                "2026-02-30 18:00 to 2026-03-01 17:00",
                "2026-01-01 00:00 to 2028-01-01 00:00",
                "13-01 00:00 to 13-02 00:00"
            })
    void refusesWhatIsNoWindow(String when) {
        assertThatThrownBy(() -> new FreezeWindow("x", when, BERLIN))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .isNotBlank()
                .doesNotContain("\n");
    }

    @Test
    void showsTheNextTenOfAllWindowsTogether() {
        FreezeCalendar calendar = new FreezeCalendar(List.of(
                new FreezeWindow("server save", "daily 09:50 to 10:20", BERLIN),
                new FreezeWindow("weekend", "fri 16:00 to mon 08:00", BERLIN),
                new FreezeWindow("christmas", "12-23 12:00 to 01-02 08:00", BERLIN)));
        List<FreezeWindow.Interval> ten = calendar.next(berlin("2026-12-22T12:00"), 10);
        assertThat(ten).hasSize(10).isSortedAccordingTo(java.util.Comparator.comparing(FreezeWindow.Interval::start));
        assertThat(ten)
                .extracting(FreezeWindow.Interval::name)
                .containsExactly(
                        "server save",
                        "christmas",
                        "server save",
                        "server save",
                        "weekend",
                        "server save",
                        "server save",
                        "server save",
                        "server save",
                        "server save");
    }

    @Test
    void tellsWhenWhatWasQueuedGoesOn() {
        FreezeCalendar calendar = new FreezeCalendar(List.of(
                new FreezeWindow("weekend", "fri 16:00 to mon 08:00", BERLIN),
                new FreezeWindow("monday morning", "mon 07:30 to 09:00", BERLIN),
                new FreezeWindow("server save", "mon 09:00 to 09:15", BERLIN)));
        assertThat(calendar.free(berlin("2026-11-26T12:00"))).contains(berlin("2026-11-26T12:00"));
        assertThat(calendar.free(berlin("2026-11-28T12:00"))).contains(berlin("2026-11-30T09:15"));
        assertThat(calendar.openAt(berlin("2026-11-30T07:45")))
                .extracting(FreezeWindow.Interval::name)
                .containsExactly("monday morning", "weekend");
        assertThat(new FreezeCalendar(List.of(new FreezeWindow("never", "daily 00:00 to 24:00", BERLIN)))
                        .free(berlin("2026-11-26T12:00")))
                .isEmpty();
    }
}
