package io.jenkins.plugins.aviary.approval;

import io.jenkins.plugins.aviary.artifact.ArtifactStore;
import io.jenkins.plugins.aviary.ledger.BuildHistory;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.WorldState;
import io.jenkins.plugins.aviary.model.ArtifactFile;
import io.jenkins.plugins.aviary.model.ArtifactManifest;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Holds a release against what runs now where it is to go: what the manifests and the builds of both say. */
final class ReleaseComparison {
    private static final int MOST_RELEASES = 5;
    private static final int MOST_FILES = 12;
    private static final int MOST_COMMITS = 5;
    private static final int BRIEF = 10;
    private static final int MOST_WORLDS = 10;

    /** An event has 64 KiB, and most of that is for authors and migrations. */
    private static final int LONGEST = 100;

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
                .filter(world -> world.release().matches("[0-9a-f]{64}"))
                .filter(world -> !world.release().equals(release.hex()))
                .collect(Collectors.groupingBy(WorldState::release, TreeMap::new, Collectors.toList()));
        return running.values().stream()
                .sorted((one, other) -> other.size() - one.size())
                .limit(MOST_RELEASES)
                .map(worlds -> difference(worlds, release, manifest))
                .toList();
    }

    private ReleaseDifference difference(List<WorldState> worlds, Digest release, ArtifactManifest now) {
        Optional<List<BuildHistory.Brought>> commits =
                commits(release, worlds.get(0).release());
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
                commits.map(List::size).orElse(-1),
                commits.orElse(List.of()).stream()
                        .limit(MOST_COMMITS)
                        .map(one ->
                                one.id().substring(0, Math.min(BRIEF, one.id().length())))
                        .toList(),
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

    /** The commits that a build of the release has and the one that runs has not, newest first. */
    private Optional<List<BuildHistory.Brought>> commits(Digest release, String running) {
        List<BuildHistory> before = BuildHistory.of(ledger, new Digest(running));
        return BuildHistory.of(ledger, release).stream()
                .flatMap(build -> before.stream().flatMap(old -> build.commitsSince(old.commit()).stream()))
                .findFirst();
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }
}
