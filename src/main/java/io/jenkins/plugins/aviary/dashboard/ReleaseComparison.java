package io.jenkins.plugins.aviary.dashboard;

import io.jenkins.plugins.aviary.model.ArtifactFile;
import io.jenkins.plugins.aviary.model.ArtifactManifest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How two releases differ.
 *
 * @param from the one before
 * @param to the one after
 * @param properties what else is known of them, where it differs
 * @param files the files that differ, at most 1000
 * @param added how many files only the one after has
 * @param removed how many only the one before has
 * @param changed how many both have with another content or mode
 * @param same how many are the same
 * @param bytes how many bytes the one after has more
 */
record ReleaseComparison(
        Side from,
        Side to,
        List<Property> properties,
        List<Change> files,
        int added,
        int removed,
        int changed,
        int same,
        long bytes) {
    private static final int MOST = 1000;

    /**
     * One of the two.
     *
     * @param release its digest
     * @param version its version
     * @param commit the commit it was built from
     * @param stored whether the store has it: only then can its files be compared
     * @param first when it was first heard of
     */
    record Side(String release, String version, String commit, boolean stored, Optional<Instant> first) {}

    /**
     * A property that differs.
     *
     * @param name its name
     * @param from its value before, or empty
     * @param to its value after, or empty
     */
    record Property(String name, String from, String to) {}

    /**
     * A file that differs.
     *
     * @param path its path
     * @param kind {@code added}, {@code removed} or {@code changed}
     * @param before its size before, in bytes
     * @param after its size after, in bytes
     */
    record Change(String path, String kind, long before, long after) {}

    static ReleaseComparison of(
            Side from, Side to, Optional<ArtifactManifest> before, Optional<ArtifactManifest> after) {
        if (before.isEmpty() || after.isEmpty()) {
            return new ReleaseComparison(from, to, List.of(), List.of(), 0, 0, 0, 0, 0);
        }
        Map<String, ArtifactFile> old = byPath(before.get());
        Map<String, ArtifactFile> young = byPath(after.get());
        TreeSet<String> paths = new TreeSet<>(old.keySet());
        paths.addAll(young.keySet());
        List<Change> changes = new ArrayList<>();
        int[] counts = new int[4];
        for (String path : paths) {
            ArtifactFile left = old.get(path);
            ArtifactFile right = young.get(path);
            int kind = kind(left, right);
            counts[kind]++;
            if (kind < 3 && changes.size() < MOST) {
                changes.add(new Change(
                        path,
                        List.of("added", "removed", "changed").get(kind),
                        left == null ? 0 : left.size(),
                        right == null ? 0 : right.size()));
            }
        }
        return new ReleaseComparison(
                from,
                to,
                properties(before.get().properties(), after.get().properties()),
                changes,
                counts[0],
                counts[1],
                counts[2],
                counts[3],
                after.get().size() - before.get().size());
    }

    private static int kind(ArtifactFile left, ArtifactFile right) {
        if (left == null) {
            return 0;
        }
        if (right == null) {
            return 1;
        }
        return left.digest().equals(right.digest()) && left.executable() == right.executable() ? 3 : 2;
    }

    private static Map<String, ArtifactFile> byPath(ArtifactManifest manifest) {
        Map<String, ArtifactFile> files = new TreeMap<>();
        manifest.files().forEach(file -> files.put(file.path(), file));
        return files;
    }

    private static List<Property> properties(Map<String, String> before, Map<String, String> after) {
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        return names.stream()
                .map(name -> new Property(name, before.getOrDefault(name, ""), after.getOrDefault(name, "")))
                .filter(property -> !property.from().equals(property.to()))
                .toList();
    }
}
