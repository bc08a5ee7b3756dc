package io.jenkins.plugins.aviary.cli;

import io.jenkins.plugins.aviary.operation.Durations;
import io.jenkins.plugins.aviary.operation.Progress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * Shows progress as a bar with the time still needed on a terminal, and as a plain line at every tenth, or every
 * quarter of a minute, in a log.
 */
final class ConsoleProgress implements Progress {
    private static final int WIDTH = 28;
    private static final Duration QUIET = Duration.ofSeconds(15);
    private static final Duration REDRAW = Duration.ofMillis(100);

    private final ConsoleLog log;
    private final Clock clock;

    ConsoleProgress(ConsoleLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    @Override
    public Task begin(String what, long total, String unit) {
        return new ShownTask(what, total, unit);
    }

    private final class ShownTask implements Task {
        private final String what;
        private final String unit;
        private final Instant begun = clock.instant();
        private long total;
        private long done;
        private long shownTenth;
        private Instant shownAt = begun;

        ShownTask(String what, long total, String unit) {
            this.what = what;
            this.total = total;
            this.unit = unit;
            if (log.isTerminal()) {
                log.status(line());
            }
        }

        @Override
        public synchronized void at(long now) {
            done = now;
            Instant time = clock.instant();
            if (log.isTerminal()) {
                if (Duration.between(shownAt, time).compareTo(REDRAW) >= 0 || done == total) {
                    shownAt = time;
                    log.status(line());
                }
                return;
            }
            long tenth = total > 0 ? done * 10 / total : 0;
            if (tenth > shownTenth || Duration.between(shownAt, time).compareTo(QUIET) >= 0) {
                shownTenth = tenth;
                shownAt = time;
                log.info(line());
            }
        }

        @Override
        public synchronized void outOf(long known) {
            total = known;
        }

        @Override
        public void close() {
            log.status("");
        }

        private String line() {
            Duration elapsed = Duration.between(begun, clock.instant());
            if (total <= 0) {
                return String.format(Locale.ROOT, "%s: %,d %s, %s", what, done, unit, seconds(elapsed));
            }
            long percent = Math.min(100, done * 100 / total);
            String bar = "";
            if (log.isTerminal()) {
                int filled = (int) (percent * WIDTH / 100);
                bar = "[" + "#".repeat(filled) + " ".repeat(WIDTH - filled) + "] ";
            }
            return String.format(
                    Locale.ROOT, "%s: %s%d %% (%,d of %,d %s)%s", what, bar, percent, done, total, unit, left(elapsed));
        }

        private String left(Duration elapsed) {
            if (done <= 0 || done >= total || elapsed.toMillis() < 500) {
                return "";
            }
            return ", " + seconds(Duration.ofMillis(elapsed.toMillis() * (total - done) / done)) + " left";
        }

        private static String seconds(Duration duration) {
            return Durations.text(Duration.ofSeconds((duration.toMillis() + 999) / 1000));
        }
    }
}
