package io.jenkins.plugins.aviary.cli.pipeline.step;

import io.jenkins.plugins.aviary.operation.OperationType;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.operation.RunContext;
import java.util.Map;

/** Makes an operation from its parameters and runs it, with whatever has to stand around it. */
@FunctionalInterface
public interface OperationCaller {
    /** Nothing around it. */
    OperationCaller PLAIN = (type, parameters, context) -> type.bind(parameters).run(context);

    /** Runs the operation on this thread. */
    Outcome<?> call(OperationType type, Map<String, ?> parameters, RunContext context) throws InterruptedException;
}
