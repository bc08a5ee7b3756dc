package io.jenkins.plugins.aviary.server;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Whether a server that was started is ready for players, and if not, why.
 *
 * @param verdict how it is
 * @param reason one sentence for people
 * @param took how long it took to become so
 * @param evidence the entries of its log that say so, the last ones
 * @param status its answer to the status protocol, if it gave one
 */
public record Readiness(
        Verdict verdict, String reason, Duration took, List<LogEntry> evidence, Optional<StatusAnswer> status) {
    /** How a starting server can turn out. */
    public enum Verdict {
        /** It is online, answers, and its game port speaks. */
        READY,
        /** Its process is gone. */
        CRASHED,
        /** Its process is gone again and again, and something starts it anew. */
        CRASH_LOOP,
        /** It gave up by itself: no database, no data, no memory. */
        STARTUP_FAILED,
        /** A migration went wrong; the server goes on as if it had not. */
        MIGRATION_FAILED,
        /** Another process has one of its ports. */
        PORT_TAKEN,
        /** It says it is online but does not answer. */
        MUTE,
        /** It was not online in time. */
        TOO_SLOW
    }

    /** Copies the evidence. */
    public Readiness {
        evidence = List.copyOf(evidence);
    }

    /** Whether players may come. */
    public boolean isReady() {
        return verdict == Verdict.READY;
    }
}
