package io.jenkins.plugins.aviary.dashboard;

import io.jenkins.plugins.aviary.artifact.UnknownArtifact;
import io.jenkins.plugins.aviary.ledger.EventQuery;
import io.jenkins.plugins.aviary.ledger.WorldState;
import io.jenkins.plugins.aviary.model.ArtifactFile;
import io.jenkins.plugins.aviary.model.ArtifactManifest;
import io.jenkins.plugins.aviary.model.Digest;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The releases: what is in them, what they went through, where they run, and how two of them differ. */
final class ReleasePage {
    private static final int MOST_FILES = 2000;
    private static final int MOST_EVENTS = 200;
    private static final String DIGEST = "[0-9a-f]{64}";

    private final Installation installation;
    private final ReadModel model;

    ReleasePage(Installation installation, ReadModel model) {
        this.installation = installation;
        this.model = model;
    }

    Map<String, DashboardApi.Address> addresses() {
        return Map.of(
                "releases",
                new DashboardApi.Address(
                        Set.of("text", "environment", "skip", "limit"), (rest, query) -> Optional.of(list(query))),
                "releases/*",
                new DashboardApi.Address(Set.of(), (rest, query) -> one(rest)),
                "compare",
                new DashboardApi.Address(Set.of("from", "to"), (rest, query) -> compare(query)));
    }

    private Page<ReleaseBook.Entry> list(Query query) {
        String text = query.text("text").toLowerCase(Locale.ROOT);
        String environment = query.text("environment");
        return Page.of(
                model.releases().newest().stream()
                        .filter(entry ->
                                environment.isEmpty() || entry.environments().contains(environment))
                        .filter(entry -> text.isEmpty()
                                || entry.version().toLowerCase(Locale.ROOT).contains(text)
                                || entry.release().startsWith(text)
                                || entry.commit().startsWith(text))
                        .toList(),
                query);
    }

    /**
     * A release.
     *
     * @param release its digest
     * @param known what the events tell of it
     * @param artifact what is in it, if it is in the store
     * @param running the worlds that run it
     * @param deployments where it was delivered, newest first, at most 100
     * @param gates what was asked for it, newest first
     * @param events what it went through, oldest first, at most 200
     * @param more whether it went through more
     */
    record View(
            String release,
            Optional<ReleaseBook.Entry> known,
            Optional<Artifact> artifact,
            List<Place> running,
            List<DeploymentRow> deployments,
            List<ApprovalPage.Gate> gates,
            List<AuditPage.Entry> events,
            boolean more) {}

    /**
     * A world that runs it.
     *
     * @param environment its environment
     * @param world its name
     * @param since since when
     */
    record Place(String environment, String world, Instant since) {}

    /**
     * What is in a release.
     *
     * @param name its name
     * @param version its version
     * @param commit the commit it was built from
     * @param properties what else is known
     * @param files its files, at most 2000
     * @param fileCount how many there are
     * @param size their size together, in bytes
     */
    record Artifact(
            String name,
            String version,
            String commit,
            Map<String, String> properties,
            List<ArtifactFile> files,
            int fileCount,
            long size) {
        static Artifact of(ArtifactManifest manifest) {
            return new Artifact(
                    manifest.name(),
                    manifest.version(),
                    manifest.commit(),
                    manifest.properties(),
                    manifest.files().stream().limit(MOST_FILES).toList(),
                    manifest.files().size(),
                    manifest.size());
        }
    }

    private Optional<View> one(String release) throws IOException {
        if (!release.matches(DIGEST)) {
            return Optional.empty();
        }
        Optional<ReleaseBook.Entry> known = model.releases().find(release);
        Optional<ArtifactManifest> manifest = manifest(release);
        if (known.isEmpty() && manifest.isEmpty()) {
            return Optional.empty();
        }
        var page = model.ledger().query(EventQuery.ALL.about(release).page(Long.MAX_VALUE, MOST_EVENTS));
        List<AuditPage.Entry> events =
                new ArrayList<>(page.events().stream().map(AuditPage.Entry::of).toList());
        Collections.reverse(events);
        List<DeploymentRow> deployments = new ArrayList<>(model.deployments().stream()
                .filter(one -> one.release().equals(release))
                .map(DeploymentRow::of)
                .toList());
        Collections.reverse(deployments);
        Instant now = model.now();
        return Optional.of(new View(
                release,
                known,
                manifest.map(Artifact::of),
                model.worlds().stream()
                        .filter(world -> world.release().equals(release))
                        .map(ReleasePage::place)
                        .toList(),
                deployments.stream().limit(100).toList(),
                model.gates().all().stream()
                        .filter(gate ->
                                gate.request().subject().artifact().hex().equals(release))
                        .limit(20)
                        .map(gate -> ApprovalPage.Gate.of(gate, now))
                        .toList(),
                events,
                page.next().isPresent()));
    }

    private static Place place(WorldState world) {
        return new Place(world.environment(), world.world(), world.since());
    }

    private Optional<ArtifactManifest> manifest(String release) throws IOException {
        try {
            return Optional.of(installation.artifacts().manifest(new Digest(release)));
        } catch (UnknownArtifact e) {
            return Optional.empty();
        }
    }

    private Optional<ReleaseComparison> compare(Query query) throws IOException {
        String from = resolved("from", query.text("from"));
        String to = resolved("to", query.text("to"));
        Optional<ArtifactManifest> before = manifest(from);
        Optional<ArtifactManifest> after = manifest(to);
        return Optional.of(ReleaseComparison.of(side(from, before), side(to, after), before, after));
    }

    private ReleaseComparison.Side side(String release, Optional<ArtifactManifest> manifest) {
        Optional<ReleaseBook.Entry> known = model.releases().find(release);
        return new ReleaseComparison.Side(
                release,
                manifest.map(ArtifactManifest::version)
                        .orElse(known.map(ReleaseBook.Entry::version).orElse("")),
                manifest.map(ArtifactManifest::commit)
                        .orElse(known.map(ReleaseBook.Entry::commit).orElse("")),
                manifest.isPresent(),
                known.map(ReleaseBook.Entry::first));
    }

    /** A release by its digest, the beginning of it, or its version. */
    private String resolved(String name, String text) {
        if (text.matches(DIGEST)) {
            return text;
        }
        List<String> found = text.isEmpty()
                ? List.of()
                : model.releases().newest().stream()
                        .filter(entry -> entry.version().equals(text)
                                || text.length() >= 6 && entry.release().startsWith(text))
                        .map(ReleaseBook.Entry::release)
                        .toList();
        if (found.isEmpty()) {
            throw new BadQuery(name + ": expected the digest or version of a release, found '" + text + "'");
        }
        return found.get(0);
    }
}
