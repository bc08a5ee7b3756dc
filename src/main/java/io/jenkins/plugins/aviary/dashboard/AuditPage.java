package io.jenkins.plugins.aviary.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.ledger.EventPage;
import io.jenkins.plugins.aviary.ledger.EventQuery;
import io.jenkins.plugins.aviary.ledger.Finding;
import io.jenkins.plugins.aviary.ledger.LedgerEvent;
import io.jenkins.plugins.aviary.ledger.Recorded;
import io.jenkins.plugins.aviary.ledger.Verification;
import io.jenkins.plugins.aviary.ledger.VerificationReport;
import io.jenkins.plugins.aviary.ledger.VerifierKey;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The events themselves: found, verified, proved and taken home. */
final class AuditPage {
    private static final int MOST_FIELDS = 14;
    private static final int LONGEST_FIELD = 200;
    private static final int MOST_FINDINGS = 200;
    private static final int MOST_EVENTS = 500;

    private final Installation installation;
    private final ReadModel model;

    AuditPage(Installation installation, ReadModel model) {
        this.installation = installation;
        this.model = model;
    }

    Map<String, DashboardApi.Address> addresses() {
        return Map.of(
                "events",
                        new DashboardApi.Address(
                                Set.of(
                                        "type",
                                        "environment",
                                        "release",
                                        "actor",
                                        "world",
                                        "from",
                                        "to",
                                        "before",
                                        "limit"),
                                (rest, query) -> Optional.of(list(query))),
                "events/*", new DashboardApi.Address(Set.of(), (rest, query) -> one(rest)),
                "proofs/*",
                        new DashboardApi.Address(
                                Set.of(),
                                (rest, query) -> sequence(rest)
                                        .filter(sequence ->
                                                sequence < model.ledger().signedSize())
                                        .map(model.ledger()::prove)),
                "facets",
                        new DashboardApi.Address(
                                Set.of(),
                                (rest, query) -> Optional.of(model.facets().view())),
                "verification", new DashboardApi.Address(Set.of(), (rest, query) -> Optional.of(verify())));
    }

    /**
     * Some events, newest first.
     *
     * @param events the events
     * @param next what to give as {@code before} for the next page
     * @param total how many events the ledger has, wanted or not
     */
    record Events(List<Entry> events, OptionalLong next, long total) {}

    /**
     * An event in a list.
     *
     * @param sequence its place in the ledger
     * @param time when
     * @param type what happened
     * @param actor who did it
     * @param authentication how that is known
     * @param run in which run
     * @param environment in which environment
     * @param release about which release
     * @param fields the short fields of its payload
     */
    record Entry(
            long sequence,
            Instant time,
            String type,
            String actor,
            String authentication,
            String run,
            String environment,
            String release,
            JsonNode fields) {
        static Entry of(Recorded recorded) {
            LedgerEvent event = recorded.event();
            return new Entry(
                    recorded.sequence(),
                    event.time(),
                    event.type(),
                    event.actor().name(),
                    event.actor().authentication(),
                    event.run(),
                    event.environment(),
                    event.release(),
                    shortened(event.payload()));
        }
    }

    private Events list(Query query) {
        EventPage page = model.ledger()
                .query(EventQuery.ALL
                        .ofType(query.text("type"))
                        .in(query.text("environment"))
                        .about(query.text("release"))
                        .by(query.text("actor"))
                        .at(query.text("world"))
                        .within(query.instant("from", Instant.MIN), query.instant("to", Instant.MAX))
                        .page(
                                query.number("before", Long.MAX_VALUE, 0, Long.MAX_VALUE),
                                query.integer("limit", 50, 1, MOST_EVENTS)));
        return new Events(
                page.events().stream().map(Entry::of).toList(),
                page.next(),
                model.ledger().size());
    }

    /** The single values of a payload, cut to a length that a list can show. */
    static ObjectNode shortened(ObjectNode payload) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        payload.properties().forEach(field -> {
            if (fields.size() >= MOST_FIELDS || !field.getValue().isValueNode()) {
                return;
            }
            String text = field.getValue().asText();
            if (field.getValue().isTextual() && text.length() > LONGEST_FIELD) {
                fields.put(field.getKey(), text.substring(0, LONGEST_FIELD) + "…");
            } else {
                fields.set(field.getKey(), field.getValue());
            }
        });
        return fields;
    }

    private Optional<?> one(String rest) {
        return sequence(rest)
                .filter(sequence -> sequence < model.ledger().size())
                .map(sequence -> model.ledger().read(sequence, 1).get(0))
                .map(recorded -> recorded.event()
                        .json()
                        .put("sequence", recorded.sequence())
                        .put("leafHash", recorded.leafHash().hex()));
    }

    private static Optional<Long> sequence(String text) {
        return text.matches("[0-9]{1,15}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    /**
     * What a verification found.
     *
     * @param intact whether nothing is wrong
     * @param events how many events there are
     * @param vouched how many of them, from the first on, a trusted key vouches for
     * @param checkpoints how many signed checkpoints there are
     * @param unsigned how many of the newest no checkpoint covers yet
     * @param findings what is wrong, at most the first 200
     * @param warnings what nothing proves to be wrong but somebody should look into
     * @param keys the keys that were trusted
     * @param at when it was verified
     */
    record Verified(
            boolean intact,
            long events,
            long vouched,
            int checkpoints,
            long unsigned,
            List<Finding> findings,
            List<String> warnings,
            List<String> keys,
            Instant at) {}

    /** One at a time: it reads everything. */
    private synchronized Verified verify() {
        List<VerifierKey> keys = installation.keys().get();
        VerificationReport report = Verification.of(model.ledger().evidence(), keys);
        return new Verified(
                report.intact(),
                report.events(),
                report.vouched(),
                report.checkpoints(),
                report.unsigned(),
                report.findings().stream().limit(MOST_FINDINGS).toList(),
                report.warnings(),
                keys.stream().map(VerifierKey::text).toList(),
                model.now());
    }

    void export(OutputStream out) throws IOException {
        Path folder = Files.createTempDirectory("aviary-export");
        try {
            model.ledger().export(folder);
            try (ZipOutputStream zip = new ZipOutputStream(out)) {
                for (Path file : files(folder)) {
                    zip.putNextEntry(new ZipEntry("ledger/" + Objects.toString(file.getFileName(), "")));
                    Files.copy(file, zip);
                    zip.closeEntry();
                }
            }
        } finally {
            for (Path file : files(folder)) {
                Files.delete(file);
            }
            Files.delete(folder);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted(Comparator.naturalOrder()).toList();
        }
    }
}
