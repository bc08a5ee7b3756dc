package io.jenkins.plugins.aviary.scan.advisory;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * A range of an advisory: from where something is introduced to where it is fixed.
 *
 * @param type {@code SEMVER}, {@code ECOSYSTEM} or {@code GIT}
 * @param repository the repository of a Git range as {@link io.jenkins.plugins.aviary.scan.parts.Upstream} writes it
 * @param events what happened at which version, in any order
 */
record AffectedRange(String type, String repository, List<Event> events) {
    private static final int MOST_EVENTS = 10_000;

    /** What begins or ends at a version. */
    record Event(Kind kind, String version) {}

    /** What an event does. */
    enum Kind {
        INTRODUCED,
        FIXED,
        LAST_AFFECTED,
        LIMIT
    }

    /** What can be told of a version. */
    enum Answer {
        YES,
        NO,
        UNKNOWN
    }

    static AffectedRange of(JsonNode range) {
        List<Event> events = new ArrayList<>();
        read(range.path("events"), events);
        // Advisories that were made from NVD's keep the versions beside the commits.
        read(range.path("database_specific").path("versions"), events);
        return new AffectedRange(
                range.path("type").asText(),
                io.jenkins.plugins.aviary.scan.parts.Upstream.repository(
                        range.path("repo").asText("")),
                List.copyOf(events));
    }

    private static void read(JsonNode list, List<Event> events) {
        for (JsonNode event : list) {
            for (Kind kind : Kind.values()) {
                JsonNode version = event.path(kind.name().toLowerCase(java.util.Locale.ROOT));
                if (version.isTextual() && events.size() < MOST_EVENTS) {
                    events.add(new Event(kind, version.textValue()));
                }
            }
        }
    }

    /**
     * Whether a version is in the range. Events that name commits say nothing here but of those very commits: without
     * the repository nobody knows their order.
     */
    Answer covers(PortVersion version, String reference) {
        boolean git = type.equals("GIT");
        Function<String, PortVersion> reader = git ? PortVersion::ofTag : PortVersion::of;
        for (Event event : events) {
            if (!reference.isEmpty() && event.version().equals(reference)) {
                return event.kind() == Kind.INTRODUCED || event.kind() == Kind.LAST_AFFECTED ? Answer.YES : Answer.NO;
            }
        }
        List<Event> ordered =
                events.stream().filter(event -> !isCommit(event.version())).toList();
        boolean onlyBegin = ordered.stream().allMatch(event -> event.version().equals("0"));
        if (ordered.isEmpty() || onlyBegin && ordered.size() < events.size()) {
            return Answer.UNKNOWN;
        }
        return covers(version, ordered, reader);
    }

    private static Answer covers(PortVersion version, List<Event> events, Function<String, PortVersion> reader) {
        // The last event at or before the version decides, as the OSV schema's evaluation algorithm has it.
        Event last = null;
        for (Event event : events) {
            OptionalInt order =
                    event.version().equals("0") ? OptionalInt.of(1) : version.compare(reader.apply(event.version()));
            if (order.isEmpty()) {
                return Answer.UNKNOWN;
            }
            boolean reached = event.kind() == Kind.LAST_AFFECTED ? order.getAsInt() > 0 : order.getAsInt() >= 0;
            if (reached && (last == null || isAfter(event, last, reader))) {
                last = event;
            }
        }
        return last != null && last.kind() == Kind.INTRODUCED ? Answer.YES : Answer.NO;
    }

    /** At one version, what ends comes after what begins, but for a range that begins anew where another ended. */
    private static boolean isAfter(Event event, Event other, Function<String, PortVersion> reader) {
        if (event.version().equals("0") || other.version().equals("0")) {
            return other.version().equals("0") && (!event.version().equals("0") || event.kind() != Kind.INTRODUCED);
        }
        int order = reader.apply(event.version())
                .compare(reader.apply(other.version()))
                .orElse(0);
        return order > 0 || order == 0 && event.kind() != Kind.INTRODUCED;
    }

    private static boolean isCommit(String version) {
        return version.matches("[0-9a-f]{40}|[0-9a-f]{64}");
    }
}
