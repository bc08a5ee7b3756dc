package io.jenkins.plugins.aviary.dashboard;

import io.jenkins.plugins.aviary.ledger.LedgerEvent;
import io.jenkins.plugins.aviary.ledger.Recorded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The releases that any event is about, with what is known of each. Safe for use by several threads. */
final class ReleaseBook {
    private static final int MOST = 50_000;
    private static final int MOST_PLACES = 20;

    /** By digest, in the order in which they were first heard of; guarded by this. */
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /**
     * What is known of a release.
     *
     * @param release its digest
     * @param version its version, or empty if no event told
     * @param commit the commit it was built from, or empty
     * @param first when it was first heard of
     * @param newest when it was last heard of
     * @param built when it was built, if an event tells
     * @param deliveries how often it was begun to be delivered to a world
     * @param environments where it was delivered to
     */
    record Entry(
            String release,
            String version,
            String commit,
            Instant first,
            Instant newest,
            Optional<Instant> built,
            int deliveries,
            List<String> environments) {}

    synchronized void accept(Recorded recorded) {
        LedgerEvent event = recorded.event();
        String release = event.release();
        if (!release.matches("[0-9a-f]{64}") || entries.size() >= MOST && !entries.containsKey(release)) {
            return;
        }
        Entry known = entries.get(release);
        boolean names = event.type().equals("build.finished") || event.type().equals("deployment.started");
        boolean delivery = event.type().equals("deployment.started");
        String version = names ? Payload.text(event.payload(), "version") : "";
        TreeSet<String> places = new TreeSet<>(known == null ? List.of() : known.environments);
        if (delivery && !event.environment().isEmpty() && places.size() < MOST_PLACES) {
            places.add(event.environment());
        }
        entries.put(
                release,
                new Entry(
                        release,
                        known == null || known.version.isEmpty() ? version : known.version,
                        given(known == null ? "" : known.commit, Payload.text(event.payload(), "commit")),
                        known == null ? event.time() : known.first,
                        event.time(),
                        event.type().equals("build.finished")
                                ? Optional.of(event.time())
                                : known == null ? Optional.empty() : known.built,
                        (known == null ? 0 : known.deliveries) + (delivery ? 1 : 0),
                        List.copyOf(places)));
    }

    private static String given(String value, String otherwise) {
        return value.isEmpty() ? otherwise : value;
    }

    /** All of them, the one that was first heard of last at the front. */
    synchronized List<Entry> newest() {
        List<Entry> all = new ArrayList<>(entries.values());
        Collections.reverse(all);
        return all;
    }

    synchronized Optional<Entry> find(String release) {
        return Optional.ofNullable(entries.get(release));
    }

    /** The version of a release, or empty if none is known. */
    synchronized String version(String release) {
        return find(release).map(Entry::version).orElse("");
    }
}
