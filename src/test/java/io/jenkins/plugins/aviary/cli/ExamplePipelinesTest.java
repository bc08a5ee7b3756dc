package io.jenkins.plugins.aviary.cli;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.jenkins.plugins.aviary.cli.pipeline.PipelineRunner;
import io.jenkins.plugins.aviary.testing.RecordedRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example is a pipeline without a mistake that can be told beforehand; the demo runs them. */
class ExamplePipelinesTest {
    @TempDir
    Path folder;

    static List<Path> examples() {
        try (Stream<Path> files = Files.list(Path.of("examples/pipelines"))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void knowsEveryStepAndParameter(Path example) {
        PipelineRunner runner = PipelineRunner.of(example, new RecordedRun().context(folder, folder, Clock.systemUTC()))
                .catalogue(StepCatalogue.all())
                .blockStep(new MaintenanceBlock())
                .build();
        assertThatCode(runner::validate).doesNotThrowAnyException();
    }
}
