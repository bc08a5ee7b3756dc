package io.jenkins.plugins.aviary.changes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.util.io.NullOutputStream;

/**
 * What a game server's operator must know of a release and no commit message tells: read off the difference between the
 * two trees.
 *
 * @param migrations the migrations that are new, and those that were changed though they may have run
 * @param data how many data and script files changed, by folder
 * @param configuration keys of {@code config.lua.dist} that came, went or have another default
 * @param dependencies vcpkg ports that came or went, and the baseline
 * @param protocol the client version that players need now, if it changed
 */
record TreeChanges(
        List<String> migrations,
        Map<String, Integer> data,
        List<String> configuration,
        List<String> dependencies,
        Optional<String> protocol) {
    private static final Pattern MIGRATION = Pattern.compile("(?:.*/)?migrations/(\\d{1,6})\\.lua");
    private static final Pattern DATA = Pattern.compile("(data[^/]*(?:/[^/]+)?)/.*\\.(?:lua|xml|otbm|otb|dat|json)");
    private static final Pattern KEY =
            Pattern.compile("^([A-Za-z][A-Za-z0-9]*)\\s*=\\s*(.*?)\\s*(?:--.*)?$", Pattern.MULTILINE);
    private static final Pattern CLIENT = Pattern.compile("CLIENT_VERSION\\s*=\\s*(\\d{3,5})");
    private static final int LARGEST_FILE = 1 << 20;
    private static final int MOST_LINES = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads what differs between two commits. */
    static TreeChanges between(Repository repository, RevCommit from, RevCommit to) throws IOException {
        List<String> migrations = new ArrayList<>();
        Map<String, Integer> data = new TreeMap<>();
        List<String> configuration = new ArrayList<>();
        List<String> dependencies = new ArrayList<>();
        Optional<String> protocol = Optional.empty();
        try (DiffFormatter diff = new DiffFormatter(NullOutputStream.INSTANCE)) {
            diff.setRepository(repository);
            for (DiffEntry entry : diff.scan(from.getTree(), to.getTree())) {
                String path =
                        entry.getChangeType() == DiffEntry.ChangeType.DELETE ? entry.getOldPath() : entry.getNewPath();
                Matcher migration = MIGRATION.matcher(path);
                Matcher folder = DATA.matcher(path);
                if (migration.matches()) {
                    migrations.add(migration.group(1) + told(entry.getChangeType()) + " (" + path + ")");
                } else if (folder.matches()) {
                    data.merge(folder.group(1), 1, Integer::sum);
                } else if (path.endsWith("config.lua.dist")) {
                    configuration.addAll(keys(text(repository, from, path), text(repository, to, path)));
                } else if (path.endsWith("vcpkg.json")) {
                    dependencies.addAll(ports(text(repository, from, path), text(repository, to, path)));
                } else if (path.endsWith("core.hpp")) {
                    protocol = client(text(repository, from, path), text(repository, to, path));
                }
            }
        }
        migrations.sort(java.util.Comparator.comparingInt(TreeChanges::number));
        return new TreeChanges(
                List.copyOf(migrations),
                java.util.Collections.unmodifiableMap(data),
                configuration.stream().limit(MOST_LINES).toList(),
                dependencies.stream().limit(MOST_LINES).toList(),
                protocol);
    }

    /** Nothing differs that is known of. */
    static TreeChanges none() {
        return new TreeChanges(List.of(), Map.of(), List.of(), List.of(), Optional.empty());
    }

    private static int number(String migration) {
        return Integer.parseInt(migration.replaceFirst("\\D.*", ""));
    }

    private static String told(DiffEntry.ChangeType change) {
        return switch (change) {
            case MODIFY -> " was changed: databases that had it keep what it did before";
            case DELETE -> " was removed";
            default -> "";
        };
    }

    private static String text(Repository repository, RevCommit commit, String path) throws IOException {
        try (TreeWalk walk = TreeWalk.forPath(repository, path, commit.getTree())) {
            if (walk == null) {
                return "";
            }
            ObjectLoader loader = repository.open(walk.getObjectId(0));
            return loader.getSize() > LARGEST_FILE ? "" : new String(loader.getBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<String> keys(String before, String after) {
        Map<String, String> old = keys(before);
        Map<String, String> now = keys(after);
        List<String> lines = new ArrayList<>();
        now.forEach((key, value) -> {
            if (!old.containsKey(key)) {
                lines.add(key + " is new: " + value);
            } else if (!old.get(key).equals(value)) {
                lines.add(key + ": " + old.get(key) + " is now " + value);
            }
        });
        old.keySet().stream().filter(key -> !now.containsKey(key)).forEach(key -> lines.add(key + " is gone"));
        return lines;
    }

    private static Map<String, String> keys(String text) {
        Map<String, String> keys = new TreeMap<>();
        Matcher key = KEY.matcher(text);
        while (key.find()) {
            keys.put(key.group(1), key.group(2));
        }
        return keys;
    }

    private static List<String> ports(String before, String after) {
        Map<String, String> old = ports(before);
        Map<String, String> now = ports(after);
        List<String> lines = new ArrayList<>();
        now.forEach((port, version) -> {
            if (!old.containsKey(port)) {
                lines.add(port + (version.isEmpty() ? "" : " " + version) + " is new");
            } else if (!old.get(port).equals(version)) {
                lines.add(port + ": " + (old.get(port).isEmpty() ? "any" : old.get(port)) + " is now "
                        + (version.isEmpty() ? "any" : version));
            }
        });
        old.keySet().stream().filter(port -> !now.containsKey(port)).forEach(port -> lines.add(port + " is gone"));
        return lines;
    }

    /** The ports of a manifest with the versions that it demands, and its baseline, which moves all others. */
    private static Map<String, String> ports(String text) {
        Map<String, String> ports = new TreeMap<>();
        try {
            JsonNode manifest = JSON.readTree(text);
            for (JsonNode port : manifest.path("dependencies")) {
                ports.put(
                        port.isTextual() ? port.textValue() : port.path("name").asText(),
                        port.path("version>=").asText(""));
            }
            for (JsonNode override : manifest.path("overrides")) {
                ports.put(
                        override.path("name").asText(), override.path("version").asText(""));
            }
            String baseline = manifest.path("builtin-baseline").asText("");
            if (!baseline.isEmpty()) {
                ports.put("vcpkg baseline", baseline.substring(0, Math.min(12, baseline.length())));
            }
        } catch (JsonProcessingException e) {
            // A manifest that is no JSON has no ports; the build says more of it.
            ports.clear();
        }
        return ports;
    }

    private static Optional<String> client(String before, String after) {
        Matcher old = CLIENT.matcher(before);
        Matcher now = CLIENT.matcher(after);
        boolean changed = now.find() && (!old.find() || !old.group(1).equals(now.group(1)));
        return changed ? Optional.of(now.group(1)) : Optional.empty();
    }
}
