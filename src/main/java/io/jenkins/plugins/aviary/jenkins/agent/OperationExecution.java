package io.jenkins.plugins.aviary.jenkins.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Computer;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.jenkins.Installation;
import io.jenkins.plugins.aviary.operation.ExitCode;
import io.jenkins.plugins.aviary.operation.Masking;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.release.EnvironmentTurns;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.util.Timer;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jenkinsci.plugins.workflow.support.actions.PauseAction;
import org.jenkinsci.plugins.workflow.support.concurrent.Timeout;

/**
 * One operation of a pipeline, from its start to its end: starts its process on the agent, follows it by asking now and
 * then, waits for a person where the operation cannot tell, and tells the pipeline how it ended. Everything that is asked
 * of the agent is asked on Remoting's threads and within a time; an agent that does not answer is asked again later, for
 * as long as the pipeline waits. What must survive a restart is in the fields that are not transient.
 */
public class OperationExecution extends StepExecution implements AttendedStep {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = Logger.getLogger(OperationExecution.class.getName());
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();
    private static final long SOON_MILLIS = 250;
    private static final long LATE_MILLIS = 5_000;
    private static final long AGENT_SECONDS = 60;

    /** How often in a row something unforeseen may happen, about two minutes long. */
    private static final int MOST_TROUBLES = 24;

    private static final long FAREWELL_MILLIS = TimeUnit.SECONDS.toMillis(150);

    private final String step;

    /** The parameters as JSON: what a pipeline gives is of many types, and not all of them can be kept. */
    private String parameters;

    private volatile EngineProcess process;

    /** How many events the ledger had when all of this step's events until then were known to be in it. */
    private long ledgerSeen;

    /** Whether it has no process now and wants none: the body of a block runs. */
    private volatile boolean idle;

    /** What a person must decide, or null while nobody needs to. */
    private volatile Decision decision;

    /** The rollout that it runs, once its events have named one; null before. */
    private volatile String rollout;

    private transient volatile boolean ended;
    private transient volatile Throwable stopCause;
    private transient volatile long stopMillis;
    private transient volatile long pauseMillis;

    /** Guarded by this. */
    private transient int troubles;

    private transient RunLog log;
    private transient RecordedRun recorded;
    private transient BuildTurn turn;

    /** The execution of a step with the parameters that the pipeline gave. */
    public OperationExecution(StepContext context, String step, Map<String, Object> parameters) {
        super(context);
        this.step = step;
        this.parameters = json(parameters);
    }

