package io.jenkins.plugins.aviary.scan;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.operation.Durations;
import io.jenkins.plugins.aviary.operation.Event;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.scan.finding.Baseline;
import io.jenkins.plugins.aviary.scan.finding.BaselineFolder;
import io.jenkins.plugins.aviary.scan.finding.Finding;
import io.jenkins.plugins.aviary.scan.finding.Fingerprints;
import io.jenkins.plugins.aviary.scan.finding.Suppression;
import io.jenkins.plugins.aviary.scan.finding.SuppressionFile;
import io.jenkins.plugins.aviary.scan.parts.BillOfMaterials;
import io.jenkins.plugins.aviary.scan.tool.SarifReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One run of the scan: asks the scanners, tells new from known and accepted, judges, tells. Used by one thread. */
final class ScanRun {
    private static final int TOLD_IN_EVENT = 100;

    private final SecurityScan scan;
    private final RunContext context;
    private final Instant now;

    ScanRun(SecurityScan scan, RunContext context) {
        this.scan = scan;
        this.context = context;
        this.now = context.clock().instant();
    }

    /** A scan that could not be finished is remembered too, so that an older result does not stand for this release. */
    Outcome<SecurityScan.Result> outcome() throws InterruptedException {
        try {
            return scanned();
        } catch (InvalidParameter e) {
            throw e;
        } catch (OperationFailure e) {
            unfinished(e);
            throw e;
        } catch (IOException e) {
            OperationFailure failure =
                    new OperationFailure("The scan cannot read or write a file: " + e.getMessage(), e);
            unfinished(failure);
            throw failure;
        }
    }

    private Outcome<SecurityScan.Result> scanned() throws IOException, InterruptedException {
        ScanPolicy policy = ScanPolicy.of(scan, context);
        List<Suppression> suppressions = suppressions();
        Collected collected = new Scanners(scan, context).ask(policy);
        List<Finding> findings = new Fingerprints(context.workspace()).mark(collected.findings());
        BaselineFolder baselines = new BaselineFolder(context.home());
        Optional<Baseline> baseline = baselines.find(against());
        boolean[] fresh = baseline.orElse(new Baseline(List.of(), List.of())).fresh(findings);
        Verdict verdict = new Verdict(policy, findings, fresh, suppressions, now);
        verdict.unused().forEach(one -> context.log().warn("A suppression covers nothing: " + one.text() + "."));
        List<String> added = addedSuppressions(suppressions, baseline);
        added.forEach(one -> context.log().warn("A suppression is new: " + one + "."));
        Outcome<SecurityScan.Result> outcome = judged(verdict, collected, policy);
        write(verdict, collected, outcome.summary());
        keep(baselines, findings, suppressions, outcome.result().result());
        record(outcome, verdict, collected, added);
        return outcome;
    }

    private List<Suppression> suppressions() {
        List<Suppression> suppressions = SuppressionFile.read(context.path(scan.suppressions()));
        if (!scan.longestSuppression().isZero()) {
            Instant latest = now.plus(scan.longestSuppression()).plus(Duration.ofDays(1));
            for (Suppression one : suppressions) {
                if (one.expires().isAfter(latest)) {
                    throw new InvalidParameter(scan.suppressions() + ": the suppression of " + one.text()
                            + " ends later than in " + Durations.text(scan.longestSuppression()) + ".");
                }
            }
        }
        return suppressions;
    }

    private static List<String> addedSuppressions(List<Suppression> suppressions, Optional<Baseline> baseline) {
        if (baseline.isEmpty()) {
            return List.of();
        }
        Set<String> known = new HashSet<>(baseline.get().suppressions());
        return suppressions.stream()
                .filter(one -> !known.contains(one.key()))
                .map(Suppression::text)
                .toList();
    }

    private Outcome<SecurityScan.Result> judged(Verdict verdict, Collected collected, ScanPolicy policy) {
        List<String> reasons = new ArrayList<>();
        if (!verdict.expired().isEmpty()) {
            reasons.add(verdict.expired().size() + " suppressions have expired: "
                    + String.join(
                            "; ",
                            verdict.expired().stream()
                                    .limit(3)
                                    .map(Suppression::text)
                                    .toList())
                    + ". Mend what they cover, or renew them with a reason");
        }
        if (!verdict.failing().isEmpty()) {
            reasons.add(told(verdict.failing(), policy.failOn().name()));
        }
        boolean failed = !reasons.isEmpty();
        boolean stale = collected
                .advisories()
                .filter(answer -> answer.age(now).compareTo(policy.maxAdvisoryAge()) > 0)
                .isPresent();
        if (stale) {
            Duration age = collected.advisories().get().age(now);
            reasons.add("The advisories are " + Durations.text(age.truncatedTo(java.time.temporal.ChronoUnit.MINUTES))
                    + " old, more than " + Durations.text(policy.maxAdvisoryAge()) + "; fetch a newer snapshot");
        }
        if (!failed && !verdict.unstable().isEmpty()) {
            reasons.add(told(verdict.unstable(), policy.unstableOn().name()));
        }
        String reason = String.join(". ", reasons) + ".";
        if (reasons.isEmpty()) {
            return Outcome.done(
                    "nothing of " + policy.unstableOn() + " or worse ("
                            + verdict.open().size() + " findings, "
                            + verdict.suppressed() + " suppressed, by "
                            + String.join(", ", collected.versions().keySet())
                            + ")",
                    result("passed", verdict, collected));
        }
        if (scan.accept()) {
            return Outcome.done(
                    "accepted as the baseline of " + against() + ": " + reason, result("accepted", verdict, collected));
        }
        return failed
                ? Outcome.failed(reason, result("failed", verdict, collected))
                : Outcome.unstable(reason, result("unstable", verdict, collected));
    }

