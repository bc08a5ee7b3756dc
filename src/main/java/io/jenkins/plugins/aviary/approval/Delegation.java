package io.jenkins.plugins.aviary.approval;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * Somebody lets somebody else vote for them for some time, for instance while they are away.
 *
 * @param from the id of who lets
 * @param to the id of who votes
 * @param start from when
 * @param end until when
 * @param aliases the other names of who lets, so that an author of the release is known by them here too
 */
public record Delegation(String from, String to, Instant start, Instant end, Set<String> aliases) {
    private static final int LONGEST_NAME = 200;

    /** The longest time that somebody can let another vote. */
    public static final Duration LONGEST = Duration.ofDays(366);

    /** Refuses a delegation to oneself, to nobody, for no time or for longer than a year. */
    public Delegation {
        aliases = Set.copyOf(aliases);
        if (to.isBlank()
                || to.length() > LONGEST_NAME
                || Duration.between(start, end).compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "A delegation is to a person, for at most " + LONGEST.toDays() + " days");
        }
        if (from.equals(to) || !start.isBefore(end)) {
            throw new IllegalArgumentException("A delegation is from one person to another, and ends after it starts");
        }
    }

    /** A delegation by somebody without other names. */
    public Delegation(String from, String to, Instant start, Instant end) {
        this(from, to, start, end, Set.of());
    }

    /** Whether it lets that person vote for that other now. */
    public boolean covers(String voter, String absent, Instant now) {
        return to.equals(voter) && from.equals(absent) && !now.isBefore(start) && now.isBefore(end);
    }
}
