package io.jenkins.plugins.aviary.watch;

import io.jenkins.plugins.aviary.operation.Durations;
import io.jenkins.plugins.aviary.operation.OperationLog;
import io.jenkins.plugins.aviary.server.Health;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints worlds and how they are as a table. */
final class HealthTable {
    private static final List<String> HEAD =
            List.of("world", "state", "pid", "up", "players", "answer", "saved", "errors", "what is wrong");

    private HealthTable() {}

    static void print(List<WorldHealth> worlds, OperationLog log) {
        List<List<String>> rows = new ArrayList<>(List.of(HEAD));
        worlds.forEach(world -> rows.add(row(world)));
        int[] widths = new int[HEAD.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (int i = 0; i < rows.size(); i++) {
            String line = line(rows.get(i), widths);
            if (i == 0 || worlds.get(i - 1).health() == Health.State.HEALTHY) {
                log.info(line);
            } else if (worlds.get(i - 1).health() == Health.State.DEGRADED) {
                log.warn(line);
            } else {
                log.error(line);
            }
        }
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            String form = i == row.size() - 1 ? "%s" : "%-" + widths[i] + "s  ";
            line.append(String.format(Locale.ROOT, form, row.get(i)));
        }
        return line.toString().stripTrailing();
    }

    private static List<String> row(WorldHealth world) {
        return List.of(
                world.world(),
                world.state(),
                world.pid() == 0 ? "-" : String.valueOf(world.pid()),
                world.pid() == 0 ? "-" : span(world.uptimeSeconds()),
                world.players() < 0 ? "-" : String.valueOf(world.players()),
                world.answeredMillis() < 0 ? "-" : world.answeredMillis() + " ms",
                world.savedSecondsAgo() < 0 ? "-" : span(world.savedSecondsAgo()) + " ago",
                String.valueOf(world.errors()),
                world.trouble());
    }

    private static String span(long seconds) {
        Duration span = Duration.ofSeconds(seconds);
        // Seconds do not matter to what runs for hours.
        return Durations.text(seconds > 3600 ? span.truncatedTo(java.time.temporal.ChronoUnit.MINUTES) : span);
    }
}
