package io.jenkins.plugins.aviary.cli.pipeline;

import io.jenkins.plugins.aviary.cli.pipeline.engine.BlockStep;
import io.jenkins.plugins.aviary.cli.pipeline.engine.InputAnswerer;
import io.jenkins.plugins.aviary.cli.pipeline.engine.PipelineResult;
import io.jenkins.plugins.aviary.cli.pipeline.engine.StageResult;
import io.jenkins.plugins.aviary.operation.Catalogue;
import io.jenkins.plugins.aviary.operation.Event;
import io.jenkins.plugins.aviary.operation.Masking;
import io.jenkins.plugins.aviary.operation.OperationLog;
import io.jenkins.plugins.aviary.operation.ProcessTrees;
import io.jenkins.plugins.aviary.operation.Progress;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.operation.SecretSources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Runs small Jenkinsfiles in a folder of their own and keeps what they wrote. */
final class PipelineFixture {
    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private final Masking masking = new Masking();
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final List<Event> events = Collections.synchronizedList(new ArrayList<>());
    private UnaryOperator<PipelineRunner.Builder> setUp = builder -> builder;
    private Optional<PipelineResult> result = Optional.empty();

    PipelineFixture(Path folder) {
        this.folder = folder;
        environment.put("PATH", System.getenv("PATH"));
        environment.put("HOME", folder.toString());
    }

    PipelineFixture variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    PipelineFixture parameter(String name, String value) {
        return with(builder -> builder.parameters(Map.of(name, value)));
    }

    PipelineFixture answers(InputAnswerer answerer) {
        return with(builder -> builder.answers(answerer));
    }

    PipelineFixture catalogue(Catalogue catalogue) {
        return with(builder -> builder.catalogue(catalogue));
    }

    PipelineFixture blockStep(BlockStep step) {
        return with(builder -> builder.blockStep(step));
    }

    private PipelineFixture with(UnaryOperator<PipelineRunner.Builder> more) {
        UnaryOperator<PipelineRunner.Builder> before = setUp;
        setUp = builder -> more.apply(before.apply(builder));
        return this;
    }

    /** The runner of a file with the given text. */
    PipelineRunner runner(String text) {
        try {
            Path workspace = Files.createDirectories(folder.resolve("workspace"));
            Path file = folder.resolve("Test.Jenkinsfile");
            Files.writeString(file, text);
            RunContext context = new RunContext(
                    workspace,
                    folder.resolve("home"),
                    new Lines(),
                    (what, total, unit) -> new NoProgress(),
                    new ProcessTrees(environment),
                    new SecretSources(folder.resolve("secrets"), environment, masking),
                    events::add,
                    Clock.systemUTC(),
                    environment);
            return setUp.apply(PipelineRunner.of(file, context).masking(masking::add))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a file with the given text. */
    PipelineFixture run(String text) {
        log.clear();
        result = Optional.of(runner(text).run());
        return this;
    }

    /** Runs these steps as the only stage of a Declarative pipeline. */
    PipelineFixture steps(String steps) {
        return run("pipeline { agent any; stages { stage('Only') { steps {\n" + steps + "\n} } } }");
    }

    /** Runs this code in a Declarative {@code script} block. */
    PipelineFixture script(String code) {
        return steps("script {\n" + code + "\n}");
    }

    PipelineResult result() {
        return result.orElseThrow();
    }

    Path workspace() {
        return folder.resolve("workspace");
    }

    Path home() {
        return folder.resolve("home");
    }

    List<Event> events() {
        return List.copyOf(events);
    }

    /** What the steps wrote, without headings and the table at the end. */
    List<String> output() {
        synchronized (log) {
            return log.stream()
                    .filter(line -> line.startsWith("out:"))
                    .map(line -> line.substring(4))
                    .toList();
        }
    }

    /** Every line of the log. */
    String log() {
        synchronized (log) {
            return String.join("\n", log);
        }
    }

    /** The stage with the given name, however deep. */
    StageResult stage(String name) {
        return find(result().stages(), name)
                .orElseThrow(() -> new AssertionError("no stage " + name + " in " + result().stages()));
    }

    private static Optional<StageResult> find(List<StageResult> stages, String name) {
        return stages.stream()
                .map(stage -> stage.name().equals(name) ? Optional.of(stage) : find(stage.stages(), name))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private final class Lines implements OperationLog {
        @Override
        public void info(String line) {
            log.add("info:" + masking.mask(line));
        }

        @Override
        public void warn(String line) {
            log.add("warn:" + masking.mask(line));
        }

        @Override
        public void error(String line) {
            log.add("error:" + masking.mask(line));
        }

        @Override
        public void output(String line) {
            log.add("out:" + masking.mask(line));
        }
    }

    private static final class NoProgress implements Progress.Task {
        @Override
        public void at(long done) {
            // Nobody watches.
        }

        @Override
        public void outOf(long total) {
            // Nobody watches.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
