package io.jenkins.plugins.aviary.jenkins.gate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import hudson.AbortException;
import hudson.model.Computer;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/** A step that works on the controller, off the thread that runs pipelines. */
abstract class ControllerExecution extends StepExecution {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = Logger.getLogger(ControllerExecution.class.getName());
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .build();

    private transient volatile boolean ended;

    ControllerExecution(StepContext context) {
        super(context);
    }

    /** Does the work, or its next part; may take its time. */
    protected abstract void work() throws Exception;

    @Override
    public boolean start() {
        begin();
        return false;
    }

    @Override
    public void onResume() {
        begin();
    }

    /** Works in the background; what goes wrong there fails the step. */
    protected final void begin() {
        Computer.threadPoolForRemoting.submit(() -> {
            try {
                if (!ended) {
                    work();
                }
            } catch (OperationFailure e) {
                fail(new AbortException(e.getMessage()));
            } catch (AbortException e) {
                fail(e);
            } catch (Exception e) {
                LOG.log(Level.WARNING, e, () -> "A step on the controller failed");
                fail(e);
            }
        });
    }

    /** Ends the step with a result. */
    protected final synchronized void succeed(Object result) {
        if (!ended) {
            ended = true;
            getContext().onSuccess(MAPPER.convertValue(result, Object.class));
        }
    }

    /** Ends the step with a failure. */
    protected final synchronized void fail(Throwable reason) {
        if (!ended) {
            ended = true;
            getContext().onFailure(reason);
        }
    }

    /** Whether the step has ended. */
    protected final boolean ended() {
        return ended;
    }

    @Override
    public void stop(Throwable cause) throws Exception {
        fail(cause);
    }
}
