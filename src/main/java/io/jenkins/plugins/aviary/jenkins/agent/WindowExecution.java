package io.jenkins.plugins.aviary.jenkins.agent;

import hudson.model.TaskListener;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.steps.BodyExecution;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * {@code maintenanceWindow}: one process closes the worlds, the body runs, another process opens them again, however the
 * body ended. While they are opened again the first abort is not obeyed: players would stay locked out.
 */
public final class WindowExecution extends OperationExecution {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = Logger.getLogger(WindowExecution.class.getName());

    private final String window;

    /** The body while it runs, or null. */
    private volatile BodyExecution body;

    private volatile boolean closing;
    private Object value;
    private Throwable failure;
    private transient volatile boolean asked;

    /** The execution of a window with the parameters that the pipeline gave. */
    public WindowExecution(StepContext context, String step, Map<String, Object> parameters) {
        this(context, step, parameters, "jenkins-" + UUID.randomUUID());
    }

    private WindowExecution(StepContext context, String step, Map<String, Object> parameters, String window) {
        super(context, step, phase(parameters, "open", window));
        this.window = window;
    }

    private static Map<String, Object> phase(Map<String, Object> parameters, String phase, String window) {
        Map<String, Object> all = new LinkedHashMap<>(parameters);
        all.put("phase", phase);
        all.put("id", window);
        return all;
    }

    @Override
    protected void completed(Object result) throws IOException, InterruptedException {
        if (!closing) {
            rest();
            body = getContext().newBodyInvoker().withCallback(new Ended(window)).start();
        } else if (failure == null) {
            end(() -> getContext().onSuccess(value));
        } else {
            end(() -> getContext().onFailure(failure));
        }
    }

    @Override
    protected void broken(Throwable reason) {
        if (failure != null && failure != reason) {
            // What the body failed of is told first.
            failure.addSuppressed(reason);
            end(() -> getContext().onFailure(failure));
        } else {
            end(() -> getContext().onFailure(reason));
        }
    }

    private void bodyEnded(Object result, Throwable thrown) {
        body = null;
        closing = true;
        value = result;
        failure = thrown;
        try {
            runAgain(Map.of("phase", "close"));
        } catch (IOException e) {
            LOG.log(Level.WARNING, e, () -> "The window " + window + " could not be closed");
            broken(e);
        }
    }

    @Override
    public void stop(Throwable cause) throws Exception {
        BodyExecution running = body;
        if (running != null) {
            running.cancel(cause);
        } else if (closing && !asked) {
            asked = true;
            failure = failure == null ? cause : failure;
            getContext()
                    .get(TaskListener.class)
                    .getLogger()
                    .println("The worlds are being opened again; abort once more to leave them closed");
        } else {
            super.stop(cause);
        }
    }

    @Override
    public String getStatus() {
        return body == null ? super.getStatus() : "the maintenance window " + window + " is open for its body";
    }

    /** Finds the execution by its window: the two are not kept in one piece. */
    private static final class Ended extends BodyExecutionCallback {
        private static final long serialVersionUID = 1L;

        private final String window;

        Ended(String window) {
            this.window = window;
        }

        @Override
        public void onSuccess(StepContext context, Object result) {
            tell(result, null);
        }

        @Override
        public void onFailure(StepContext context, Throwable thrown) {
            tell(null, thrown);
        }

        private void tell(Object result, Throwable thrown) {
            StepExecution.acceptAll(WindowExecution.class, execution -> {
                if (execution.window.equals(window)) {
                    execution.bodyEnded(result, thrown);
                }
            });
        }
    }
}
