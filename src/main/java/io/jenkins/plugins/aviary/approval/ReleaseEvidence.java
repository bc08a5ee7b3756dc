package io.jenkins.plugins.aviary.approval;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.aviary.ledger.EventPage;
import io.jenkins.plugins.aviary.ledger.EventQuery;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.LedgerEvent;
import io.jenkins.plugins.aviary.ledger.Recorded;
import io.jenkins.plugins.aviary.model.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the ledger knows of one release: how it was built and tested, which gates it passed, who wrote it. */
public final class ReleaseEvidence {
    private static final int MOST_EVENTS = 2000;

    private static final String COMPARED = "benchmark.compared";
    private static final int MOST_COMPARED = 1000;

    private final List<LedgerEvent> events;

    private ReleaseEvidence(List<LedgerEvent> events) {
        this.events = events;
    }

    /** Reads the newest events about a release. */
    public static ReleaseEvidence of(Ledger ledger, Digest release) {
        List<LedgerEvent> events = new ArrayList<>();
        EventQuery query = EventQuery.ALL.about(release.hex()).page(Long.MAX_VALUE, 500);
        while (events.size() < MOST_EVENTS) {
            EventPage page = ledger.query(query);
            page.events().stream().map(Recorded::event).forEach(events::add);
            if (page.next().isEmpty()) {
                break;
            }
            query = query.page(page.next().getAsLong(), 500);
        }
        events.addAll(compared(ledger, events));
        return new ReleaseEvidence(List.copyOf(events));
    }

    /** Benchmarks are of a commit, since they run on a build of their own: those of the commit that the release is of. */
    private static List<LedgerEvent> compared(Ledger ledger, List<LedgerEvent> events) {
        String commit = events.stream()
                .filter(event -> event.type().equals("build.finished"))
                .map(event -> event.payload().path("commit").asText())
                .findFirst()
                .orElse("");
        return commit.isEmpty()
                ? List.of()
                : ledger.query(EventQuery.ALL.ofType(COMPARED).page(Long.MAX_VALUE, MOST_COMPARED)).events().stream()
                        .map(Recorded::event)
                        .filter(event -> event.payload().path("commit").asText().equals(commit))
                        .toList();
    }

    /** The events about the release, newest first. */
    public List<LedgerEvent> events() {
        return events;
    }

    /** The newest event of that type. */
    public Optional<LedgerEvent> newest(String type) {
        return events.stream().filter(event -> event.type().equals(type)).findFirst();
    }

    /** The newest event whose type begins with the given word and a dot. */
    public Optional<LedgerEvent> newestOf(String room) {
        return events.stream()
                .filter(event -> event.type().startsWith(room + "."))
                .filter(event -> !result(event).isEmpty())
                .findFirst();
    }

    /** What came of a benchmark or scan: {@code passed}, {@code accepted} and the first of its kind are good. */
    public static String result(LedgerEvent event) {
        JsonNode payload = event.payload();
        return payload.path("result").asText(payload.path("verdict").asText(""));
    }

    /** The names and e-mail addresses of those who wrote the commits that the build knew of, each once. */
    public List<String> authors() {
        List<String> authors = new ArrayList<>();
        newest("build.finished").ifPresent(build -> {
            for (JsonNode author : build.payload().path("authors")) {
                if (author.isTextual() && !authors.contains(author.textValue())) {
                    authors.add(author.textValue());
                }
            }
        });
        return authors;
    }

    /** What a voter should see, in one line for each kind of evidence. */
    public List<ApprovalRequest.Evidence> lines() {
        List<ApprovalRequest.Evidence> lines = new ArrayList<>();
        newest("build.finished")
                .ifPresent(build -> lines.add(new ApprovalRequest.Evidence(
                        "tests",
                        build.payload().path("testsPassed").asInt() + " passed, "
                                + build.payload().path("testsFailed").asInt() + " failed, "
                                + build.payload().path("testsSkipped").asInt() + " skipped",
                        "")));
        for (String room : List.of("benchmark", "scan")) {
            newestOf(room).ifPresent(event -> lines.add(new ApprovalRequest.Evidence(room, result(event), "")));
        }
        events.stream()
                .filter(event -> event.type().equals("deployment.finished"))
                .map(event -> event.environment() + "/"
                        + event.payload().path("world").asText() + " "
                        + event.payload().path("result").asText())
                .distinct()
                .limit(20)
                .forEach(text -> lines.add(new ApprovalRequest.Evidence("delivered", text, "")));
        return lines;
    }
}
