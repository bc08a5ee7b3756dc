package io.jenkins.plugins.aviary.ledger;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.Optional;

/**
 * The newest records of a ledger, which nobody signed although whoever wrote it is gone.
 *
 * @param first the first of them
 * @param last the last one
 */
record UnsignedRecords(long first, long last) {
    static final String TYPE = "ledger.recovered";

    private static final Actor SYSTEM = new Actor("aviary", "system");

    /** Those after the signed ones, if there are any. */
    static Optional<UnsignedRecords> between(long signed, long size) {
        return signed < size ? Optional.of(new UnsignedRecords(signed, size - 1)) : Optional.empty();
    }

    /** Those of them that are still not signed. */
    Optional<UnsignedRecords> from(long signed) {
        return between(Math.max(first, signed), last + 1);
    }

    /** The event that tells of them. */
    LedgerEvent event(Instant now) {
        return new LedgerEvent(
                TYPE,
                1,
                now,
                SYSTEM,
                "",
                "",
                "",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("first", first)
                        .put("last", last)
                        .put(
                                "reason",
                                "nobody had signed these records: their writer was killed, or somebody else appended"
                                        + " them"));
    }
}
