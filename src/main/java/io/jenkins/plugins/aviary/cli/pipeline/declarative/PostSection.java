package io.jenkins.plugins.aviary.cli.pipeline.declarative;

import io.jenkins.plugins.aviary.cli.pipeline.ast.Code;
import io.jenkins.plugins.aviary.cli.pipeline.ast.PostCondition;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Attempt;
import io.jenkins.plugins.aviary.cli.pipeline.engine.FailureReport;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Result;
import io.jenkins.plugins.aviary.cli.pipeline.engine.RunState;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Scope;
import io.jenkins.plugins.aviary.cli.pipeline.engine.StageNode;
import java.util.Map;
import java.util.Optional;

/** Runs {@code post} sections: the conditions in Jenkins's order, each seeing the result that there will be. */
final class PostSection {
    private final CodeBlocks code;

    PostSection(CodeBlocks code) {
        this.code = code;
    }

    /**
     * Runs the conditions that hold.
     *
     * @param post the section
     * @param error what has ended the stage or the pipeline so far
     * @return that error, or else the first one of the section itself
     */
    Optional<Throwable> run(Map<PostCondition, Code> post, Optional<Throwable> error) {
        Optional<Throwable> first = error;
        Scope outer = Scope.current();
        for (PostCondition condition : PostCondition.values()) {
            Result logical = combined(outer, first, !outer.stage().isRoot());
            if (post.containsKey(condition) && holds(condition, outer, first, logical)) {
                Optional<Throwable> failure =
                        Attempt.of(() -> outer.foreseeing(logical).within(code.body(post.get(condition))));
                if (failure.isPresent()) {
                    report(outer, condition, failure.get());
                    first = first.or(() -> failure);
                }
            }
        }
        return first;
    }

    private static void report(Scope scope, PostCondition condition, Throwable failure) {
        StageNode stage = scope.stage();
        stage.mark(FailureReport.resultOf(failure), FailureReport.messageOf(failure));
        if (scope.run().firstReportOf(failure)) {
            scope.log()
                    .error(FailureReport.of(failure, scope.run().settings().file()) + " (in post { " + condition.word()
                            + " })");
        }
    }

    /** What Jenkins's {@code BuildCondition.getCombinedResult} gives. */
    private static Result combined(Scope scope, Optional<Throwable> error, boolean withStage) {
        RunState run = scope.run();
        Result own = error.map(FailureReport::resultOf)
                .orElse(withStage ? scope.stage().result() : Result.SUCCESS);
        Result all = run.result().orElse(Result.SUCCESS).and(own);
        return run.isAborted() ? all.and(Result.ABORTED) : all;
    }

    private static boolean holds(PostCondition condition, Scope scope, Optional<Throwable> error, Result logical) {
        Result run = combined(scope, error, false);
        Optional<Result> before = scope.run().settings().previous().map(RunState.PreviousRun::result);
        return switch (condition) {
            case ALWAYS, CLEANUP -> true;
            case CHANGED -> before.isEmpty() || before.get() != run;
            case FIXED ->
                run == Result.SUCCESS
                        && before.filter(old -> old == Result.FAILURE || old == Result.UNSTABLE)
                                .isPresent();
            case REGRESSION -> before.filter(run::isWorseThan).isPresent();
            case ABORTED -> logical == Result.ABORTED;
            case SUCCESS -> logical == Result.SUCCESS;
            case UNSUCCESSFUL -> logical != Result.SUCCESS;
            case UNSTABLE -> logical == Result.UNSTABLE;
            case FAILURE -> logical == Result.FAILURE;
            case NOT_BUILT -> logical == Result.NOT_BUILT;
        };
    }
}
