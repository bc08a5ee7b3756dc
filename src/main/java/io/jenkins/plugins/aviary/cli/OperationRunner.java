package io.jenkins.plugins.aviary.cli;

import io.jenkins.plugins.aviary.cli.pipeline.step.OperationCaller;
import io.jenkins.plugins.aviary.operation.ExitCode;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.OperationType;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.operation.RunContext;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/** Runs one operation to its outcome, whatever it throws. */
final class OperationRunner {
    private final boolean debug;
    private final OperationCaller caller;

    /**
     * A runner.
     *
     * @param debug whether stack traces are shown
     * @param caller what stands around the operation
     */
    OperationRunner(boolean debug, OperationCaller caller) {
        this.debug = debug;
        this.caller = caller;
    }

    /** Makes the operation from its parameters and runs it on this thread. */
    Outcome<?> run(OperationType type, Map<String, ?> parameters, RunContext context) {
        try {
            return caller.call(type, parameters, context);
        } catch (OperationFailure e) {
            trace(context, e);
            return ended(e.exitCode(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ended(ExitCode.CANCELLED, type.name() + " was cancelled");
        } catch (RuntimeException | LinkageError e) {
            trace(context, e);
            return ended(
                    ExitCode.FAILED,
                    type.name() + " failed for a reason it did not expect (" + e
                            + "); run it with --debug and report it");
        }
    }

    private void trace(RunContext context, Throwable thrown) {
        if (debug) {
            StringWriter trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace, true));
            trace.toString().lines().forEach(context.log()::output);
        }
    }

    private static Outcome<?> ended(ExitCode code, String reason) {
        return new Outcome<Object>(code, reason, null, Map.of());
    }
}
