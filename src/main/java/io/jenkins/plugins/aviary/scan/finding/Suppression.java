package io.jenkins.plugins.aviary.scan.finding;

import io.jenkins.plugins.aviary.operation.AntPattern;
import java.time.Instant;

/**
 * A finding that somebody answers for, for a time.
 *
 * @param rule the rule, or an advisory's id or alias
 * @param path a pattern of the paths it holds for; empty for all
 * @param fingerprint the one finding it holds for; empty for all of the rule in those paths
 * @param owner who answers for it
 * @param reason why it is accepted
 * @param expires the first instant at which it no longer holds
 */
public record Suppression(String rule, String path, String fingerprint, String owner, String reason, Instant expires) {
    /** Whether it no longer holds. */
    public boolean expiredAt(Instant now) {
        return !now.isBefore(expires);
    }

    /** Whether it is about this finding. */
    public boolean covers(Finding finding) {
        return (rule.equals(finding.rule()) || finding.aliases().contains(rule))
                && (fingerprint.isEmpty()
                        || fingerprint.equals(finding.marks().fingerprint())
                        || fingerprint.equals(finding.marks().near()))
                && (path.isEmpty() || path.equals(finding.path()) || matches(finding.path()));
    }

    /** What makes it one suppression and not another, whoever owns it and however long it holds. */
    public String key() {
        return rule + " " + path + " " + fingerprint;
    }

    /** What it accepts, for people. */
    public String text() {
        return rule + (path.isEmpty() ? "" : " in " + path) + (fingerprint.isEmpty() ? "" : " (" + fingerprint + ")")
                + ", owned by " + owner;
    }

    private boolean matches(String file) {
        return !file.isEmpty() && AntPattern.of(path).matches(file);
    }
}
