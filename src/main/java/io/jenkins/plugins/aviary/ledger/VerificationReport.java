package io.jenkins.plugins.aviary.ledger;

import java.util.List;

/**
 * What a verification saw.
 *
 * @param events how many records there are
 * @param checkpoints how many checkpoints there are
 * @param vouched how many of the records, from the first on, a trusted key vouches for
 * @param findings what is wrong, in the order of the records; empty if the ledger is intact
 */
public record VerificationReport(long events, int checkpoints, long vouched, List<Finding> findings) {
    /** Copies the findings. */
    public VerificationReport {
        findings = List.copyOf(findings);
    }

    /** Whether nothing is wrong. */
    public boolean intact() {
        return findings.isEmpty();
    }

    /** How many of the newest records no checkpoint covers yet: nobody could tell if these were changed. */
    public long unsigned() {
        return Math.max(0, events - vouched);
    }
}
