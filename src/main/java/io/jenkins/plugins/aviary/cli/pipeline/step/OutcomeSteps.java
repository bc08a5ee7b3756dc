package io.jenkins.plugins.aviary.cli.pipeline.step;

import io.jenkins.plugins.aviary.cli.pipeline.engine.Attempt;
import io.jenkins.plugins.aviary.cli.pipeline.engine.FailureReport;
import io.jenkins.plugins.aviary.cli.pipeline.engine.PipelineInterrupted;
import io.jenkins.plugins.aviary.cli.pipeline.engine.PipelineStep;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Result;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Scope;
import io.jenkins.plugins.aviary.cli.pipeline.engine.StepCall;
import io.jenkins.plugins.aviary.cli.pipeline.engine.StepSignature;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.util.List;
import java.util.Optional;

/** {@code error}, {@code unstable}, {@code catchError}, {@code warnError}: steps about how things end. */
final class OutcomeSteps {
    private OutcomeSteps() {}

    static List<PipelineStep> all() {
        StepSignature.Block block = StepSignature.Block.REQUIRED;
        return List.of(
                PipelineStep.of(StepSignature.of("error").soleOptional("message"), OutcomeSteps::error),
                PipelineStep.of(StepSignature.of("unstable").sole("message"), OutcomeSteps::unstable),
                PipelineStep.of(
                        StepSignature.of("catchError")
                                .takes("message", "buildResult", "stageResult", "catchInterruptions")
                                .around(block),
                        OutcomeSteps::catchError),
                PipelineStep.of(
                        StepSignature.of("warnError")
                                .sole("message")
                                .takes("catchInterruptions")
                                .around(block),
                        OutcomeSteps::warnError));
    }

    private static Object error(StepCall call) {
        throw new OperationFailure(call.text("message"));
    }

    private static Object unstable(StepCall call) {
        String message = call.text("message").strip();
        if (message.isEmpty()) {
            throw new InvalidParameter("'unstable' needs a message that is not empty");
        }
        call.scope().log().warn(message);
        call.scope().warn(Result.UNSTABLE, message);
        return null;
    }

    private static Object catchError(StepCall call) {
        return caught(
                call,
                Result.named(call.text("buildResult", "FAILURE")),
                Result.named(call.text("stageResult", "SUCCESS")));
    }

    private static Object warnError(StepCall call) {
        return caught(call, Result.UNSTABLE, Result.UNSTABLE);
    }

    /** A cancelled run is never caught: Ctrl-C must end it. Jenkins would go on with the next step. */
    private static Object caught(StepCall call, Result build, Result stage) {
        Scope scope = call.scope();
        Optional<Throwable> failure = Attempt.of(call.bodyIn(scope));
        if (failure.isEmpty()) {
            return null;
        }
        Throwable thrown = failure.get();
        Result ofBuild = build;
        Result ofStage = stage;
        if (thrown instanceof PipelineInterrupted interrupted) {
            boolean ends = !call.flag("catchInterruptions", true) && !interrupted.isSettled();
            if (interrupted.kind() == PipelineInterrupted.Kind.ABORT || ends) {
                throw interrupted;
            }
            ofBuild = FailureReport.resultOf(thrown);
            ofStage = ofBuild;
        }
        String why = FailureReport.messageOf(thrown);
        String message = call.text("message");
        if (!message.isBlank()) {
            scope.log().error(message);
        }
        if (scope.run().firstReportOf(thrown)) {
            scope.log().error(FailureReport.of(thrown, scope.run().settings().file()));
        }
        if (ofStage != Result.SUCCESS) {
            scope.stage().warn(ofStage, message.isBlank() ? why : message);
        }
        if (ofBuild != Result.SUCCESS) {
            scope.worsen(ofBuild);
        }
        return null;
    }
}
