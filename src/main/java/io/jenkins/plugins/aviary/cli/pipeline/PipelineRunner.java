package io.jenkins.plugins.aviary.cli.pipeline;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.cli.pipeline.ast.CompiledPipeline;
import io.jenkins.plugins.aviary.cli.pipeline.ast.DeclarativeModel;
import io.jenkins.plugins.aviary.cli.pipeline.ast.PipelineCompiler;
import io.jenkins.plugins.aviary.cli.pipeline.declarative.DeclarativeExecution;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Attempt;
import io.jenkins.plugins.aviary.cli.pipeline.engine.BlockStep;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Branch;
import io.jenkins.plugins.aviary.cli.pipeline.engine.FailureReport;
import io.jenkins.plugins.aviary.cli.pipeline.engine.InputAnswerer;
import io.jenkins.plugins.aviary.cli.pipeline.engine.PipelineInterrupted;
import io.jenkins.plugins.aviary.cli.pipeline.engine.PipelineResult;
import io.jenkins.plugins.aviary.cli.pipeline.engine.PipelineStep;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Result;
import io.jenkins.plugins.aviary.cli.pipeline.engine.RunState;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Scope;
import io.jenkins.plugins.aviary.cli.pipeline.engine.StepRegistry;
import io.jenkins.plugins.aviary.cli.pipeline.engine.StepSignature;
import io.jenkins.plugins.aviary.cli.pipeline.engine.SummaryTable;
import io.jenkins.plugins.aviary.cli.pipeline.step.OperationCaller;
import io.jenkins.plugins.aviary.cli.pipeline.step.OperationSteps;
import io.jenkins.plugins.aviary.cli.pipeline.step.StandardSteps;
import io.jenkins.plugins.aviary.operation.Catalogue;
import io.jenkins.plugins.aviary.operation.Event;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.RunContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs a Jenkinsfile, Declarative or Scripted, without Jenkins. Whatever can be told wrong with the file is told before
 * anything of it runs.
 *
 * <p>The file is run with the rights of whoever runs it, like a Makefile: there is no sandbox. Every agent is this
 * machine, and every workspace is the working tree that the run was started in; nothing is checked out or wiped.
 *
 * <p>One runner runs one file once. {@link #abort} may be called from any thread.
 */
public final class PipelineRunner {
    /** The largest file that is read, in bytes. */
    public static final long LARGEST_FILE = 1024 * 1024;

    private final Path file;
    private final RunContext context;
    private final Map<String, String> parameters;
    private final InputAnswerer answerer;
    private final Consumer<String> masking;
    private final List<PipelineStep> steps;
    private final String name;
    private final Object abortLock = new Object();
    private Optional<Branch> main = Optional.empty();
    private Optional<RunState> running = Optional.empty();
    private boolean aborted;

    private PipelineRunner(Builder builder) {
        this.file = builder.file.toAbsolutePath().normalize();
        this.context = builder.context;
        this.parameters = Map.copyOf(builder.parameters);
        this.answerer = builder.answerer;
        this.masking = builder.masking;
        this.steps = List.copyOf(builder.steps);
        this.name = builder.name.orElseGet(() -> nameOf(file));
    }

    /**
     * Begins to set up a run.
     *
     * @param file the Jenkinsfile
     * @param context what the pipeline runs in: its workspace is that of every agent; its log masks what it is given
     */
    public static Builder of(Path file, RunContext context) {
        return new Builder(file, context);
    }

    /**
     * Reads and checks the file; nothing of it runs.
     *
     * @throws InvalidParameter if it is wrong; the message has a line {@code FILE:LINE: what} for each mistake
     */
    public void validate() {
        compile(new StepRegistry(withPipeline(Optional::empty)));
    }

    /**
     * Runs the file on the calling thread, and returns when all of it has ended.
     *
     * @throws InvalidParameter if the file or a parameter is wrong; nothing has run then
     */
    public PipelineResult run() {
        AtomicReference<Optional<DeclarativeModel>> model = new AtomicReference<>(Optional.empty());
        CompiledPipeline compiled = compile(new StepRegistry(withPipeline(model::get)));
        model.set(compiled.model());
        RunHistory history = new RunHistory(context, name);
        RunState run = new RunState(history.begin(displayName(), parameters, answerer, masking), context);
        Branch branch = new Branch(Thread.currentThread());
        synchronized (abortLock) {
            main = Optional.of(branch);
            running = Optional.of(run);
            if (aborted) {
                abort();
            }
        }
        record("pipeline.started", run, run.root().result(), Duration.ZERO, "");
        Optional<Throwable> failure = execute(compiled, run, branch);
        branch.finish();
        Thread.interrupted();
        PipelineResult result = result(run, failure);
        record("pipeline.finished", run, result.result(), result.duration(), result.reason());
        history.end(result);
        context.log().info("");
        SummaryTable.of(result).forEach(context.log()::info);
        return result;
    }

    /**
     * Ends the run: programs are ended with all they started, then the post sections for cancelled runs are run. A
     * second call ends those too. May come before the run begins.
     */
    public void abort() {
        synchronized (abortLock) {
            aborted = true;
            running.ifPresent(RunState::abort);
            main.ifPresent(branch -> branch.interrupt(
                    new PipelineInterrupted(PipelineInterrupted.Kind.ABORT, this, "The pipeline was cancelled")));
        }
    }

    private Optional<Throwable> execute(CompiledPipeline compiled, RunState run, Branch branch) {
        Scope scope = Scope.outermost(run, branch);
        Optional<Throwable> failure;
        try {
            failure = Optional.ofNullable((Throwable)
                    scope.within(() -> Attempt.of(compiled.script()::run).orElse(null)));
        } catch (InterruptedException e) {
            failure = Optional.of(branch.noticed());
        }
        failure.filter(run::firstReportOf)
                .ifPresent(thrown -> context.log()
                        .error(FailureReport.of(thrown, run.settings().file())));
        return failure;
    }

    private PipelineResult result(RunState run, Optional<Throwable> failure) {
        Result result = run.result()
                .orElse(Result.SUCCESS)
                .and(failure.map(FailureReport::resultOf).orElse(Result.SUCCESS))
                .and(run.isAborted() ? Result.ABORTED : Result.SUCCESS);
        run.root().finish(context.clock().instant());
        var report = run.root().report();
        String reason = failure.map(FailureReport::messageOf)
                .orElseGet(() -> run.isAborted() ? "The pipeline was cancelled" : "");
        return new PipelineResult(
                name, run.settings().number(), result, report.duration(), reason, report.stages(), failure);
    }

    private CompiledPipeline compile(StepRegistry registry) {
        return new PipelineCompiler(registry).compile(read(), displayName());
    }

    private String read() {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new InvalidParameter(file + " is larger than 1 MiB; a Jenkinsfile is not");
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new InvalidParameter(file + " cannot be read; is it there, and a text in UTF-8?", e);
        }
    }

    /** The steps, and {@code pipeline}, which needs what is only known once the file is read. */
    private List<PipelineStep> withPipeline(Supplier<Optional<DeclarativeModel>> model) {
        List<PipelineStep> all = new ArrayList<>(steps);
        all.add(PipelineStep.of(StepSignature.of("pipeline").sole("code"), call -> {
            StepRegistry registry = new StepRegistry(steps);
            return new DeclarativeExecution(model.get().orElseThrow(), registry)
                    .run(List.copyOf((Collection<?>) call.arguments().get("code")));
        }));
        return all;
    }

    private void record(String type, RunState run, Result result, Duration duration, String reason) {
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        payload.put("job", name);
        payload.put("number", run.settings().number());
        if (type.endsWith("finished")) {
            payload.put("result", result.name().toLowerCase(Locale.ROOT));
            payload.put("durationMillis", duration.toMillis());
            payload.put("reason", reason);
        }
        context.events().record(Event.of(type, "", "", payload));
    }

    private String displayName() {
        return fileNameOf(file);
    }

    private static String fileNameOf(Path file) {
        return Optional.ofNullable(file.getFileName()).map(Path::toString).orElse("Jenkinsfile");
    }

    private static String nameOf(Path file) {
        String base = fileNameOf(file).replaceFirst("(?i)\\.(jenkinsfile|groovy)$", "");
        String safe = base.replaceAll("[^A-Za-z0-9._-]", "_").replaceFirst("^\\.+", "");
        return safe.isEmpty() ? "pipeline" : safe;
    }

    /** Sets up a run. */
    public static final class Builder {
        private final Path file;
        private final RunContext context;
        private final Map<String, String> parameters = new LinkedHashMap<>();
        private final List<PipelineStep> steps = new ArrayList<>(StandardSteps.all());
        private InputAnswerer answerer = question -> {
            throw new OperationFailure("Nobody is there to answer: " + question.message()
                    + "; run it on a terminal, or with --yes to agree to everything");
        };
        private Consumer<String> masking = secret -> {};
        private Optional<String> name = Optional.empty();

        private Builder(Path file, RunContext context) {
            this.file = file;
            this.context = context;
        }

        /** Adds every operation of a catalogue as a step. */
        public Builder catalogue(Catalogue catalogue) {
            return catalogue(catalogue, OperationCaller.PLAIN);
        }

        /** Adds every operation of a catalogue as a step that is called by this caller. */
        public Builder catalogue(Catalogue catalogue, OperationCaller caller) {
            catalogue.all().forEach(type -> steps.add(OperationSteps.of(type, caller)));
            return this;
        }

        /** Adds a step around a block. */
        public Builder blockStep(BlockStep step) {
            steps.add(OperationSteps.of(step));
            return this;
        }

        /** Gives the values of parameters, by name. */
        public Builder parameters(Map<String, String> values) {
            parameters.putAll(values);
            return this;
        }

        /** Says who answers questions; without one, a question fails the pipeline. */
        public Builder answers(InputAnswerer who) {
            this.answerer = who;
            return this;
        }

        /** Says where texts go that must not be shown from then on: the masking of the context's log. */
        public Builder masking(Consumer<String> learns) {
            this.masking = learns;
            return this;
        }

        /** Names the pipeline; without a name it is that of the file. */
        public Builder name(String given) {
            this.name = Optional.of(given);
            return this;
        }

        /** The runner. */
        public PipelineRunner build() {
            return new PipelineRunner(this);
        }
    }
}
