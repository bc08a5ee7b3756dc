package io.jenkins.plugins.aviary.scan.rule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Rules for vcpkg's configuration: which versions are built must not depend on how vcpkg is called. */
final class VcpkgRules implements FileRule {
    private static final long LARGEST = 1L << 20;

    @Override
    public boolean wants(SourceFile file) {
        return file.name().equals("vcpkg-configuration.json");
    }

    @Override
    public void check(SourceFile file, Hits hits) throws IOException {
        JsonNode configuration = read(file.file());
        if (!configuration.isObject()) {
            hits.add(CanaryRule.UNREADABLE, file.path(), "It is no JSON object.");
            return;
        }
        Path manifest = file.file().resolveSibling("vcpkg.json");
        String pinned = Files.isRegularFile(manifest)
                ? read(manifest).path("builtin-baseline").asText("")
                : "";
        String configured =
                configuration.path("default-registry").path("baseline").asText("");
        if (!pinned.isEmpty() && !configured.isEmpty() && !pinned.equals(configured)) {
            hits.add(
                    CanaryRule.TWO_BASELINES,
                    file.path(),
                    "It names " + brief(configured) + ", vcpkg.json names " + brief(pinned) + ".");
        }
        for (JsonNode registry : configuration.path("registries")) {
            String folder = registry.path("path").asText("");
            if (registry.path("kind").asText().equals("filesystem") && !exists(file.file(), folder)) {
                hits.add(CanaryRule.MISSING_REGISTRY, file.path(), "The folder '" + folder + "' is not there.");
            }
        }
    }

    private static String brief(String baseline) {
        return baseline.substring(0, Math.min(8, baseline.length()));
    }

    private static boolean exists(Path configuration, String folder) {
        try {
            return Files.isDirectory(configuration.resolveSibling(folder));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static JsonNode read(Path file) throws IOException {
        try {
            return Files.size(file) > LARGEST
                    ? com.fasterxml.jackson.databind.node.MissingNode.getInstance()
                    : new ObjectMapper().readTree(file.toFile());
        } catch (JsonProcessingException e) {
            return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
        }
    }
}
