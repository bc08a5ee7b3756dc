package io.jenkins.plugins.aviary.cli;

import io.jenkins.plugins.aviary.cli.demo.DemoStory;
import io.jenkins.plugins.aviary.cli.pipeline.PipelineRunner;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Result;
import io.jenkins.plugins.aviary.cli.serve.DashboardServer;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code aviary demo}: a real pipeline delivers a real game server to three worlds on this machine, and back. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Shows on this machine how a release is delivered to three worlds, and how a bad one is put back.")
final class DemoCommand implements Callable<Integer> {
    private static final int MOST_DEPLOYMENTS = 20;

    @Mixin
    private CommonOptions options = new CommonOptions();

    @Option(
            names = "--headless",
            description = "Exit at the end, with 0 if all went well; else show the pages and stay.")
    private boolean headless;

    @Option(
            names = "--examples",
            description = "Run the other example pipelines too, their good cases and their bad ones.")
    private boolean examples;

    @Option(names = "--port", defaultValue = "0", description = "The port of the pages (default: any that is free).")
    private int port;

    @Override
    public Integer call() {
        LocalRun here = options.localRun();
        Path project = project();
        Instant begun = here.clock().instant();
        DemoStory story = new DemoStory(project, here.home().resolve("demo"), here.log(), here.clock());
        return Cancellation.interruptible(() -> {
            try (story) {
                story.prepare();
                DemoStory.Result result = story.play((file, parameters) -> run(here, story, file, parameters));
                List<String> wrong = new ArrayList<>(result.wrong());
                if (examples && wrong.isEmpty()) {
                    wrong.addAll(story.playExamples((file, parameters) -> run(here, story, file, parameters)));
                }
                report(
                        here,
                        story,
                        result,
                        wrong,
                        Duration.between(begun, here.clock().instant()));
                if (!headless) {
                    stay(here, story);
                }
                return wrong.isEmpty() ? 0 : 1;
            } catch (InterruptedException e) {
                here.log().info("The demo was cancelled; everything it started is ended.");
                return 130;
            }
        });
    }

    private static Result run(LocalRun here, DemoStory story, Path file, Map<String, String> parameters)
            throws InterruptedException {
        LocalRun run = new LocalRun(
                story.workspace(), story.home(), here.environment(), here.log(), here.masking(), here.clock());
        try (RecordedEvents events = RecordedEvents.open(run, String.valueOf(file.getFileName()));
                LocalOperations operations = new LocalOperations(run, events)) {
            PipelineRunner runner = PipelineRunner.of(file, run.context(events))
                    .catalogue(StepCatalogue.all(), operations)
                    .blockStep(new MaintenanceBlock())
                    .parameters(parameters)
                    .masking(run.masking()::add)
                    .answers(story.person())
                    .build();
            Result result = runner.run().result();
            if (result == Result.ABORTED) {
                throw new InterruptedException("cancelled");
            }
            return result;
        }
    }

    private static void report(
            LocalRun here, DemoStory story, DemoStory.Result result, List<String> wrong, Duration took) {
        here.log().info("");
        here.log().info("=== What ran where ===");
        try (Ledger ledger = Ledger.inHomeForReading(story.home(), here.clock())) {
            HistoryCommand.table(ledger.history().newest("", "", 0, MOST_DEPLOYMENTS))
                    .lines()
                    .forEach(here.log()::info);
        }
        here.log().info("");
        result.worlds().forEach((world, version) -> here.log().info("  " + world + " runs " + version));
        here.log()
                .info("  " + result.playersBefore() + " players were saved before the bad release, "
                        + result.playersLost().size() + " of them are lost");
        if (wrong.isEmpty()) {
            here.log().info("The demo went as it should, in " + took.toSeconds() + " s.");
        } else {
            wrong.forEach(here.log()::error);
        }
    }

    private void stay(LocalRun here, DemoStory story) throws InterruptedException {
        try (DashboardServer pages =
                DashboardServer.start(story.home(), story.workspace(), port, here.clock(), here.environment())) {
            here.log().info("");
            here.log()
                    .info("The three worlds go on. The pages are at " + pages.address()
                            + "; Ctrl-C ends the demo and all it started.");
            ServeCommand.open(here, pages.address());
            new CountDownLatch(1).await();
        }
    }

    /** The checkout that this command was built in: the jar lies in its {@code target}. */
    private static Path project() {
        try {
            Path jar = Path.of(DemoCommand.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            for (Path folder = jar; folder != null; folder = folder.getParent()) {
                if (Files.isDirectory(folder.resolve("examples").resolve("server"))) {
                    return Objects.requireNonNull(folder);
                }
            }
            throw new InvalidParameter("The demo needs a checkout of the project, with examples/server in it; run it by"
                    + " ./aviary there.");
        } catch (URISyntaxException e) {
            throw new InvalidParameter("The folder of this command cannot be told: " + e.getMessage(), e);
        }
    }
}
