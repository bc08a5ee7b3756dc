package io.jenkins.plugins.aviary.approval;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Somebody lets somebody else vote for them for some time, for instance while they are away.
 *
 * @param from the id of who lets
 * @param to the id of who votes
 * @param start from when
 * @param end until when
 * @param aliases the other names of who lets, so that an author of the release is known by them here too
 * @param environments where; everywhere if there are none
 */
public record Delegation(
        String from, String to, Instant start, Instant end, Set<String> aliases, Set<String> environments) {
    private static final int LONGEST_NAME = 200;
    private static final int MOST_ENVIRONMENTS = 50;

    /** The longest time that somebody can let another vote. */
    public static final Duration LONGEST = Duration.ofDays(366);

    /** Refuses a delegation to oneself, to nobody, for no time or for longer than a year. */
    public Delegation {
        aliases = Set.copyOf(aliases);
        environments = Set.copyOf(environments);
        if (environments.size() > MOST_ENVIRONMENTS
                || environments.stream().anyMatch(one -> !one.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}"))) {
            throw new IllegalArgumentException("A delegation names at most " + MOST_ENVIRONMENTS
                    + " environments, by the names that they have in aviary.yml");
        }
        if (to.isBlank()
                || to.length() > LONGEST_NAME
                || Duration.between(start, end).compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "A delegation is to a person, for at most " + LONGEST.toDays() + " days");
        }
        if (from.equalsIgnoreCase(to) || !start.isBefore(end)) {
            throw new IllegalArgumentException("A delegation is from one person to another, and ends after it starts");
        }
    }

    /** A delegation for all environments. */
    public Delegation(String from, String to, Instant start, Instant end, Set<String> aliases) {
        this(from, to, start, end, aliases, Set.of());
    }

    /** A delegation by somebody without other names. */
    public Delegation(String from, String to, Instant start, Instant end) {
        this(from, to, start, end, Set.of(), Set.of());
    }

    /** Whether it lets that person vote for that other now, in that environment. */
    public boolean covers(Person voter, Person absent, String environment, Instant now) {
        return voter.is(to)
                && absent.is(from)
                && (environments.isEmpty() || environments.contains(environment))
                && !now.isBefore(start)
                && now.isBefore(end);
    }

    /** Whether it is from that person to that other. */
    boolean isBetween(String giver, String taker) {
        return from.equalsIgnoreCase(giver) && to.equalsIgnoreCase(taker);
    }

    /** Where it holds, in words. */
    public String where() {
        return environments.isEmpty()
                ? "everywhere"
                : "in " + environments.stream().sorted().collect(Collectors.joining(", "));
    }
}