    private static String json(Map<String, ?> parameters) {
        try {
            return MAPPER.writeValueAsString(parameters);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The parameters cannot be sent: " + e.getOriginalMessage(), e);
        }
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> given() throws IOException {
        return MAPPER.readValue(parameters, LinkedHashMap.class);
    }

    @Override
    public String getStep() {
        return step;
    }

    @Override
    public Decision getDecision() {
        return decision;
    }

    @Override
    public String getRollout() {
        return decision == null && !ended ? rollout : null;
    }

    @Override
    public boolean start() throws Exception {
        process = new EngineProcess(getContext().get(FilePath.class));
        ledgerSeen = RecordedRun.soFar(step);
        later(0);
        return false;
    }

    @Override
    public void onResume() {
        if (decision == null && !idle) {
            later(SOON_MILLIS);
        }
    }

    private void later(long millis) {
        pauseMillis = millis;
        Timer.get().schedule(() -> Computer.threadPoolForRemoting.submit(this::look), millis, TimeUnit.MILLISECONDS);
    }

    /** Looks at the process once, and arranges for the next look unless it has ended. */
    @SuppressWarnings("try") // the limit does its work by being closed
    private synchronized void look() {
        if (ended || idle || decision != null) {
            return;
        }
        long next = Math.min(LATE_MILLIS, Math.max(SOON_MILLIS, pauseMillis * 3 / 2));
        try (Timeout limit = Timeout.limit(AGENT_SECONDS, TimeUnit.SECONDS)) {
            FilePath workspace = process.workspace();
            if (workspace != null) {
                next = process.launched() ? followed(workspace, next) : launched(workspace);
            }
            troubles = 0;
        } catch (AbortException | EngineDistrusted | OperationFailure e) {
            fail(e);
            return;
        } catch (IOException | InterruptedException | RuntimeException e) {
            // The agent went away, or Jenkins is going down: the process goes on, and is looked at again.
            LOG.log(Level.FINE, e, () -> step + " could not be looked at in " + process.place());
            next = LATE_MILLIS;
            if (e instanceof RuntimeException && ++troubles >= MOST_TROUBLES) {
                LOG.log(Level.WARNING, e, () -> step + " is given up in " + process.place());
                fail(new AbortException(step + " could not be followed in " + process.place() + ": " + e
                        + "; Jenkins's log has more."));
                return;
            }
        }
        if (!ended && !idle && decision == null) {
            giveUpIfStopped();
            later(next);
        }
    }

    private long launched(FilePath workspace) throws IOException, InterruptedException {
        if (process.mayRun(workspace)) {
            throw new AbortException("Jenkins or the connection to the agent was lost while " + step
                    + " was being started in " + process.place()
                    + "; whether it runs cannot be told. Look there, and run the build again.");
        }
        StepContext context = getContext();
        if (turn == null) {
            DeliveryAdmission.require(step, given(), context);
            turn = new BuildTurn(context, step);
        }
        Optional<String> fence = turn.fence(given(), workspace);
        if (fence.isEmpty()) {
            return LATE_MILLIS;
        }
        DeliveryAdmission.requireStill(step, given(), context);
        EnvVars variables = new EnvVars(context.get(EnvVars.class));
        variables.put(EnvironmentTurns.VARIABLE, fence.get());
        SharedEnvironments shared = SharedEnvironments.of(given());
        HashMap<String, String> secrets = secrets(workspace, shared);
        log = new RunLog(context.get(TaskListener.class), RunCredentials.masking(secrets));
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("step", step);
        request.put("parameters", given());
        request.put("workspace", workspace.getRemote());
        request.put("home", AgentFolder.home(workspace).getRemote());
        ArtifactTrust.toAgent(given(), workspace);
        ArtifactTransfer.toAgent(given(), workspace, context.get(TaskListener.class));
        try {
            process.launch(
                    workspace,
                    variables,
                    context.get(Launcher.class),
                    context.get(TaskListener.class),
                    new PrepareControl(json(request), shared.text(), secrets));
        } catch (IOException e) {
            if (e instanceof AbortException || !process.isReachable()) {
                throw e;
            }
            LOG.log(Level.INFO, e, () -> step + " could not be started in " + process.place());
            throw new AbortException(step + " could not be started in " + process.place() + ": " + e.getMessage());
        }
        context.saveState();
        return SOON_MILLIS;
    }

    private long followed(FilePath workspace, long pause) throws IOException, InterruptedException {
        Launcher launcher = getContext().get(Launcher.class);
        TaskListener listener = getContext().get(TaskListener.class);
        Integer exit = process.exit(workspace, launcher, listener);
        boolean news = process.copyLog(workspace, log(listener).stream());
        news |= taken(workspace);
        if (exit != null) {
            log(listener).stream().close();
            finish(workspace, exit, listener);
        } else if (news) {
            getContext().saveState();
            return SOON_MILLIS;
        }
        return pause;
    }

    private boolean taken(FilePath workspace) throws IOException, InterruptedException {
        if (recorded == null) {
            recorded = new RecordedRun(getContext().get(Run.class), ledgerSeen);
        }
        try {
            boolean news = process.takeEvents(workspace, event -> {
                if (event.type().startsWith("rollout.")) {
                    rollout = event.payload().path("deployment").asText(null);
                }
                recorded.record(event);
            });
            if (news) {
                ledgerSeen = Installation.get().ledger().size();
            }
            return news;
        } catch (EngineDistrusted e) {
            process.stop(workspace, getContext().get(Launcher.class));
            throw e;
        }
    }

    private RunLog log(TaskListener listener) throws IOException, InterruptedException {
        if (log == null) {
            // After a restart: the credentials are looked up anew, since they are kept nowhere.
            Masking masking = RunCredentials.masking(secrets(process.workspace(), SharedEnvironments.of(given())));
            log = new RunLog(listener, masking);
        }
        return log;
    }

    private HashMap<String, String> secrets(FilePath workspace, SharedEnvironments shared)
            throws IOException, InterruptedException {
        byte[] config = workspace.child(AviaryConfig.FILE_NAME).act(new ReadBounded(0, CredentialNames.LARGEST_CONFIG));
        EnvVars variables = getContext().get(EnvVars.class);
        return RunCredentials.files(
                getContext().get(Run.class), CredentialNames.of(given(), config, variables, shared.environments()));
    }

    private void finish(FilePath workspace, int exit, TaskListener listener) throws IOException, InterruptedException {
        if (stopCause != null) {
            listener.getLogger().println(step + " was cancelled (exit code " + exit + ")");
            cleanUp(workspace);
            broken(stopCause);
            return;
        }
        EngineResult result = result(workspace, exit);
        if (result.code() == ExitCode.INCONCLUSIVE) {
            cleanUp(workspace);
            pause(result, listener);
            return;
        }
        if (!result.artifact().isEmpty()) {
            ArtifactTransfer.toController(result.artifact(), workspace, listener);
            ArtifactTrust.attest(step, result, given(), getContext().get(Run.class));
        }
        cleanUp(workspace);
        switch (result.code()) {
            case DONE -> {
                listener.getLogger().println(result.summary());
                completed(result.value());
            }
            case UNSTABLE -> {
                listener.getLogger().println("WARNING: " + result.summary());
                warn(result.summary());
                completed(result.value());
            }
            default ->
                fail(new AbortException(
                        result.summary().startsWith(step) ? result.summary() : step + ": " + result.summary()));
        }
    }

    private EngineResult result(FilePath workspace, int exit) throws IOException, InterruptedException {
        try {
            return process.result(workspace, exit);
        } catch (EngineDistrusted e) {
            cleanUp(workspace);
            throw new AbortException(
                    step + " ended with exit code " + exit + ", and " + e.getMessage() + "; what it printed is above.");
        }
    }

    private void warn(String reason) throws IOException, InterruptedException {
        FlowNode node = getContext().get(FlowNode.class);
        node.addOrReplaceAction(new WarningAction(Result.UNSTABLE).withMessage(reason));
        getContext().get(Run.class).setResult(Result.UNSTABLE);
    }

    private void pause(EngineResult result, TaskListener listener) throws IOException, InterruptedException {
        decision = new Decision(result.summary(), result.resume());
        getContext().get(FlowNode.class).addAction(new PauseAction(step));
        decision.announce(getContext().get(Run.class), listener, step);
        getContext().saveState();
    }

    @Override
    public synchronized boolean decide(boolean proceed, String by) throws IOException, InterruptedException {
        Decision asked = decision;
        if (asked == null || ended) {
            return false;
        }
        decision = null;
        PauseAction.endCurrentPause(getContext().get(FlowNode.class));
        TaskListener listener = getContext().get(TaskListener.class);
        if (!proceed) {
            listener.getLogger().println(by + " decided not to go on");
            broken(asked.refused(step, by));
            return true;
        }
        listener.getLogger().println(by + " decided to go on");
        Map<String, Object> more = given();
        more.putAll(asked.resume());
        parameters = json(more);
        process = process.again();
        getContext().saveState();
        later(0);
        return true;
    }

    @Override
    @SuppressWarnings("try") // the limit does its work by being closed
    public String steer(RolloutWish what, String who, String reason) throws IOException, InterruptedException {
        String steered = getRollout();
        FilePath workspace = process.workspace();
        if (steered == null || workspace == null) {
            return steered == null ? "It runs no rollout now" : "Its agent is away; try again when it is back";
        }
        try (Timeout limit = Timeout.limit(AGENT_SECONDS, TimeUnit.SECONDS)) {
            return AgentFolder.home(workspace)
                    .act(SteerRollout.by(
                            who,
                            steered,
                            what,
                            reason,
                            Installation.get().clock().instant()));
        }
    }

    @Override
    public void stop(Throwable cause) throws Exception {
        stopCause = cause;
        stopMillis = System.currentTimeMillis();
        if (decision != null || process == null) {
            broken(cause);
            return;
        }
        Computer.threadPoolForRemoting.submit(this::askToStop);
    }

    /** Whether it has no process and will get none; waits for a start that is under way, whose process must not be left. */
    private synchronized boolean stoppedBeforeItsStart() {
        if (!ended && !process.launched()) {
            broken(stopCause);
        }
        return ended;
    }

    @SuppressWarnings("try") // the limit does its work by being closed
    private void askToStop() {
        if (!process.launched() && stoppedBeforeItsStart()) {
            return;
        }
        try (Timeout limit = Timeout.limit(AGENT_SECONDS, TimeUnit.SECONDS)) {
            FilePath workspace = process.workspace();
            if (workspace == null) {
                throw new IOException("its agent is away");
            }
            getContext()
                    .get(TaskListener.class)
                    .getLogger()
                    .println("Asking " + step + " to stop; it brings what it has begun into a safe state");
            process.stop(workspace, getContext().get(Launcher.class));
        } catch (IOException | InterruptedException | RuntimeException e) {
            LOG.log(Level.INFO, e, () -> step + " could not be asked to stop in " + process.place());
            broken(stopCause);
        }
    }

    private void giveUpIfStopped() {
        if (stopCause != null && System.currentTimeMillis() - stopMillis > FAREWELL_MILLIS) {
            broken(stopCause);
        }
    }

    private void cleanUp(FilePath workspace) {
        try {
            process.cleanUp(workspace);
        } catch (IOException | InterruptedException e) {
            LOG.log(Level.INFO, e, () -> "The files of " + step + " are left in " + process.place());
        }
    }

    private void fail(Throwable reason) {
        FilePath workspace = process.workspace();
        if (workspace != null) {
            cleanUp(workspace);
        }
        Throwable told = reason instanceof AbortException ? reason : new AbortException(reason.getMessage());
        broken(told);
    }

    /** The operation has done what it was asked to do: the step ends, unless there is more to do. */
    protected void completed(Object value) throws IOException, InterruptedException {
        end(() -> getContext().onSuccess(value));
    }

    /** The operation failed or was stopped: the step ends, unless there is more to do. */
    protected void broken(Throwable reason) {
        end(() -> getContext().onFailure(reason));
    }

    /** Leaves the agent alone until {@link #runAgain}. */
    protected final void rest() {
        idle = true;
    }

    /** Runs the operation once more, with these parameters in the place of what they were. */
    protected final synchronized void runAgain(Map<String, Object> changed) throws IOException {
        Map<String, Object> more = given();
        more.putAll(changed);
        parameters = json(more);
        process = process.again();
        stopCause = null;
        idle = false;
        getContext().saveState();
        later(0);
    }

    /** Ends the step, once. */
    protected final synchronized void end(Runnable tell) {
        if (!ended) {
            ended = true;
            releaseTurn();
            tell.run();
        }
    }

    private void releaseTurn() {
        try {
            new BuildTurn(getContext(), step).release();
        } catch (IOException | InterruptedException | RuntimeException e) {
            // The build ends all the same, and whoever waits behind it then frees the turn.
            LOG.log(Level.WARNING, e, () -> "The turn of " + step + " at its environment could not be given back");
        }
    }

    @Override
    public String getStatus() {
        if (decision != null) {
            return "waiting for a person to decide";
        }
        return step + (process.launched() ? " runs in " : " is being started in ") + process.place();
    }
}
