package io.jenkins.plugins.aviary.approval;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.aviary.ledger.EventQuery;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.LedgerEvent;
import io.jenkins.plugins.aviary.ledger.Recorded;
import io.jenkins.plugins.aviary.model.Digest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the ledger knows of one release: how it was built and tested, which gates it passed. Each kind of event is looked
 * up by itself, so that nothing is lost behind the many events of large rollouts.
 */
public final class ReleaseEvidence {
    private static final String BUILT = "build.finished";
    private static final String COMPARED = "benchmark.compared";
    private static final int MOST_DELIVERIES = 1000;
    private static final int MOST_DELIVERED = 20;
    private static final int MOST_JUDGED = 30;

    /** All newest first. */
    private final List<LedgerEvent> builds;

    private final Map<String, List<LedgerEvent>> judged;
    private final List<LedgerEvent> deliveries;

    private ReleaseEvidence(
            List<LedgerEvent> builds, Map<String, List<LedgerEvent>> judged, List<LedgerEvent> deliveries) {
        this.builds = builds;
        this.judged = judged;
        this.deliveries = deliveries;
    }

    /** Reads what is known of a release. */
    public static ReleaseEvidence of(Ledger ledger, Digest release) {
        EventQuery about = EventQuery.ALL.about(release.hex());
        List<LedgerEvent> builds = events(ledger.all(about.ofType(BUILT)));
        List<Recorded> benchmarks = new ArrayList<>(ledger.all(about.ofType("benchmark")));
        // Benchmarks run on a build of their own, so they are of the commit that the release is of.
        builds.stream()
                .map(event -> event.payload().path("commit").asText())
                .filter(commit -> !commit.isEmpty())
                .distinct()
                .forEach(commit -> benchmarks.addAll(ledger.ofCommit(COMPARED, commit)));
        benchmarks.sort(Comparator.comparingLong(Recorded::sequence).reversed());
        return new ReleaseEvidence(
                builds,
                Map.of(
                        "benchmark", events(benchmarks),
                        "scan", events(ledger.all(about.ofType("scan")))),
                events(ledger.query(about.ofType("deployment.finished").page(Long.MAX_VALUE, MOST_DELIVERIES))
                        .events()));
    }

    private static List<LedgerEvent> events(List<Recorded> recorded) {
        return recorded.stream().map(Recorded::event).toList();
    }

    /** All builds that made just this artifact, newest first. */
    public List<LedgerEvent> builds() {
        return builds;
    }

    /** The newest build that ran tests; the newest one if none did. */
    public Optional<LedgerEvent> tested() {
        return builds.stream()
                .filter(build -> build.payload().path("testsPassed").asInt()
                                + build.payload().path("testsFailed").asInt()
                        > 0)
                .findFirst()
                .or(() -> builds.stream().findFirst());
    }

    /**
     * The newest result of each benchmark suite, or of the scans for each environment and for none.
     *
     * @param kind {@code benchmark} or {@code scan}
     * @param counts of which environments results count; what is of no environment has an empty one
     * @return by what was judged, such as the name of a suite, which is empty if there is but one
     */
    public Map<String, LedgerEvent> newest(String kind, Predicate<String> counts) {
        Map<String, LedgerEvent> newest = new LinkedHashMap<>();
        for (LedgerEvent event : judged.get(kind)) {
            if (counts.test(event.environment()) && !result(event).isEmpty()) {
                newest.putIfAbsent(event.payload().path("suite").asText(event.environment()), event);
            }
        }
        return newest;
    }

    /** What came of a benchmark or scan: {@code passed}, {@code accepted} and the first of its kind are good. */
    public static String result(LedgerEvent event) {
        JsonNode payload = event.payload();
        return payload.path("result").asText(payload.path("verdict").asText(""));
    }

    /** What a voter should see, in one line for each kind of evidence. */
    public List<ApprovalRequest.Evidence> lines() {
        List<ApprovalRequest.Evidence> lines = new ArrayList<>();
        tested().ifPresent(build -> lines.add(new ApprovalRequest.Evidence(
                "tests",
                build.payload().path("testsPassed").asInt() + " passed, "
                        + build.payload().path("testsFailed").asInt() + " failed, "
                        + build.payload().path("testsSkipped").asInt() + " skipped",
                "")));
        for (String kind : List.of("benchmark", "scan")) {
            newest(kind, any -> true).entrySet().stream()
                    .limit(MOST_JUDGED)
                    .forEach(one -> lines.add(new ApprovalRequest.Evidence(
                            kind, (one.getKey().isEmpty() ? "" : one.getKey() + ": ") + result(one.getValue()), "")));
        }
        deliveries.stream()
                .map(event -> event.environment() + "/"
                        + event.payload().path("world").asText() + " "
                        + event.payload().path("result").asText())
                .distinct()
                .limit(MOST_DELIVERED)
                .forEach(text -> lines.add(new ApprovalRequest.Evidence("delivered", text, "")));
        return lines;
    }
}
