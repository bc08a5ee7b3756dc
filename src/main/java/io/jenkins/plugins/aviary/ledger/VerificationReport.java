package io.jenkins.plugins.aviary.ledger;

import java.util.List;

/**
 * What a verification saw.
 *
 * @param events how many records there are
 * @param checkpoints how many checkpoints there are
 * @param vouched how many of the records, from the first on, a trusted key vouches for
 * @param findings what is wrong, in the order of the records; empty if the ledger is intact
 * @param warnings what nothing proves to be wrong but somebody should look into, a line each
 */
public record VerificationReport(
        long events, int checkpoints, long vouched, List<Finding> findings, List<String> warnings) {
    /** Copies the lists. */
    public VerificationReport {
        findings = List.copyOf(findings);
        warnings = List.copyOf(warnings);
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
