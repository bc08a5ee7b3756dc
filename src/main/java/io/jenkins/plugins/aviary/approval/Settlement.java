package io.jenkins.plugins.aviary.approval;

import java.time.Instant;

/**
 * How a gate ended. It ends once.
 *
 * @param outcome how
 * @param by the id of whose deed ended it
 * @param reason why, in one line
 * @param at when
 * @param sequence the place in the ledger of the event that ended it
 */
public record Settlement(Outcome outcome, String by, String reason, Instant at, long sequence) {
    /** How a gate can end. */
    public enum Outcome {
        /** Enough have agreed. */
        APPROVED,
        /** Somebody opened it alone, in an emergency. */
        BROKEN_GLASS,
        /** Somebody who may has said no. */
        DENIED,
        /** Not enough agreed in time. */
        EXPIRED,
        /** The run that waited has ended. */
        CANCELLED;

        /** Whether the release goes on. */
        public boolean open() {
            return this == APPROVED || this == BROKEN_GLASS;
        }
    }
}
