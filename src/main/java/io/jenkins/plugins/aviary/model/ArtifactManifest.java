package io.jenkins.plugins.aviary.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What an artifact consists of. The digest of this manifest, in canonical JSON, is the artifact's name: it holds for
 * every byte of every file and for what is said about them.
 *
 * @param name what it is, such as {@code canary}
 * @param version its version, for people
 * @param commit the commit it was built from, or empty
 * @param properties what else is known of it: preset, compiler, database version, protocol
 * @param files its files, in the order of their paths
 */
public record ArtifactManifest(
        String name, String version, String commit, Map<String, String> properties, List<ArtifactFile> files) {
    /** Sorts the files and refuses names that cannot be part of a folder's name, and files that are named twice. */
    public ArtifactManifest {
        requireName("name", name);
        requireName("version", version);
        commit = commit == null ? "" : commit;
        properties = java.util.Collections.unmodifiableMap(new TreeMap<>(properties));
        List<ArtifactFile> sorted = new ArrayList<>(files);
        sorted.sort(Comparator.comparing(ArtifactFile::path));
        files = List.copyOf(sorted);
        Set<String> paths = new HashSet<>();
        for (ArtifactFile file : files) {
            if (!paths.add(file.path())) {
                throw new IllegalArgumentException("The artifact has two files named " + file.path());
            }
        }
    }

    private static void requireName(String what, String value) {
        if (value == null || !value.matches("[A-Za-z0-9][A-Za-z0-9._+-]{0,99}")) {
            throw new IllegalArgumentException("An artifact's " + what + " is up to 100 letters, digits, dots, dashes,"
                    + " underscores and plus signs, not: '" + value + "'");
        }
    }

    /** The size of all its files together, in bytes. */
    public long size() {
        return files.stream().mapToLong(ArtifactFile::size).sum();
    }
}
