package io.jenkins.plugins.aviary.build;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.NearestName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The presets of a source folder: {@code CMakePresets.json}, what it includes, and {@code CMakeUserPresets.json}. Only
 * what must be known before CMake runs is read here (which presets there are and where they build); everything else is
 * left to CMake. Form: cmake-presets(7), versions 1 to 10.
 */
final class CMakePresets {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .configure(JsonParser.Feature.ALLOW_COMMENTS, true)
            .build();
    private static final Pattern MACRO = Pattern.compile("\\$\\{(\\w+)}|\\$(env|penv|vendor)\\{([^}]*)}");
    private static final int MOST_FILES = 50;

    private final Path source;
    private final Map<String, String> environment;
    private final Map<String, JsonNode> configure = new LinkedHashMap<>();
    private final Set<Path> read = new HashSet<>();

    private CMakePresets(Path source, Map<String, String> environment) {
        this.source = source;
        this.environment = environment;
    }

    /**
     * Reads the presets of a source folder.
     *
     * @throws InvalidParameter if there are none or a file is not JSON
     */
    static CMakePresets read(Path source, Map<String, String> environment) {
        CMakePresets presets = new CMakePresets(source, environment);
        Path main = source.resolve("CMakePresets.json");
        if (!Files.isRegularFile(main)) {
            throw new InvalidParameter("There is no " + main
                    + "; canaryBuild builds from CMake presets: name the folder that has them as 'source'.");
        }
        presets.include(main);
        Path user = source.resolve("CMakeUserPresets.json");
        if (Files.isRegularFile(user)) {
            presets.include(user);
        }
        return presets;
    }

    /** The configure presets that may be asked for. */
    List<String> names() {
        return configure.entrySet().stream()
                .filter(entry -> !entry.getValue().path("hidden").asBoolean())
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * Where a configure preset builds.
     *
     * @throws InvalidParameter if there is no such preset, naming the nearest
     */
    Path buildFolder(String preset) {
        if (!names().contains(preset)) {
            throw new InvalidParameter("There is no configure preset '" + preset + "' in "
                    + source.resolve("CMakePresets.json") + NearestName.suggestion(preset, names()));
        }
        String folder = inherited(preset, "binaryDir", new HashSet<>()).orElse("${sourceDir}/build/${presetName}");
        return source.resolve(expand(folder, preset)).normalize();
    }

    private void include(Path file) {
        if (!read.add(file.toAbsolutePath().normalize())) {
            return;
        }
        if (read.size() > MOST_FILES) {
            throw new InvalidParameter("The presets of " + source + " include more than " + MOST_FILES + " files.");
        }
        JsonNode root = parse(file);
        for (JsonNode included : root.path("include")) {
            include(file.resolveSibling(expand(included.asText(), "")).normalize());
        }
        for (JsonNode preset : root.path("configurePresets")) {
            configure.put(preset.path("name").asText(), preset);
        }
    }

    private static JsonNode parse(Path file) {
        try {
            return MAPPER.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new InvalidParameter(
                    file + ":" + e.getLocation().getLineNr() + ": this is not valid JSON: " + e.getOriginalMessage(),
                    e);
        } catch (IOException e) {
            throw new InvalidParameter("The presets file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private Optional<String> inherited(String preset, String field, Set<String> seen) {
        JsonNode node = configure.get(preset);
        if (node == null || !seen.add(preset)) {
            return Optional.empty();
        }
        if (node.hasNonNull(field)) {
            return Optional.of(node.path(field).asText());
        }
        for (String parent : parents(node)) {
            Optional<String> found = inherited(parent, field, seen);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static List<String> parents(JsonNode preset) {
        JsonNode inherits = preset.path("inherits");
        List<String> parents = new ArrayList<>();
        if (inherits.isTextual()) {
            parents.add(inherits.asText());
        }
        inherits.forEach(parent -> parents.add(parent.asText()));
        return parents;
    }

    private String expand(String text, String preset) {
        Matcher macro = MACRO.matcher(text);
        StringBuilder expanded = new StringBuilder();
        while (macro.find()) {
            String value = macro.group(1) != null
                    ? value(macro.group(1), preset)
                    : environment.getOrDefault(macro.group(3), "");
            macro.appendReplacement(expanded, Matcher.quoteReplacement(value));
        }
        return macro.appendTail(expanded).toString();
    }

    private String value(String macro, String preset) {
        return switch (macro) {
            case "sourceDir" -> source.toString();
            case "sourceParentDir" -> String.valueOf(source.toAbsolutePath().getParent());
            case "sourceDirName" ->
                String.valueOf(source.toAbsolutePath().normalize().getFileName());
            case "presetName" -> preset;
            case "generator" -> inherited(preset, "generator", new HashSet<>()).orElse("");
            case "hostSystemName" -> System.getProperty("os.name").startsWith("Mac") ? "Darwin" : "Linux";
            case "dollar" -> "$";
            case "pathListSep" -> ":";
            default -> "";
        };
    }
}
