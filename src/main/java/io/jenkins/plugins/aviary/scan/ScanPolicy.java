package io.jenkins.plugins.aviary.scan;

import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.model.ScanDemand;
import io.jenkins.plugins.aviary.model.Severity;
import io.jenkins.plugins.aviary.operation.RunContext;
import java.time.Duration;
import java.util.Optional;

/**
 * What is demanded of a scan: what its parameters say, or what the environment's policy says where that is stricter.
 *
 * @param failOn the severity from which on a finding fails the scan
 * @param unstableOn the severity from which on it makes the build unstable
 * @param newOnly whether findings that the baseline knows are left out
 * @param maxAdvisoryAge how old the advisories may be
 */
record ScanPolicy(Severity failOn, Severity unstableOn, boolean newOnly, Duration maxAdvisoryAge) {
    private static final Duration USUAL_AGE = Duration.ofDays(7);

    static ScanPolicy of(SecurityScan scan, RunContext context) {
        Optional<ScanDemand> demand = scan.environment().isEmpty()
                ? Optional.empty()
                : AviaryConfig.read(context.path(AviaryConfig.FILE_NAME), context.environment())
                        .environment(scan.environment())
                        .policy()
                        .scan();
        Duration age = scan.maxAdvisoryAge();
        if (demand.isEmpty()) {
            return new ScanPolicy(
                    scan.failOn() == null ? Severity.HIGH : scan.failOn(),
                    scan.unstableOn() == null ? Severity.MEDIUM : scan.unstableOn(),
                    scan.newOnly(),
                    age.isZero() ? USUAL_AGE : age);
        }
        ScanDemand least = demand.get();
        return new ScanPolicy(
                scan.failOn() == null ? least.failOn() : least.failOn().stricter(scan.failOn()),
                scan.unstableOn() == null
                        ? least.unstableOn()
                        : least.unstableOn().stricter(scan.unstableOn()),
                scan.newOnly() && least.newOnly(),
                age.isZero() || age.compareTo(least.maxAdvisoryAge()) > 0 ? least.maxAdvisoryAge() : age);
    }
}
