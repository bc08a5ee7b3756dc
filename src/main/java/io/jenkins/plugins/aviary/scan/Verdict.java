package io.jenkins.plugins.aviary.scan;

import io.jenkins.plugins.aviary.model.Severity;
import io.jenkins.plugins.aviary.scan.finding.Finding;
import io.jenkins.plugins.aviary.scan.finding.Suppression;
import io.jenkins.plugins.aviary.scan.tool.SarifReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Holds findings against a policy: which are accepted, which are new, which are too bad. Immutable. */
final class Verdict {
    private final ScanPolicy policy;
    private final List<SarifReport.Line> lines = new ArrayList<>();
    private final List<Suppression> expired;
    private final List<Suppression> unused;

    /** A verdict on marked findings, of which {@code fresh} says which the baseline does not know. */
    Verdict(ScanPolicy policy, List<Finding> findings, boolean[] fresh, List<Suppression> suppressions, Instant now) {
        this.policy = policy;
        this.expired = suppressions.stream().filter(one -> one.expiredAt(now)).toList();
        List<Suppression> valid =
                suppressions.stream().filter(one -> !one.expiredAt(now)).toList();
        Set<Suppression> used = new HashSet<>();
        for (int i = 0; i < findings.size(); i++) {
            Finding finding = findings.get(i);
            String accepted = "";
            for (Suppression one : valid) {
                if (one.covers(finding)) {
                    used.add(one);
                    accepted = one.owner() + ": " + one.reason();
                    break;
                }
            }
            lines.add(new SarifReport.Line(finding, fresh[i], accepted));
        }
        lines.sort(
                Comparator.comparing((SarifReport.Line line) -> line.finding().severity())
                        .reversed()
                        .thenComparing(line -> line.finding().path())
                        .thenComparingInt(line -> line.finding().line()));
        this.unused = valid.stream().filter(one -> !used.contains(one)).toList();
    }

    /** All findings, worst first. */
    List<SarifReport.Line> lines() {
        return List.copyOf(lines);
    }

    List<Suppression> expired() {
        return expired;
    }

    /** Suppressions that cover nothing any more. */
    List<Suppression> unused() {
        return unused;
    }

    /** Findings that nobody accepted, worst first. */
    List<Finding> open() {
        return lines.stream()
                .filter(line -> line.accepted().isEmpty())
                .map(SarifReport.Line::finding)
                .toList();
    }

    List<Finding> failing() {
        return counted(policy.failOn());
    }

    List<Finding> unstable() {
        return counted(policy.unstableOn());
    }

    private List<Finding> counted(Severity threshold) {
        return lines.stream()
                .filter(line -> line.accepted().isEmpty() && (line.fresh() || !policy.newOnly()))
                .map(SarifReport.Line::finding)
                .filter(finding -> finding.severity().atLeast(threshold))
                .toList();
    }

    int suppressed() {
        return (int) lines.stream().filter(line -> !line.accepted().isEmpty()).count();
    }

    int freshOnes() {
        return (int) lines.stream()
                .filter(line -> line.fresh() && line.accepted().isEmpty())
                .count();
    }

    Map<String, Integer> bySeverity() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        Severity[] all = Severity.values();
        for (int i = all.length - 1; i >= 0; i--) {
            counts.put(all[i].name().toLowerCase(Locale.ROOT), 0);
        }
        open().forEach(finding -> counts.merge(finding.severity().name().toLowerCase(Locale.ROOT), 1, Integer::sum));
        return counts;
    }
}
