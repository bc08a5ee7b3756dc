package io.jenkins.plugins.aviary.approval;

import java.time.Instant;
import java.util.Set;

/**
 * An approval that counts.
 *
 * @param voter the id of who approved
 * @param behalfOf the id of who had delegated it to them, or empty
 * @param comment what they said, or empty
 * @param countsAs the principals of the rule that they were when they voted
 * @param at when
 * @param sequence the place of the vote in the ledger
 */
public record Vote(String voter, String behalfOf, String comment, Set<Principal> countsAs, Instant at, long sequence) {
    /** Copies the principals. */
    public Vote {
        countsAs = Set.copyOf(countsAs);
    }

    /**
     * Whether that person gave it or had it given for them. Names that differ in upper and lower case only are one person
     * here, whoever tells them apart: nobody counts twice by spelling.
     */
    boolean involves(String id) {
        return isBy(id) || behalfOf.equalsIgnoreCase(id) && !id.isEmpty();
    }

    /** Whether that person gave it. */
    boolean isBy(String id) {
        return voter.equalsIgnoreCase(id);
    }

    /** The id of the person that it counts for. */
    String counted() {
        return behalfOf.isEmpty() ? voter : behalfOf;
    }
}
