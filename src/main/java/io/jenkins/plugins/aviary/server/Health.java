package io.jenkins.plugins.aviary.server;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a world's server is.
 *
 * @param process its process, if it runs
 * @param status its answer to the status protocol, if it gave one
 * @param players how many players are online, every one counted, or -1 if nobody can tell
 * @param ready whether its log says that it is online
 * @param lastSave when its log says it saved last, if it does
 * @param errorBlocks how many errors its log has since it began, as far as its last part reaches
 * @param bindFailures how often it failed to get a port since it began
 * @param checks each side that was looked at
 */
public record Health(
        Optional<ServerProcess> process,
        Optional<StatusAnswer> status,
        int players,
        boolean ready,
        Optional<Instant> lastSave,
        int errorBlocks,
        int bindFailures,
        List<HealthCheck> checks) {
    /** How a server is as a whole. */
    public enum State {
        /** Every side is as it should be, as far as anybody can tell. */
        HEALTHY,
        /** Players can play, but something is not as it should be. */
        DEGRADED,
        /** Players cannot play. */
        DOWN
    }

    /** Copies the checks. */
    public Health {
        checks = List.copyOf(checks);
    }

    /** How it is as a whole: down without process, status answer or game port. */
    public State state() {
        if (isBad("process") || isBad("status") || isBad("game")) {
            return State.DOWN;
        }
        return checks.stream().anyMatch(check -> check.state() == HealthCheck.State.BAD)
                ? State.DEGRADED
                : State.HEALTHY;
    }

    private boolean isBad(String name) {
        return checks.stream().anyMatch(check -> check.name().equals(name) && check.state() == HealthCheck.State.BAD);
    }
}
