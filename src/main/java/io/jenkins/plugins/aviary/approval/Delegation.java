package io.jenkins.plugins.aviary.approval;

import java.time.Instant;

/**
 * Somebody lets somebody else vote for them for some time, for instance while they are away.
 *
 * @param from the id of who lets
 * @param to the id of who votes
 * @param start from when
 * @param end until when
 */
public record Delegation(String from, String to, Instant start, Instant end) {
    /** Refuses a delegation to oneself or for no time. */
    public Delegation {
        if (from.equals(to) || !start.isBefore(end)) {
            throw new IllegalArgumentException("A delegation is from one person to another, and ends after it starts");
        }
    }

    /** Whether it lets that person vote for that other now. */
    public boolean covers(String voter, String absent, Instant now) {
        return to.equals(voter) && from.equals(absent) && !now.isBefore(start) && now.isBefore(end);
    }
}
