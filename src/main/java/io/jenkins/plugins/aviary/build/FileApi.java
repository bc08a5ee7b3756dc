package io.jenkins.plugins.aviary.build;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Asks CMake, by its file API, what it configured: the compiler, the generator, the build type. See
 * cmake-file-api(7); queries are written before CMake runs, the reply is read after it.
 */
final class FileApi {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Path api;

    FileApi(Path buildFolder) {
        this.api = buildFolder.resolve(".cmake").resolve("api").resolve("v1");
    }

    /** Writes the questions; CMake answers them when it configures. */
    void ask() throws IOException {
        Path query = Files.createDirectories(api.resolve("query").resolve("client-aviary"));
        Files.writeString(query.resolve("query.json"), """
                {"requests": [{"kind": "cache", "version": 2}, {"kind": "toolchains", "version": 1}]}
                """);
    }

    /**
     * What CMake answered: {@code compiler}, {@code compilerVersion}, {@code generator}, {@code buildType},
     * {@code cmake}. Empty where an old CMake has no answer.
     */
    Map<String, String> answers() throws IOException {
        Map<String, String> answers = new TreeMap<>();
        Optional<Path> index = newestIndex();
        if (index.isEmpty()) {
            return answers;
        }
        JsonNode root = MAPPER.readTree(index.get().toFile());
        put(answers, "cmake", root.path("cmake").path("version").path("string"));
        put(answers, "generator", root.path("cmake").path("generator").path("name"));
        for (JsonNode reply : root.path("objects")) {
            Path file = api.resolve("reply")
                    .resolve(reply.path("jsonFile").asText())
                    .normalize();
            if (file.startsWith(api) && Files.isRegularFile(file)) {
                JsonNode answer = MAPPER.readTree(file.toFile());
                switch (reply.path("kind").asText()) {
                    case "toolchains" -> compiler(answer, answers);
                    case "cache" -> buildType(answer, answers);
                    default -> {
                        // Somebody else's question.
                    }
                }
            }
        }
        return answers;
    }

    /** CMake writes a new index whenever it configures; the name that sorts last is the newest. */
    private Optional<Path> newestIndex() throws IOException {
        Path reply = api.resolve("reply");
        if (!Files.isDirectory(reply)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(reply)) {
            return files.filter(file -> file.getFileName().toString().startsWith("index-"))
                    .max(Comparator.comparing(file -> file.getFileName().toString()));
        }
    }

    private static void compiler(JsonNode answer, Map<String, String> answers) {
        for (JsonNode toolchain : answer.path("toolchains")) {
            if (toolchain.path("language").asText().equals("CXX")) {
                put(answers, "compiler", toolchain.path("compiler").path("id"));
                put(answers, "compilerVersion", toolchain.path("compiler").path("version"));
            }
        }
    }

    private static void buildType(JsonNode answer, Map<String, String> answers) {
        for (JsonNode entry : answer.path("entries")) {
            if (entry.path("name").asText().equals("CMAKE_BUILD_TYPE")) {
                put(answers, "buildType", entry.path("value"));
            }
        }
    }

    private static void put(Map<String, String> answers, String name, JsonNode value) {
        if (value.isTextual() && !value.asText().isEmpty()) {
            answers.put(name, value.asText());
        }
    }
}
