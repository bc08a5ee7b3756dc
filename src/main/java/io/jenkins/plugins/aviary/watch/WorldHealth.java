package io.jenkins.plugins.aviary.watch;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.jenkins.plugins.aviary.server.Health;
import io.jenkins.plugins.aviary.server.HealthCheck;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How one world is.
 *
 * @param world its name
 * @param host the host it runs on
 * @param state {@code healthy}, {@code degraded} or {@code down}
 * @param pid its process id, or 0
 * @param release the folder of the release that runs, or empty
 * @param uptimeSeconds how long it runs, in seconds, or 0
 * @param players how many players are online, or -1 if nobody can tell
 * @param answeredMillis how long its status answer took, in milliseconds, or -1 if it gave none
 * @param savedSecondsAgo how long its last save is ago, in seconds, or -1 if its log tells of none
 * @param errors how many errors it logged since it started
 * @param checks each side that was looked at, what is bad first
 */
public record WorldHealth(
        String world,
        String host,
        String state,
        long pid,
        String release,
        long uptimeSeconds,
        int players,
        long answeredMillis,
        long savedSecondsAgo,
        int errors,
        List<HealthCheck> checks) {
    /** Copies the checks. */
    public WorldHealth {
        checks = List.copyOf(checks);
    }

    /** Its state. */
    @JsonIgnore
    Health.State health() {
        return Health.State.valueOf(state.toUpperCase(Locale.ROOT));
    }

    /** What is bad, in one line. */
    @JsonIgnore
    String trouble() {
        return checks.stream()
                .filter(check -> check.state() == HealthCheck.State.BAD)
                .map(HealthCheck::sentence)
                .collect(Collectors.joining("; "));
    }

    /** The version in its release's folder, which is named {@code VERSION-DIGEST}, or empty. */
    @JsonIgnore
    String version() {
        String folder = release.replaceAll(" \\(deleted\\)$", "");
        String name = folder.substring(folder.lastIndexOf('/') + 1);
        int dash = name.lastIndexOf('-');
        return dash > 0 ? name.substring(0, dash) : name;
    }

    static String text(Health.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
