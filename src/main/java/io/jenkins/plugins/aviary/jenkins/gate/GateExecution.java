package io.jenkins.plugins.aviary.jenkins.gate;

import hudson.AbortException;
import hudson.console.ModelHyperlinkNote;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.aviary.approval.ApprovalGate;
import io.jenkins.plugins.aviary.approval.ApprovalGates;
import io.jenkins.plugins.aviary.approval.ApprovalRequest;
import io.jenkins.plugins.aviary.approval.FreezeCalendar;
import io.jenkins.plugins.aviary.approval.FreezeWindow;
import io.jenkins.plugins.aviary.approval.GateDescription;
import io.jenkins.plugins.aviary.approval.GateMoment;
import io.jenkins.plugins.aviary.approval.GateQuestion;
import io.jenkins.plugins.aviary.approval.GateState;
import io.jenkins.plugins.aviary.approval.Principal;
import io.jenkins.plugins.aviary.approval.Settlement;
import io.jenkins.plugins.aviary.approval.VoteLinks;
import io.jenkins.plugins.aviary.jenkins.Installation;
import io.jenkins.plugins.aviary.jenkins.Persons;
import io.jenkins.plugins.aviary.jenkins.agent.EnvironmentSource;
import io.jenkins.plugins.aviary.model.ApprovalNotices;
import io.jenkins.plugins.aviary.operation.OperationType;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.util.Timer;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.support.actions.PauseAction;

/**
 * Waits at a gate, on no thread and no executor: the gate's state is in the ledger, and whoever brings about its end has
 * this told. A restarted controller finds the gate again by its id, which is that of the run and the step.
 */
public final class GateExecution extends ControllerExecution {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = Logger.getLogger(GateExecution.class.getName());

    /** A gate escalates a little after its time has come. */
    private static final long LOOK_AGAIN_MILLIS = 6_000;

    private final HashMap<String, Object> parameters;

    /** The gate's id, or null until it is open. */
    private volatile String gate;

    /** When the environment will be free of freezes, in milliseconds; 0 while it is not waited for. */
    private volatile long thawMillis;

    /** How often it was asked anew, since what was agreed to had changed. */
    private final AtomicInteger attempt = new AtomicInteger();

    /** What those who may vote were told of. */
    private final HashSet<GateMoment> told = new HashSet<>();

    /** The execution of a gate. */
    public GateExecution(StepContext context, Map<String, Object> parameters) {
        super(context);
        this.parameters = new HashMap<>(parameters);
    }

    /** The gate's id, or null until it is open. */
    public String gate() {
        return gate;
    }

    private ApprovalGate asked() {
        return (ApprovalGate) new OperationType(ApprovalGate.class).bind(parameters);
    }

    @Override
    protected synchronized void work() throws Exception {
        ApprovalGates gates = Installation.get().gates();
        GateQuestion question = question(gate == null);
        GateState state = gate == null ? open(gates, question) : known(gates);
        if (state.pending()) {
            remind(rebound(gates, state, question), notices(question));
            return;
        }
        PauseAction.endCurrentPause(getContext().get(FlowNode.class));
        ApprovalGate.Result result = ApprovalGate.Result.of(state);
        String ended = "approvalGate: the gate is " + result.outcome() + " by " + result.by() + ": " + result.reason();
        if (!state.settlement().orElseThrow().outcome().open()) {
            throw new AbortException(ended);
        }
        if (thawMillis == 0) {
            listener().getLogger().println(ended);
        }
        Optional<String> changed = question.unlike(state);
        if (changed.isPresent()) {
            askAnew(gates, question, changed.get());
            return;
        }
        thaw(question, state, result);
    }

    /** What is asked for, as the configuration says it at this moment. */
    private GateQuestion question(boolean first) throws IOException, InterruptedException {
        ApprovalGate asked = asked();
        return GateQuestion.of(
                asked,
                EnvironmentSource.of(asked.environment(), getContext(), first),
                Installation.get().artifacts());
    }

    private static ApprovalNotices notices(GateQuestion question) {
        return GateNotices.of(question.asked().environment(), question.notices());
    }

    /** What was agreed to is not what would be delivered: nobody has agreed to that yet. */
    private void askAnew(ApprovalGates gates, GateQuestion question, String changed)
            throws IOException, InterruptedException {
        listener()
                .getLogger()
                .println("WARNING: that does not count any more: " + changed + " while the gate waited. Asking anew.");
        attempt.incrementAndGet();
        thawMillis = 0;
        told.clear();
        remind(open(gates, question), notices(question));
    }

    /** The gate as it is, or if what is asked for has changed, with its votes void and asking that. */
    private GateState rebound(ApprovalGates gates, GateState state, GateQuestion question)
            throws IOException, InterruptedException {
        if (question.unlike(state).isEmpty()) {
            return state;
        }
        GateState now = gates.rebind(
                gate,
                request(question, gate, state.request().requester()),
                "the configuration changed while the gate waited");
        now.voided().stream().reduce((first, second) -> second).ifPresent(this::warn);
        return now;
    }

    private void warn(String line) {
        print("WARNING: " + line);
    }

    /** What a release and its requester say is foreign. */
    private void tellLine(String line) {
        print("  " + line.replaceAll("\\p{Cntrl}+", " "));
    }

