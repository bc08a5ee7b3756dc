package io.jenkins.plugins.aviary.cli;

import io.jenkins.plugins.aviary.cli.pipeline.PipelineRunner;
import io.jenkins.plugins.aviary.cli.pipeline.TerminalAnswers;
import io.jenkins.plugins.aviary.cli.pipeline.engine.PipelineResult;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code aviary run FILE.Jenkinsfile}: a pipeline on this machine. The first Ctrl-C ends what runs and lets the post
 * sections for cancelled runs clean up; the second ends those too.
 */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs a Jenkinsfile on this machine, without Jenkins.",
        footer = {
            "",
            "Exit codes: 0 success, 1 failure, 2 the file or a parameter is wrong and nothing ran, 3 unstable, 130 cancelled.",
            "The whole file is checked before any of it runs. It runs with your own rights: there is no sandbox."
        })
final class RunCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions options = new CommonOptions();

    @Option(
            names = "--yes",
            description = "Answer every question with yes and its defaults; else they are asked on the terminal.")
    private boolean yes;

    @Option(names = "--check", description = "Only check the file; run nothing.")
    private boolean check;

    @Parameters(index = "0", paramLabel = "FILE", description = "The Jenkinsfile.")
    private Path file;

    @Parameters(index = "1..*", paramLabel = "KEY=VALUE", description = "Parameters of the pipeline.")
    private List<String> given = new ArrayList<>();

    @Override
    public Integer call() {
        LocalRun run = options.localRun();
        Path jenkinsfile = options.directory().resolve(file).normalize();
        String name = Objects.toString(jenkinsfile.getFileName(), "Jenkinsfile");
        try (RecordedEvents events = RecordedEvents.open(run, name);
                LocalOperations operations = new LocalOperations(run, events)) {
            PipelineRunner.Builder builder = PipelineRunner.of(jenkinsfile, run.context(events))
                    .catalogue(StepCatalogue.all(), operations)
                    .blockStep(new MaintenanceBlock())
                    .parameters(parameters())
                    .masking(run.masking()::add);
            if (yes) {
                builder.answers(TerminalAnswers.yes());
            } else if (System.console() != null) {
                builder.answers(new TerminalAnswers(
                        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())),
                        System.out,
                        RecordedEvents.who().name()));
            }
            PipelineRunner runner = builder.build();
            if (check) {
                runner.validate();
                run.log().info(name + " can be run: nothing is wrong that can be told beforehand");
                return 0;
            }
            PipelineResult result = run(runner);
            report(run, result);
            return result.exitCode().value();
        }
    }

    private static PipelineResult run(PipelineRunner runner) {
        return InterruptSignal.heard(runner::abort, () -> Cancellation.cancellable(runner::abort, runner::run));
    }

    private Map<String, String> parameters() {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : given) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new InvalidParameter("'" + pair + "' is not a parameter; write KEY=VALUE");
            }
            if (values.put(pair.substring(0, equals), pair.substring(equals + 1)) != null) {
                throw new InvalidParameter("'" + pair.substring(0, equals) + "' is given twice; it takes one value");
            }
        }
        return values;
    }

    private void report(LocalRun run, PipelineResult result) {
        if (options.debug()) {
            result.failure().ifPresent(thrown -> {
                StringWriter trace = new StringWriter();
                thrown.printStackTrace(new PrintWriter(trace, true));
                trace.toString().lines().forEach(run.log()::output);
            });
        }
        if (options.json()) {
            System.out.println(run.masking().mask(JsonFiles.text(Report.of(result))));
        }
    }

    /**
     * What {@code --json} prints.
     *
     * @param name the pipeline
     * @param number the number of the run
     * @param result how it ended
     * @param durationMillis how long it took
     * @param reason why it is not a success, or empty
     * @param stages its stages
     */
    record Report(
            String name,
            int number,
            String result,
            long durationMillis,
            String reason,
            List<io.jenkins.plugins.aviary.cli.pipeline.engine.StageResult> stages) {
        static Report of(PipelineResult result) {
            return new Report(
                    result.name(),
                    result.number(),
                    result.result().name(),
                    result.duration().toMillis(),
                    result.reason(),
                    result.stages());
        }
    }
}
