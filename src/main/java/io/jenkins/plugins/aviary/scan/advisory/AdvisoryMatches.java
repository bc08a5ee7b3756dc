package io.jenkins.plugins.aviary.scan.advisory;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.aviary.model.Severity;
import io.jenkins.plugins.aviary.scan.advisory.AffectedRange.Answer;
import io.jenkins.plugins.aviary.scan.finding.Finding;
import io.jenkins.plugins.aviary.scan.parts.Port;
import io.jenkins.plugins.aviary.scan.parts.Upstream;
import io.jenkins.plugins.aviary.scan.rule.CanaryRule;
import io.jenkins.plugins.aviary.scan.rule.Hits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Holds advisories against ports. A port is known by its own name and version ({@code pkg:vcpkg}, ecosystem {@code vcpkg}),
 * and by the Git repositories and tags that its sources came from. Used by one thread.
 */
final class AdvisoryMatches {
    /** The name of the scanner. */
    static final String TOOL = "osv";

    private final Map<String, List<Port>> byName = new HashMap<>();
    private final Map<String, List<Source>> byRepository = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    private record Source(Port port, Upstream upstream) {}

    AdvisoryMatches(List<Port> ports) {
        for (Port port : ports) {
            byName.computeIfAbsent(port.name().toLowerCase(Locale.ROOT), key -> new ArrayList<>())
                    .add(port);
            for (Upstream upstream : port.upstreams()) {
                if (!upstream.repository().isEmpty()) {
                    byRepository
                            .computeIfAbsent(upstream.repository(), key -> new ArrayList<>())
                            .add(new Source(port, upstream));
                }
            }
        }
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    void hold(JsonNode advisory) {
        if (advisory.hasNonNull("withdrawn")) {
            return;
        }
        Map<Port, Answer> answers = new java.util.LinkedHashMap<>();
        Map<Port, JsonNode> reasons = new HashMap<>();
        for (JsonNode affected : advisory.path("affected")) {
            List<AffectedRange> ranges = new ArrayList<>();
            affected.path("ranges").forEach(range -> ranges.add(AffectedRange.of(range)));
            for (Source source : sources(affected, ranges)) {
                note(answers, reasons, source.port(), answer(affected, ranges, source), affected);
            }
            for (Port port : ports(affected.path("package"))) {
                note(answers, reasons, port, answer(affected, ranges, port), affected);
            }
        }
        answers.forEach((port, answer) -> tell(advisory, reasons.get(port), port, answer));
    }

    private static void note(
            Map<Port, Answer> answers, Map<Port, JsonNode> reasons, Port port, Answer answer, JsonNode affected) {
        Answer before = answers.getOrDefault(port, Answer.NO);
        if (answer == Answer.YES || answer == Answer.UNKNOWN && before == Answer.NO) {
            answers.put(port, answer);
            reasons.put(port, affected);
        }
    }

    /** The sources that come from a repository which a Git range or a package URL names, each once. */
    private List<Source> sources(JsonNode affected, List<AffectedRange> ranges) {
        List<String> repositories = new ArrayList<>();
        ranges.stream()
                .filter(range -> range.type().equals("GIT"))
                .forEach(range -> repositories.add(range.repository()));
        String url = affected.path("package").path("purl").asText("");
        if (url.startsWith("pkg:github/")) {
            repositories.add("github.com/"
                    + url.substring("pkg:github/".length()).split("[@?#]", 2)[0].toLowerCase(Locale.ROOT));
        }
        return repositories.stream()
                .distinct()
                .flatMap(repository -> byRepository.getOrDefault(repository, List.of()).stream())
                .toList();
    }

    private List<Port> ports(JsonNode pack) {
        String url = pack.path("purl").asText("");
        boolean vcpkg =
                pack.path("ecosystem").asText("").toLowerCase(Locale.ROOT).startsWith("vcpkg")
                        || url.startsWith("pkg:vcpkg/");
        return vcpkg
                ? byName.getOrDefault(pack.path("name").asText("").toLowerCase(Locale.ROOT), List.of())
                : List.of();
    }

    private static Answer answer(JsonNode affected, List<AffectedRange> ranges, Source source) {
        String reference = source.upstream().reference();
        PortVersion version = PortVersion.ofTag(reference);
        List<AffectedRange> own = ranges.stream()
                .filter(range -> !range.type().equals("GIT")
                        || range.repository().equals(source.upstream().repository()))
                .toList();
        return answer(affected.path("versions"), own, version, reference, true);
    }

    private static Answer answer(JsonNode affected, List<AffectedRange> ranges, Port port) {
        List<AffectedRange> own =
                ranges.stream().filter(range -> !range.type().equals("GIT")).toList();
        return answer(
                affected.path("versions"), own, PortVersion.of(port.version() + "#" + port.portVersion()), "", false);
    }

    /** Affected if the version is listed or in a range; a list of versions answers for ranges that cannot be decided. */
    private static Answer answer(
            JsonNode versions, List<AffectedRange> ranges, PortVersion version, String reference, boolean tags) {
        for (JsonNode listed : versions) {
            PortVersion other = tags ? PortVersion.ofTag(listed.asText()) : PortVersion.of(listed.asText());
            boolean same = version.compare(other).orElse(1) == 0;
            if (same || !reference.isEmpty() && reference.equals(listed.asText())) {
                return Answer.YES;
            }
        }
        Answer all = Answer.NO;
        for (AffectedRange range : ranges) {
            Answer one = range.covers(version, reference);
            if (one == Answer.YES) {
                return one;
            }
            all = one == Answer.UNKNOWN ? one : all;
        }
        boolean listDecides = !versions.isEmpty() && version.isOrdered();
        return all == Answer.UNKNOWN && listDecides ? Answer.NO : all;
    }

    private void tell(JsonNode advisory, JsonNode affected, Port port, Answer answer) {
        String id = advisory.path("id").asText("?");
        List<String> aliases = new ArrayList<>();
        advisory.path("aliases").forEach(alias -> aliases.add(alias.asText()));
        String summary = advisory.path("summary").asText("");
        if (summary.isEmpty()) {
            summary = advisory.path("details").asText("");
        }
        String what = port.name() + " " + port.fullVersion();
        if (answer == Answer.YES) {
            Severity severity = SeverityScore.of(advisory, affected);
            String fix = fixed(affected).map(version -> "; fixed in " + version).orElse("");
            add(id, severity, port, what + ": " + summary + fix, aliases, TOOL);
        } else if (answer == Answer.UNKNOWN) {
            aliases.add(id);
            add(
                    CanaryRule.UNDECIDED_ADVISORY.id(),
                    CanaryRule.UNDECIDED_ADVISORY.severity(),
                    port,
                    id + " may be about " + what + ": " + summary,
                    aliases,
                    Hits.TOOL);
        }
    }

    private void add(String rule, Severity severity, Port port, String message, List<String> aliases, String tool) {
        findings.add(new Finding(
                tool, rule, severity, port.path(), 0, 0, message, port.packageUrl(), aliases, Finding.Marks.NONE));
    }

    private static Optional<String> fixed(JsonNode affected) {
        for (JsonNode range : affected.path("ranges")) {
            for (AffectedRange.Event event : AffectedRange.of(range).events()) {
                if (event.kind() == AffectedRange.Kind.FIXED && !event.version().matches("[0-9a-f]{40}")) {
                    return Optional.of(event.version());
                }
            }
        }
        return Optional.empty();
    }
}
