package io.jenkins.plugins.aviary.cli.pipeline.engine;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.operation.Event;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What happens around a stage, whoever runs it: heading, time, result, event. */
public final class StageFrame {
    private StageFrame() {}

    /** Runs a stage and gives the value of its block. */
    public static Object run(Scope outer, String name, Body body) throws InterruptedException {
        Object[] value = new Object[1];
        Optional<Throwable> failure = attempt(outer, name, () -> value[0] = body.call());
        failure.ifPresent(Attempt::rethrow);
        return value[0];
    }

    /** Runs a stage and gives what it threw. */
    public static Optional<Throwable> attempt(Scope outer, String name, Body body) {
        RunState run = outer.run();
        StageNode node = outer.stage().begin(name, run.context().clock().instant());
        Scope inner = outer.inStage(node).with(Map.of("STAGE_NAME", name));
        outer.log().info("=== " + node.path());
        Optional<Throwable> failure = Attempt.of(() -> inner.within(body));
        failure.ifPresent(thrown -> report(inner, node, thrown));
        node.finish(run.context().clock().instant());
        close(outer, node);
        return failure;
    }

    /** Tells a failure once, where it first ends a stage, and marks the stage. */
    static void report(Scope scope, StageNode node, Throwable failure) {
        String file = scope.run().settings().file();
        node.mark(FailureReport.resultOf(failure), FailureReport.messageOf(failure));
        if (scope.run().firstReportOf(failure)) {
            scope.log().error(FailureReport.of(failure, file));
        }
    }

    private static void close(Scope outer, StageNode node) {
        StageResult result = node.report();
        if (result.skipped()) {
            outer.log().info("--- " + node.path() + ": skipped, " + result.reason());
        } else {
            outer.log()
                    .info("--- " + node.path() + ": " + result.result() + " after "
                            + SummaryTable.text(result.duration())
                            + (result.reason().isEmpty() ? "" : ", " + result.reason()));
        }
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        payload.put("job", outer.run().settings().name());
        payload.put("number", outer.run().settings().number());
        payload.put("stage", node.path());
        payload.put("result", result.result().name().toLowerCase(Locale.ROOT));
        payload.put("durationMillis", result.duration().toMillis());
        payload.put("reason", result.reason());
        outer.run().context().events().record(Event.of("stage.finished", "", "", payload));
    }
}