    private void print(String line) {
        try {
            listener().getLogger().println(line);
        } catch (IOException e) {
            LOG.log(Level.FINE, e, () -> "The log of a run cannot be written");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Somebody has voted and the gate still waits: whether the same is asked for is looked at before the next. */
    public void voted() {
        hudson.model.Computer.threadPoolForRemoting.execute(() -> {
            try {
                lookAgain();
            } catch (Exception e) {
                warn("whether what is asked for has changed is not known for now: " + e.getMessage());
            }
        });
    }

    private synchronized void lookAgain() throws IOException, InterruptedException {
        if (!ended() && gate != null) {
            ApprovalGates gates = Installation.get().gates();
            GateState state = known(gates);
            if (state.pending()) {
                rebound(gates, state, question(false));
            }
        }
    }

    /** Tells those who may vote of what has come, and looks again when the next of it comes. */
    private void remind(GateState state, ApprovalNotices notices) throws IOException, InterruptedException {
        if (notices.channels().isEmpty()) {
            return;
        }
        Instant now = Installation.get().clock().instant();
        Set<GateMoment> come = GateMoment.come(state, now, notices.beforeExpiry());
        come.removeAll(told);
        if (told.addAll(come)) {
            // Before it is told: a restart then tells nobody twice.
            getContext().saveState();
        }
        GateNotices teller =
                new GateNotices(getContext().get(Run.class), listener().getLogger());
        come.forEach(moment -> teller.tell(state, moment, notices));
        GateMoment.next(state, now, notices.beforeExpiry()).ifPresent(next -> {
            long wait = Math.max(LOOK_AGAIN_MILLIS, Duration.between(now, next).toMillis());
            Timer.get().schedule(this::begin, wait, TimeUnit.MILLISECONDS);
        });
    }

    private GateState known(ApprovalGates gates) throws AbortException {
        return gates.find(gate)
                .orElseThrow(() -> new AbortException("The ledger no longer knows the gate " + gate
                        + "; it was replaced by another, or damaged: run 'aviary ledger verify'."));
    }

    private TaskListener listener() throws IOException, InterruptedException {
        return getContext().get(TaskListener.class);
    }

    private ApprovalRequest request(GateQuestion question, String id, String requester)
            throws IOException, InterruptedException {
        Installation installation = Installation.get();
        return question.request(
                id,
                Installation.name(getContext().get(Run.class)),
                requester,
                installation.artifacts(),
                installation.ledger());
    }

    private GateState open(ApprovalGates gates, GateQuestion question) throws IOException, InterruptedException {
        Run<?, ?> run = getContext().get(Run.class);
        FlowNode node = getContext().get(FlowNode.class);
        String id = Installation.name(run) + "/" + node.getId() + (attempt.get() == 0 ? "" : "+" + attempt);
        String requester = Installation.actor(run).name();
        GateState state = gates.open(request(question, id, requester), Persons.named(requester));
        gate = id;
        node.addAction(new PauseAction("approvalGate"));
        listener()
                .getLogger()
                .println("Waiting for " + state.rule().text() + ": " + GateDescription.headline(state)
                        + "; the gate closes at " + state.expires());
        GateDescription.lines(state).forEach(this::tellLine);
        listener().getLogger().println(ModelHyperlinkNote.encodeTo("/aviary/approvals", "Vote"));
        tellLinks(state);
        getContext().saveState();
        return state;
    }

    /** A link for each person whom the rule names: for a notice, and for nobody else. */
    private void tellLinks(GateState state) throws IOException, InterruptedException {
        VoteLinks links =
                VoteLinks.inHome(Installation.get().home(), Installation.get().clock());
        for (Principal principal : state.rule().principals()) {
            if (principal.kind() == Principal.Kind.USER) {
                listener()
                        .getLogger()
                        .println(ModelHyperlinkNote.encodeTo(
                                "/aviary/approvals/link/" + links.token(state, principal.name()),
                                "Vote by " + principal.name()));
            }
        }
    }

    private void thaw(GateQuestion question, GateState state, ApprovalGate.Result result)
            throws IOException, InterruptedException {
        FreezeCalendar freezes = question.freezes();
        ApprovalGate asked = question.asked();
        Instant now = Installation.get().clock().instant();
        List<FreezeWindow.Interval> open = freezes.openAt(now);
        if (open.isEmpty()) {
            succeed(result);
            return;
        }
        if (state.settlement().orElseThrow().outcome() == Settlement.Outcome.BROKEN_GLASS) {
            warn(asked.environment() + " is frozen (" + open.get(0).name() + "), which holds back no emergency");
            succeed(result);
            return;
        }
        Optional<Instant> free = freezes.free(now);
        String frozen = asked.environment() + " is frozen (" + open.get(0).name() + ")"
                + free.map(when -> " until " + when).orElse(" without an end in sight");
        if (asked.whenFrozen() == ApprovalGate.WhenFrozen.FAIL || free.isEmpty()) {
            throw new AbortException("approvalGate: " + frozen + "; deliver after that.");
        }
        if (thawMillis == 0) {
            listener().getLogger().println(frozen + "; waiting");
        }
        thawMillis = free.get().toEpochMilli();
        getContext().saveState();
        long wait = Math.max(1_000, Duration.between(now, free.get()).toMillis());
        Timer.get().schedule(this::begin, wait, TimeUnit.MILLISECONDS);
    }

    /** The gate has ended: the step goes on. */
    public void settled() {
        begin();
    }

    @Override
    public void stop(Throwable cause) throws Exception {
        String id = gate;
        super.stop(cause);
        if (id != null) {
            hudson.model.Computer.threadPoolForRemoting.execute(
                    () -> Installation.get().gates().cancel(id, "the run that waited was stopped"));
        }
    }

    @Override
    public String getStatus() {
        if (thawMillis > 0) {
            return "waiting until " + Instant.ofEpochMilli(thawMillis) + " for a freeze to end";
        }
        return gate == null ? "opening a gate" : "waiting for votes at the gate " + gate;
    }
}
