package io.jenkins.plugins.aviary.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds the published schema of aviary.yml against what reads it. */
class AviarySchemaTest {
    private static final Path SCHEMA = Path.of("docs/reference/aviary.schema.json");
    private static final Path PAGE = Path.of("docs/reference/aviary-yml.md");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** Keys that are read only to refuse them. */
    private static final Set<String> REFUSED = Set.of("password", "privateKey");

    @Test
    void acceptsTheExampleOfThePageAndSoDoesTheReader() throws IOException {
        String example = example();

        assertThat(validate(example)).isEmpty();
        assertThat(AviaryConfig.parse("aviary.yml", example, Map.of()).environments())
                .containsOnlyKeys("staging", "production");
    }

    @Test
    void acceptsEveryAviaryYmlOfTheExamplesAndSoDoesTheReader() throws IOException {
        for (Path file : exampleFiles()) {
            assertThat(validate(Files.readString(file))).as(file.toString()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
        dialect: canary              | dialect: kanary
        dialect: canary              | dialect: generic
        soak: 2h                     | soak: long
        preset: linux-release        | presett: linux-release
        game: 7272                   | game: 72720
        credentials: game-key        | password: hunter2
        path: /srv/canary/antica     | path: /srv/../etc
        path: /srv/canary/antica     | path: srv
        source: .                    | source: ../elsewhere
        definitions: [TOGGLE_BIN_FOLDER=ON] | definitions: [A B]
        systemd: canary@antica       | {systemd: a, command: [b]}
        metrics: http://             | metrics: ftp://
        rule: 2 of group:ops         | ruel: 2 of group:ops
        escalateAfter: 1d            | expiresAfter: 1d
        kind: discord                | kind: pager
        beforeExpiry: 2h             | beforeExpiry: soon
        zone: Europe/Berlin          | tz: Europe/Berlin
        local: true                  | local: perhaps
        version: 1                   | version: 2
        maxUnavailable: 1            | maxUnavailable: 0
        name: test, user: canary     | user: canary
        within: 5m                   | within: soon
        announce: 10m                | announce: soon
        [[./bin/warm-up, --all],     | [./warm-up,
        postRollback:                | rollback:
        """)
    void refusesWhatTheReaderRefuses(String good, String bad) throws IOException {
        assertThat(example()).contains(good);
        String wrong = good.startsWith("systemd")
                ? example()
                        .replace(
                                "start:\n          systemd: canary@antica\n          environment: {DB_PASSWORD: \"credentials:antica-db\"}",
                                "start: " + bad)
                : example().replace(good, bad);
        assertThat(wrong).isNotEqualTo(example());

        assertThatThrownBy(() -> AviaryConfig.parse("aviary.yml", wrong, Map.of()))
                .isInstanceOf(InvalidParameter.class);
        assertThat(validate(wrong)).isNotEmpty();
    }

    @Test
    void knowsExactlyTheKeysThatTheReaderKnows() throws IOException {
        Set<String> published = new TreeSet<>();
        collect(new ObjectMapper().readTree(SCHEMA.toFile()), published);

        Set<String> read = new TreeSet<>();
        Matcher key = Pattern.compile(
                        "\\.(?:text|matching|choice|integer|flag|duration|texts|commands|textMap|section|each|required|has|forbid)\\(\\s*\"([A-Za-z]+)\"")
                .matcher(source("ConfigReader")
                        + source("PolicyReader")
                        + source("NoticeReader")
                        + source("AnalysisReader"));
        while (key.find()) {
            read.add(key.group(1));
        }
        read.removeAll(REFUSED);
        assertThat(published).isEqualTo(read);
    }

    @Test
    void refusesAnUnknownKeyInEverySection() throws IOException {
        JsonNode schema = new ObjectMapper().readTree(SCHEMA.toFile());
        List<String> open = new ArrayList<>();
        findOpen("", schema, open);
        assertThat(open).isEmpty();
    }

    private static String source(String name) throws IOException {
        return Files.readString(Path.of("src/main/java/io/jenkins/plugins/aviary/config/" + name + ".java"));
    }

    private static void collect(JsonNode node, Set<String> names) {
        if (node.path("properties").isObject() && node.has("additionalProperties")) {
            node.path("properties").fieldNames().forEachRemaining(names::add);
        }
        node.forEach(child -> collect(child, names));
    }

    private static void findOpen(String path, JsonNode node, List<String> open) {
        boolean conditional = path.endsWith("/if") || path.endsWith("/then") || path.endsWith("/else");
        if (node.path("properties").isObject()
                && !conditional
                && !node.path("additionalProperties").isBoolean()
                && !path.endsWith("/properties")) {
            open.add(path);
        }
        node.properties().forEach(child -> findOpen(path + "/" + child.getKey(), child.getValue(), open));
    }

    private static List<Path> exampleFiles() throws IOException {
        Path examples = Path.of("examples");
        if (!Files.isDirectory(examples)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(examples)) {
            return files.filter(file -> file.endsWith("aviary.yml")).toList();
        }
    }

    private static String example() throws IOException {
        Matcher block = Pattern.compile("(?s)```yaml\n(.*?)```").matcher(Files.readString(PAGE));
        assertThat(block.find()).isTrue();
        return block.group(1);
    }

    private static Set<ValidationMessage> validate(String yaml) throws IOException {
        JsonSchema schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(Files.readString(SCHEMA));
        return schema.validate(YAML.readTree(yaml));
    }
}
