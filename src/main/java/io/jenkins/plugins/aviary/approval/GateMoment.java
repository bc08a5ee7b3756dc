package io.jenkins.plugins.aviary.approval;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** When those who may vote at a gate are told of it. */
public enum GateMoment {
    /** It has begun to wait. */
    OPENED("Approval asked for", "neutral"),
    /** Nobody decided in time, and others may agree as well. */
    ESCALATED("Approval asked of others as well", "warning"),
    /** It closes soon. */
    EXPIRING("Approval about to expire", "warning");

    private final String headline;
    private final String mood;

    GateMoment(String headline, String mood) {
        this.headline = headline;
        this.mood = mood;
    }

    String headline() {
        return headline;
    }

    String mood() {
        return mood;
    }

    /**
     * The moments that have come at a gate that waits.
     *
     * @param beforeExpiry how long before it closes it is about to; at most half of the time for which it waits
     */
    public static Set<GateMoment> come(GateState gate, Instant now, Duration beforeExpiry) {
        Set<GateMoment> come = EnumSet.of(OPENED);
        if (gate.escalated()) {
            come.add(ESCALATED);
        }
        if (!now.isBefore(expiring(gate, beforeExpiry))) {
            come.add(EXPIRING);
        }
        return come;
    }

    /** When the next of these moments comes, as far as it is known now. */
    public static Optional<Instant> next(GateState gate, Instant now, Duration beforeExpiry) {
        Optional<Instant> escalates = gate.escalated() ? Optional.empty() : gate.escalates();
        return Stream.concat(
                        escalates.stream(),
                        Stream.of(expiring(gate, beforeExpiry)).filter(now::isBefore))
                .min(Instant::compareTo);
    }

    private static Instant expiring(GateState gate, Duration beforeExpiry) {
        Duration half = gate.request().policy().expiresAfter().dividedBy(2);
        return gate.expires().minus(beforeExpiry.compareTo(half) < 0 ? beforeExpiry : half);
    }
}
