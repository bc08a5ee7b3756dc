package io.jenkins.plugins.aviary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.jenkins.plugins.aviary.cli.reference.CommandReference;
import io.jenkins.plugins.aviary.cli.reference.StepPages;
import io.jenkins.plugins.aviary.operation.OperationType;
import io.jenkins.plugins.aviary.operation.ParameterSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Holds the reference pages that follow from the code against the committed ones. With the system property {@code
 * aviary.docs=write}, which {@code ./dev docs} sets, it writes them.
 */
class ReferencePagesTest {
    private static final Path DOCS = Path.of("docs");

    @Test
    void thePagesThatFollowFromTheCodeAreUpToDate() throws IOException {
        Map<Path, String> wanted = pages();
        if ("write".equals(System.getProperty("aviary.docs"))) {
            for (Map.Entry<Path, String> page : wanted.entrySet()) {
                Files.createDirectories(Objects.requireNonNull(page.getKey().getParent()));
                Files.writeString(page.getKey(), page.getValue());
            }
        }
        List<Path> stale = new ArrayList<>();
        for (Map.Entry<Path, String> page : wanted.entrySet()) {
            if (!Files.exists(page.getKey()) || !Files.readString(page.getKey()).equals(page.getValue())) {
                stale.add(page.getKey());
            }
        }
        assertThat(stale).as("run ./dev docs").isEmpty();
    }

    @Test
    void theSchemaOfArgumentsKnowsEveryParameter() throws IOException {
        JsonNode schema =
                new ObjectMapper().readTree(StepPages.schema(StepCatalogue.all().all()));
        for (OperationType type : StepCatalogue.all().all()) {
            JsonNode step = schema.at("/$defs/" + type.name());
            List<String> names = new ArrayList<>();
            step.path("properties").fieldNames().forEachRemaining(names::add);
            assertThat(names)
                    .containsExactlyInAnyOrderElementsOf(
                            type.parameters().stream().map(ParameterSpec::name).toList());
            List<String> required = new ArrayList<>();
            step.path("required").forEach(name -> required.add(name.asText()));
            assertThat(required)
                    .containsExactlyInAnyOrderElementsOf(type.parameters().stream()
                            .filter(ParameterSpec::required)
                            .map(ParameterSpec::name)
                            .toList());
        }
    }

    @Test
    void theSchemaOfArgumentsRefusesAnUnknownParameterAndAWrongForm() throws IOException {
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(StepPages.schema(StepCatalogue.all().all()));
        ObjectMapper json = new ObjectMapper();
        assertThat(schema.validate(json.readTree("{\"canaryBuild\": {\"preset\": \"linux-release\", \"jobs\": 2}}")))
                .isEmpty();
        assertThat(schema.validate(json.readTree("{\"canaryBuild\": {\"presett\": \"linux-release\"}}")))
                .isNotEmpty();
        assertThat(schema.validate(json.readTree("{\"canaryBuild\": {\"jobs\": \"many\"}}")))
                .isNotEmpty();
        assertThat(schema.validate(json.readTree("{\"canaryBild\": {}}"))).isNotEmpty();
    }

    private static Map<Path, String> pages() throws IOException {
        Collection<OperationType> types = StepCatalogue.all().all();
        Map<Path, String> pages = new TreeMap<>();
        for (OperationType type : types) {
            Path page = DOCS.resolve("steps").resolve(type.name() + ".md");
            pages.put(page, StepPages.page(type, Files.exists(page) ? Files.readString(page) : ""));
        }
        pages.put(DOCS.resolve("steps/index.md"), StepPages.index(types));
        pages.put(DOCS.resolve("reference/steps.schema.json"), StepPages.schema(types));
        pages.put(DOCS.resolve("reference/cli.md"), CommandReference.of(Aviary.commandLine()));
        return pages;
    }
}
