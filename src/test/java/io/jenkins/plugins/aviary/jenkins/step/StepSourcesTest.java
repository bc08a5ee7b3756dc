package io.jenkins.plugins.aviary.jenkins.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.cli.StepCatalogue;
import io.jenkins.plugins.aviary.operation.OperationType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Holds the step classes, their forms and their help against the catalogue. With {@code -Daviary.steps=write}, as
 * {@code ./dev steps} does it, the files are written instead.
 */
class StepSourcesTest {
    @Test
    void everyStepOfTheCatalogueHasTheClassAndFormThatFollowFromItsOperation() throws IOException {
        List<OperationType> steps = List.copyOf(StepCatalogue.all().all());
        Map<String, String> expected = new LinkedHashMap<>();
        steps.forEach(type -> expected.putAll(new StepSources(type).files()));
        expected.put(StepSources.messagesFile(), StepSources.messages(steps));
        boolean write = "write".equals(System.getProperty("aviary.steps"));
        List<String> differing = new ArrayList<>();
        for (Map.Entry<String, String> file : expected.entrySet()) {
            Path path = Path.of(file.getKey());
            if (write) {
                Files.createDirectories(path.toAbsolutePath().getParent());
                Files.writeString(path, file.getValue(), StandardCharsets.UTF_8);
            } else if (!Files.isRegularFile(path) || !same(Files.readString(path), file.getValue())) {
                differing.add(file.getKey());
            }
        }
        assertThat(differing)
                .as("files that do not follow from the catalogue; run ./dev steps")
                .isEmpty();
    }

    /** The formatter moves white space and unused imports only. */
    private static boolean same(String found, String expected) {
        return squeezed(found).equals(squeezed(expected));
    }

    private static String squeezed(String text) {
        return text.lines()
                .filter(line -> !line.startsWith("import "))
                .reduce("", String::concat)
                .replaceAll("[\\s*]+", "");
    }
}
