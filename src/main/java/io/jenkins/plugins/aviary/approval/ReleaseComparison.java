package io.jenkins.plugins.aviary.approval;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.aviary.artifact.ArtifactStore;
import io.jenkins.plugins.aviary.ledger.EventQuery;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.Recorded;
import io.jenkins.plugins.aviary.ledger.WorldState;
import io.jenkins.plugins.aviary.model.ArtifactFile;
import io.jenkins.plugins.aviary.model.ArtifactManifest;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Holds a release against what runs now where it is to go: what the manifests and the builds of both say. */
final class ReleaseComparison {
    private static final int MOST_RELEASES = 5;
    private static final int MOST_FILES = 12;
    private static final int MOST_COMMITS = 100;
    private static final int MOST_WORLDS = 50;
    private static final int LONGEST = 200;
    private static final int MOST_BUILDS = 20;

    private final ArtifactStore store;
    private final Ledger ledger;

    ReleaseComparison(ArtifactStore store, Ledger ledger) {
        this.store = store;
        this.ledger = ledger;
    }

    /** What the release brings over each other one that runs in the environment; at most five, those of most worlds first. */
    List<ReleaseDifference> with(String environment, Digest release, ArtifactManifest manifest) {
        Map<String, List<WorldState>> running = ledger.history().worlds().stream()
                .filter(world -> world.environment().equals(environment))
                .filter(world -> !world.release().isEmpty())
                .filter(world -> !world.release().equals(release.hex()))
                .collect(Collectors.groupingBy(WorldState::release, TreeMap::new, Collectors.toList()));
        List<String> commits = commits(release);
        return running.values().stream()
                .sorted((one, other) -> other.size() - one.size())
                .limit(MOST_RELEASES)
                .map(worlds -> difference(worlds, manifest, commits))
                .toList();
    }

    private ReleaseDifference difference(List<WorldState> worlds, ArtifactManifest now, List<String> commits) {
        Optional<ArtifactManifest> before = manifest(worlds.get(0).release());
        Map<String, ArtifactFile> old = byPath(before);
        Map<String, ArtifactFile> fresh = byPath(before.map(known -> now));
        List<ArtifactFile> added = fresh.values().stream()
                .filter(file -> !old.containsKey(file.path()))
                .toList();
        List<ArtifactFile> changed = fresh.values().stream()
                .filter(file ->
                        old.containsKey(file.path()) && !old.get(file.path()).equals(file))
                .toList();
        List<ArtifactFile> removed = old.values().stream()
                .filter(file -> !fresh.containsKey(file.path()))
                .toList();
        List<String> files = new ArrayList<>();
        added.stream().limit(MOST_FILES / 3).forEach(file -> files.add("+ " + cut(file.path())));
        changed.stream().limit(MOST_FILES / 3).forEach(file -> files.add("~ " + cut(file.path())));
        removed.stream().limit(MOST_FILES / 3).forEach(file -> files.add("- " + cut(file.path())));
        return new ReleaseDifference(
                worlds.stream().map(WorldState::world).limit(MOST_WORLDS).toList(),
                cut(worlds.get(0).version()),
                now.version(),
                before.map(known -> cut(known.commit())).orElse(""),
                cut(now.commit()),
                commits,
                before.isPresent(),
                added.size(),
                changed.size(),
                removed.size(),
                size(added) + size(changed),
                files);
    }

    private static long size(List<ArtifactFile> files) {
        return files.stream().mapToLong(ArtifactFile::size).sum();
    }

    private static Map<String, ArtifactFile> byPath(Optional<ArtifactManifest> manifest) {
        return manifest.map(known -> known.files().stream()
                        .collect(Collectors.toMap(
                                ArtifactFile::path, Function.identity(), (one, other) -> one, TreeMap::new)))
                .orElseGet(TreeMap::new);
    }

    private Optional<ArtifactManifest> manifest(String release) {
        try {
            return Optional.of(store.manifest(new Digest(release)));
        } catch (IOException | OperationFailure | IllegalArgumentException e) {
            // What runs was delivered before this store began.
            return Optional.empty();
        }
    }

    /** The commits that the newest builds of the release say it brings. */
    private List<String> commits(Digest release) {
        Set<String> commits = new LinkedHashSet<>();
        List<Recorded> builds = ledger.query(EventQuery.ALL
                        .about(release.hex())
                        .ofType("build.finished")
                        .page(Long.MAX_VALUE, MOST_BUILDS))
                .events();
        for (Recorded build : builds) {
            for (JsonNode commit : build.event().payload().path("commits")) {
                String id = commit.isTextual()
                        ? commit.textValue()
                        : commit.path("id").asText("");
                if (id.matches("[0-9a-f]{7,64}") && commits.size() < MOST_COMMITS) {
                    commits.add(id);
                }
            }
        }
        return List.copyOf(commits);
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }
}
