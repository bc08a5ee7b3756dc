package io.jenkins.plugins.aviary.jenkins.page;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Run;
import io.jenkins.plugins.aviary.jenkins.agent.AttendedStep;
import io.jenkins.plugins.aviary.jenkins.agent.Decision;
import io.jenkins.plugins.aviary.jenkins.agent.RolloutWish;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import jenkins.model.Tab;
import jenkins.model.TransientActionFactory;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.interceptor.RequirePOST;

/** {@code /job/NAME/NUMBER/aviary/}: what a run has recorded and what it waits for. */
public final class RunTab extends Tab {
    private final Site site;
    private final ShownRun run;

    RunTab(Run<?, ?> run) {
        this(run, JenkinsSite.HERE, new JenkinsRun(run));
    }

    RunTab(Run<?, ?> object, Site site, ShownRun run) {
        super(object);
        this.site = site;
        this.run = run;
    }

    @Override
    public String getIconFileName() {
        return run.place().may(Right.READ) && run.used() ? "symbol-aviary plugin-aviary" : null;
    }

    @Override
    public String getDisplayName() {
        return Messages.AviaryPage_displayName();
    }

    @Override
    public String getUrlName() {
        return "aviary";
    }

    /** What keeps the ledger from being used; empty if nothing does. */
    public String getTrouble() {
        return LedgerTrouble.text(site);
    }

    /** What happened in the run, newest first; nothing without the ledger. */
    public List<RunEvents.Line> getEvents() {
        run.place().require(Right.READ);
        return getTrouble().isEmpty() ? RunEvents.of(run, site.ledger()) : List.of();
    }

    /** What happened in the run, in one line. */
    public String getBrief() {
        return RunEvents.brief(getEvents());
    }

    /** Whether the present user may look at releases and events on the pages of the whole installation. */
    public boolean isViewer() {
        return site.jenkins().may(Right.VIEW);
    }

    /** The gates at which the run waits and that the present user may see. */
    public List<WaitingGate> getGates() {
        run.place().require(Right.READ);
        return run.building()
                ? new GatePages(site)
                        .getWaiting().stream()
                                .filter(gate -> gate.getRun().equals(run.name()))
                                .toList()
                : List.of();
    }

    /** The steps that ask a person now. */
    public List<AttendedStep> getDecisions() {
        run.place().require(Right.READ);
        return run.steps().stream().filter(step -> step.getDecision() != null).toList();
    }

    /** Whether the present user may decide. */
    public boolean isDecider() {
        return run.place().may(Right.DEPLOY);
    }

    /** The rollouts that run in the run now and can be steered. */
    public List<AttendedStep> getRollouts() {
        run.place().require(Right.READ);
        return run.steps().stream().filter(step -> step.getRollout() != null).toList();
    }

    /** Whether the present user may take a rollout back. */
    public boolean isRollbacker() {
        return run.place().may(Right.ROLLBACK);
    }

    /** Asks a rollout of the run to pause, go on, skip a stage, end or go back. */
    @RequirePOST
    public HttpResponse doSteer(
            @QueryParameter String rollout, @QueryParameter String what, @QueryParameter String reason)
            throws IOException, InterruptedException {
        Optional<RolloutWish> wanted = RolloutWish.of(what);
        run.place().require(wanted.equals(Optional.of(RolloutWish.ROLLBACK)) ? Right.ROLLBACK : Right.DEPLOY);
        Optional<String> refused = RolloutWish.problem(what, reason);
        if (refused.isPresent()) {
            return Refusal.because(400, refused.get());
        }
        for (AttendedStep step : getRollouts()) {
            if (Objects.equals(step.getRollout(), rollout)) {
                String why = step.steer(wanted.orElseThrow(), site.visitorName(), RolloutWish.reason(reason));
                return why.isEmpty() ? Answers.redirect(".") : Refusal.because(409, why);
            }
        }
        return Refusal.because(404, "No such rollout runs in this build now");
    }

    /** Decides that an operation goes on, or does not. */
    @RequirePOST
    public HttpResponse doDecide(@QueryParameter String id, @QueryParameter boolean proceed)
            throws IOException, InterruptedException {
        run.place().require(Right.DEPLOY);
        for (AttendedStep step : getDecisions()) {
            Decision asked = step.getDecision();
            if (asked != null && asked.getId().equals(id)) {
                boolean first = step.decide(proceed, site.visitorName());
                return first ? Answers.redirect(".") : Refusal.because(409, "Somebody decided before");
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