    private static String told(List<Finding> findings, String threshold) {
        Finding worst = findings.get(0);
        return findings.size() + (findings.size() == 1 ? " finding" : " findings") + " of " + threshold
                + " or worse; the worst: " + worst.rule() + " in " + worst.place() + ": "
                + worst.message().replaceFirst("\\.$", "");
    }

    private SecurityScan.Result result(String result, Verdict verdict, Collected collected) {
        return new SecurityScan.Result(
                result,
                verdict.bySeverity(),
                verdict.freshOnes(),
                verdict.suppressed(),
                verdict.expired().size(),
                collected.acceptedByTools(),
                collected.versions(),
                collected.ports().size(),
                collected.advisories().map(answer -> answer.advisories()).orElse(0),
                collected.advisories().map(answer -> answer.age(now).toMillis()).orElse(0L),
                scan.output() + "/findings.sarif",
                scan.output() + "/findings.md");
    }

    private void write(Verdict verdict, Collected collected, String summary) throws IOException {
        Path folder = context.path(scan.output());
        SarifReport.write(folder.resolve("findings.sarif"), collected.tools(), verdict.lines());
        FindingTable table = new FindingTable(verdict.lines());
        table.write(folder.resolve("findings.md"), summary);
        table.to(context.log());
        if (!scan.sbom().isEmpty()) {
            List<Finding> holes = collected.advisories().map(answer -> answer.findings()).orElse(List.of()).stream()
                    .filter(one -> one.tool().equals("osv"))
                    .toList();
            String name = String.valueOf(context.path(scan.source()).getFileName());
            new BillOfMaterials(name, scan.release(), collected.ports()).write(context.path(scan.sbom()), now, holes);
            context.log()
                    .info("The bill of materials with " + collected.ports().size() + " parts is " + scan.sbom() + ".");
        }
    }

    /** Only what passed or was accepted becomes the baseline: what makes a build unstable stays new until it is mended. */
    private void keep(BaselineFolder baselines, List<Finding> findings, List<Suppression> accepted, String result) {
        if (branch().equals(against()) && (result.equals("passed") || result.equals("accepted"))) {
            baselines.keep(
                    branch(),
                    new Baseline(
                            findings.stream().map(Finding::marks).toList(),
                            accepted.stream().map(Suppression::key).toList()));
        }
    }

    private void record(
            Outcome<SecurityScan.Result> outcome, Verdict verdict, Collected collected, List<String> added) {
        SecurityScan.Result result = outcome.result();
        ObjectNode payload = payload(result.result(), outcome.summary());
        ObjectNode counts = payload.putObject("bySeverity");
        result.bySeverity().forEach(counts::put);
        payload.put("new", result.fresh())
                .put("suppressed", result.suppressed())
                .put("expired", result.expired())
                .put("acceptedByTools", result.acceptedByTools())
                .put("parts", result.parts())
                .put("advisories", result.advisories());
        if (collected.advisories().isPresent()) {
            payload.put("advisoryAgeMillis", result.advisoryAgeMillis());
        }
        ObjectNode tools = payload.putObject("tools");
        result.tools().forEach(tools::put);
        added.forEach(payload.withArray("newSuppressions")::add);
        verdict.open().stream()
                .limit(TOLD_IN_EVENT)
                .forEach(finding -> payload.withArray("findings")
                        .addObject()
                        .put("rule", finding.rule())
                        .put("severity", finding.severity().name().toLowerCase(java.util.Locale.ROOT))
                        .put("place", finding.place())
                        .put("fingerprint", finding.marks().fingerprint()));
        context.events().record(Event.of("scan.finished", scan.environment(), scan.release(), payload));
    }

    private void unfinished(OperationFailure failure) {
        String reason = String.valueOf(failure.getMessage());
        context.events()
                .record(Event.of("scan.finished", scan.environment(), scan.release(), payload("error", reason)));
    }

    private ObjectNode payload(String result, String reason) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("result", result)
                .put("reason", reason)
                .put("branch", branch())
                .put("against", against())
                .put("commit", context.environment().getOrDefault("GIT_COMMIT", ""));
    }

    private String branch() {
        return first(scan.branch(), context.environment().get("BRANCH_NAME"), "main");
    }

    private String against() {
        return first(scan.against(), context.environment().get("CHANGE_TARGET"), branch());
    }

    private static String first(String... texts) {
        for (String text : texts) {
            if (text != null && !text.isEmpty()) {
                return text;
            }
        }
        return "";
    }
}
