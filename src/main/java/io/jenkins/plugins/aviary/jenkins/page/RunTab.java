package io.jenkins.plugins.aviary.jenkins.page;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Run;
import io.jenkins.plugins.aviary.jenkins.AviaryPermissions;
import io.jenkins.plugins.aviary.jenkins.Installation;
import io.jenkins.plugins.aviary.jenkins.agent.OperationExecution;
import io.jenkins.plugins.aviary.jenkins.agent.RolloutWish;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import jenkins.model.Jenkins;
import jenkins.model.Tab;
import jenkins.model.TransientActionFactory;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.interceptor.RequirePOST;

/** {@code /job/NAME/NUMBER/aviary/}: what a run has recorded and what it waits for. */
public final class RunTab extends Tab {
    private final Run<?, ?> run;

    RunTab(Run<?, ?> run) {
        super(run);
        this.run = run;
    }

    @Override
    public String getIconFileName() {
        return run.hasPermission(hudson.model.Item.READ) && used() ? "symbol-aviary plugin-aviary" : null;
    }

    @Override
    public String getDisplayName() {
        return Messages.AviaryPage_displayName();
    }

    @Override
    public String getUrlName() {
        return "aviary";
    }

    private boolean used() {
        return run.getAction(UsedAviary.class) != null;
    }

    /** What keeps the ledger from being used; empty if nothing does. */
    public String getTrouble() {
        return LedgerTrouble.text(JenkinsSite.HERE);
    }

    /** What happened in the run, newest first; nothing without the ledger. */
    public List<RunEvents.Line> getEvents() {
        run.checkPermission(hudson.model.Item.READ);
        return getTrouble().isEmpty() ? RunEvents.of(run) : List.of();
    }

    /** What happened in the run, in one line. */
    public String getBrief() {
        run.checkPermission(hudson.model.Item.READ);
        return getTrouble().isEmpty() ? RunEvents.brief(run) : "";
    }

    /** Whether the present user may look at releases and events on the pages of the whole installation. */
    public boolean isViewer() {
        return Jenkins.get().hasPermission(AviaryPermissions.VIEW);
    }

    /** The gates at which the run waits and that the present user may see. */
    public List<WaitingGate> getGates() {
        run.checkPermission(hudson.model.Item.READ);
        return run.isBuilding()
                ? new GatePages()
                        .getWaiting().stream()
                                .filter(gate -> gate.getRun().equals(Installation.name(run)))
                                .toList()
                : List.of();
    }

    /** What a person must decide, now. */
    public List<OperationExecution> getDecisions() {
        run.checkPermission(hudson.model.Item.READ);
        List<OperationExecution> waiting = new ArrayList<>();
        for (StepExecution execution : executions()) {
            if (execution instanceof OperationExecution operation && operation.getDecision() != null) {
                waiting.add(operation);
            }
        }
        return waiting;
    }

    /** Whether the present user may decide. */
    public boolean isDecider() {
        return run.hasPermission(AviaryPermissions.DEPLOY);
    }

    /** The rollouts that run in the run now and can be steered. */
    public List<OperationExecution> getRollouts() {
        run.checkPermission(hudson.model.Item.READ);
        return executions().stream()
                .filter(OperationExecution.class::isInstance)
                .map(OperationExecution.class::cast)
                .filter(operation -> operation.getRollout() != null)
                .toList();
    }

    /** Whether the present user may take a rollout back. */
    public boolean isRollbacker() {
        return run.hasPermission(AviaryPermissions.ROLLBACK);
    }

    /** Asks a rollout of the run to pause, go on, skip a stage, end or go back. */
    @RequirePOST
    public HttpResponse doSteer(
            @QueryParameter String rollout, @QueryParameter String what, @QueryParameter String reason)
            throws IOException, InterruptedException {
        Optional<RolloutWish> wanted = RolloutWish.of(what);
        run.checkPermission(
                wanted.equals(Optional.of(RolloutWish.ROLLBACK))
                        ? AviaryPermissions.ROLLBACK
                        : AviaryPermissions.DEPLOY);
        Optional<String> refused = RolloutWish.problem(what, reason);
        if (refused.isPresent()) {
            return Refusal.because(400, refused.get());
        }
        for (OperationExecution operation : getRollouts()) {
            if (operation.getRollout().equals(rollout)) {
                String why = operation.steer(
                        wanted.orElseThrow(), Jenkins.getAuthentication2().getName(), RolloutWish.reason(reason));
                return why.isEmpty() ? HttpResponses.redirectTo(".") : Refusal.because(409, why);
            }
        }
        return Refusal.because(404, "No such rollout runs in this build now");
    }

    private List<StepExecution> executions() {
        if (!run.isBuilding() || !(run instanceof FlowExecutionOwner.Executable pipeline)) {
            return List.of();
        }
        FlowExecutionOwner owner = pipeline.asFlowExecutionOwner();
        FlowExecution execution = owner == null ? null : owner.getOrNull();
        if (execution == null) {
            return List.of();
        }
        try {
            return execution.getCurrentExecutions(true).get(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } catch (ExecutionException | TimeoutException e) {
            // The program is being loaded: the page shows nothing yet.
            return List.of();
        }
    }

    /** Decides that an operation goes on, or does not. */
    @RequirePOST
    public HttpResponse doDecide(@QueryParameter String id, @QueryParameter boolean proceed)
            throws IOException, InterruptedException {
        run.checkPermission(AviaryPermissions.DEPLOY);
        for (OperationExecution operation : getDecisions()) {
            if (operation.getDecision() != null
                    && operation.getDecision().getId().equals(id)) {
                boolean first =
                        operation.decide(proceed, Jenkins.getAuthentication2().getName());
                return first ? HttpResponses.redirectTo(".") : Refusal.because(409, "Somebody decided before");
            }
        }
        return Refusal.because(404, "Nothing waits for this decision");
    }

    /** Puts the tab on runs. */
    @Extension
    @SuppressWarnings("rawtypes") // the type that Jenkins asks for is a class literal
    public static final class Factory extends TransientActionFactory<Run> {
        @Override
        public Class<Run> type() {
            return Run.class;
        }

        @Override
        public Collection<? extends Action> createFor(Run run) {
            return Set.of(new RunTab(run));
        }
    }
}
