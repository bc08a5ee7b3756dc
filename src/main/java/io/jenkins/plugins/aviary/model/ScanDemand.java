package io.jenkins.plugins.aviary.model;

import java.time.Duration;
import java.util.Objects;

/**
 * What an environment demands of the security scan of a release. A pipeline can ask for more, never for less.
 *
 * @param failOn the severity from which on a finding fails the scan
 * @param unstableOn the severity from which on a finding makes the build unstable
 * @param newOnly whether findings that the baseline knows may be left out
 * @param maxAdvisoryAge how old the advisories may be
 */
public record ScanDemand(Severity failOn, Severity unstableOn, boolean newOnly, Duration maxAdvisoryAge) {
    /** Refuses an incomplete demand. */
    public ScanDemand {
        Objects.requireNonNull(failOn, "failOn");
        Objects.requireNonNull(unstableOn, "unstableOn");
        Objects.requireNonNull(maxAdvisoryAge, "maxAdvisoryAge");
    }
}
