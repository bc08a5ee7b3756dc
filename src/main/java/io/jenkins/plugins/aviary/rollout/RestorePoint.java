package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.database.backup.BackupStore;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.Durations;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** The moment that a world's players could be brought back to, and what that would cost them. */
final class RestorePoint {
    private static final double HOUR = 3_600_000;

    private RestorePoint() {}

    /**
     * A sentence for people.
     *
     * @param home Aviary's home, where the backups are
     * @param online how many players are online now, or -1 if nobody can tell
     */
    static String text(Path home, World world, int online, Instant now) {
        Optional<BackupStore.Stored> newest = BackupStore.inHome(home).newestValid(world.environment(), world.name());
        if (newest.isEmpty()) {
            return "There is no proved backup of " + world.qualifiedName() + " to bring its players back to.";
        }
        Instant taken = newest.get().manifest().time();
        Duration lost = Duration.between(taken, now).truncatedTo(ChronoUnit.SECONDS);
        String cost = online < 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", with %d players online now about %.1f player-hours",
                        online,
                        online * lost.toMillis() / HOUR);
        return "The newest proved backup of " + world.qualifiedName() + " is of " + taken + ": to restore it loses "
                + Durations.text(lost) + " of play" + cost + ".";
    }
}
