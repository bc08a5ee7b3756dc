package io.jenkins.plugins.aviary.cli.pipeline.declarative;

import io.jenkins.plugins.aviary.cli.pipeline.ast.DeclarativeModel;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Attempt;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Described;
import io.jenkins.plugins.aviary.cli.pipeline.engine.FailureReport;
import io.jenkins.plugins.aviary.cli.pipeline.engine.ParameterValues;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Scope;
import io.jenkins.plugins.aviary.cli.pipeline.engine.StepRegistry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Runs a whole Declarative pipeline; the order of what surrounds it is that of {@code ModelInterpreter.call}. */
public final class DeclarativeExecution {
    private final DeclarativeModel model;
    private final StepRegistry steps;

    /** A pipeline that will be run with the given steps. */
    public DeclarativeExecution(DeclarativeModel model, StepRegistry steps) {
        this.model = model;
        this.steps = steps;
    }

    /**
     * Runs the pipeline.
     *
     * @param closures its code, as the script hands it over
     * @return nothing; what failed is thrown
     */
    public Object run(List<?> closures) {
        CodeBlocks code = new CodeBlocks(closures);
        List<Described> parameters =
                model.parameters().stream().map(code::described).toList();
        ParameterValues.define(Scope.current().run(), parameters);
        StageExecution stages = new StageExecution(code, steps, model.options());
        PostSection posts = new PostSection(code);
        AtomicReference<Optional<Throwable>> error = new AtomicReference<>(Optional.empty());
        boolean[] postHasRun = new boolean[1];
        Optional<Throwable> outside = Attempt.of(() -> stages.inAgent(
                Optional.of(model.agent()),
                () -> new EnvironmentSection(code, model.environment())
                        .around(() -> new OptionWrappers(code, steps).around(model.options(), () -> {
                            error.set(stages.sequence(model.stages(), Optional.empty()));
                            postHasRun[0] = true;
                            error.set(post(posts, error.get()));
                            error.get().ifPresent(Attempt::rethrow);
                            return null;
                        }))));
        error.set(error.get().or(() -> outside));
        if (outside.isEmpty()) {
            error.set(Optional.empty());
        }
        if (!postHasRun[0]) {
            outside.ifPresent(DeclarativeExecution::report);
            error.set(post(posts, error.get()));
        }
        error.get().ifPresent(Attempt::rethrow);
        return null;
    }

    private Optional<Throwable> post(PostSection posts, Optional<Throwable> error) {
        return model.post().isEmpty() ? error : posts.run(model.post(), error);
    }

    private static void report(Throwable failure) {
        Scope scope = Scope.current();
        if (scope.run().firstReportOf(failure)) {
            scope.log().error(FailureReport.of(failure, scope.run().settings().file()));
        }
    }
}
