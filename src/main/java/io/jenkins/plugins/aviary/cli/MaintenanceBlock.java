package io.jenkins.plugins.aviary.cli;

import io.jenkins.plugins.aviary.cli.pipeline.engine.BlockStep;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Body;
import io.jenkins.plugins.aviary.content.MaintenanceWindow;
import io.jenkins.plugins.aviary.operation.ExitCode;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.OperationType;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.operation.ParameterSpec;
import io.jenkins.plugins.aviary.operation.RunContext;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The step {@code maintenanceWindow(...) { ... }} of the local runner: closes worlds to players, runs the block, and lets
 * players in again, however the block ended. If this process is killed, the next window of these worlds does that.
 */
final class MaintenanceBlock implements BlockStep {
    private static final OperationType TYPE = new OperationType(MaintenanceWindow.class);
    private static final Set<String> OF_PHASES = Set.of("phase", "id");

    @Override
    public String name() {
        return TYPE.name();
    }

    @Override
    public List<String> parameters() {
        return TYPE.parameters().stream()
                .map(ParameterSpec::name)
                .filter(name -> !OF_PHASES.contains(name))
                .toList();
    }

    @Override
    public List<String> required() {
        return TYPE.parameters().stream()
                .filter(ParameterSpec::required)
                .map(ParameterSpec::name)
                .toList();
    }

    @Override
    public Object run(Map<String, Object> arguments, RunContext context, Body body) throws InterruptedException {
        MaintenanceWindow window = (MaintenanceWindow) TYPE.bind(arguments);
        Outcome<MaintenanceWindow.Result> opened = window.open(context, true);
        context.log().info(name() + ": " + opened.summary());
        boolean good = false;
        try {
            Object value = body.call();
            good = true;
            return value;
        } finally {
            close(window, opened.result().id(), context, good);
        }
    }

    /** A cancelled run closes the window all the same; only a second cancellation keeps it from that. */
    private void close(MaintenanceWindow window, String id, RunContext context, boolean good)
            throws InterruptedException {
        boolean cancelled = Thread.interrupted();
        try {
            Outcome<MaintenanceWindow.Result> closed = window.close(context, id);
            if (closed.code() != ExitCode.DONE) {
                throw new OperationFailure(closed.summary());
            }
            context.log().info(name() + ": " + closed.summary());
        } catch (OperationFailure e) {
            // What the block failed of is told first.
            if (good) {
                throw e;
            }
            context.log().error(name() + ": " + e.getMessage());
        } finally {
            if (cancelled) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
