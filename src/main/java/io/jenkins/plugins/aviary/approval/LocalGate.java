package io.jenkins.plugins.aviary.approval;

import io.jenkins.plugins.aviary.artifact.ArtifactStore;
import io.jenkins.plugins.aviary.artifact.FolderArtifactStore;
import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.LocalLedger;
import io.jenkins.plugins.aviary.model.ApprovalNotices;
import io.jenkins.plugins.aviary.operation.ExitCode;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.operation.RunContext;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Waits at a gate in this process. The ledger is open only while it is looked at, so that others can vote. A gate that
 * this release passed before, unchanged, is passed again without asking; one that a killed run left open is taken up.
 */
final class LocalGate {
    private static final long LOOK_EVERY_MILLIS = 500;
    private static final int MOST_ATTEMPTS = 1000;
    private static final int PREVIEW = 3;

    private final ApprovalGate asked;
    private final RunContext context;
    private final GateTeller teller;
    /** What those who may vote were told of. */
    private final Set<GateMoment> told = EnumSet.noneOf(GateMoment.class);

    /** Why aviary.yml could not be read, each once. */
    private final Set<String> unreadable = new HashSet<>();

    LocalGate(ApprovalGate asked, RunContext context, GateTeller teller) {
        this.asked = asked;
        this.context = context;
        this.teller = teller;
    }

    Outcome<ApprovalGate.Result> await() throws InterruptedException {
        Person requester = LocalPerson.of(context);
        while (true) {
            told.clear();
            GateQuestion question = question();
            GateState gate = open(question, requester);
            if (gate.pending()) {
                tell(gate);
                gate = settled(gate, question);
            }
            ApprovalGate.Result result = ApprovalGate.Result.of(gate);
            String ended = "the gate " + result.gate() + " is " + result.outcome() + " by " + result.by() + ": "
                    + result.reason();
            if (!gate.settlement().orElseThrow().outcome().open()) {
                return Outcome.failed(ended, result);
            }
            Outcome<ApprovalGate.Result> outcome = thaw(gate, ended, result);
            Optional<String> changed =
                    outcome.code() == ExitCode.DONE ? question().unlike(gate) : Optional.empty();
            if (changed.isEmpty()) {
                return outcome;
            }
            context.log()
                    .warn(ended + ", but that does not count any more: " + changed.get()
                            + " while it waited. Asking anew.");
        }
    }

    /** What is asked for, as aviary.yml says it at this moment. */
    private GateQuestion question() {
        AviaryConfig config = AviaryConfig.read(context.path(AviaryConfig.FILE_NAME), context.environment());
        return GateQuestion.of(asked, config, store());
    }

    private ArtifactStore store() {
        return FolderArtifactStore.inHome(context.home());
    }

    private GateState open(GateQuestion question, Person requester) {
        try (Ledger ledger = LocalLedger.open(context.home(), context.clock())) {
            ApprovalGates gates = new ApprovalGates(ledger, context.clock());
            String id = freeGate(gates, question);
            return gates.open(
                    question.request(id, "aviary #" + ProcessHandle.current().pid(), requester.id(), store(), ledger),
                    requester);
        }
    }

    /** The newest gate of this release if it asks exactly this and waits or was opened, else the next that nobody used. */
    private String freeGate(ApprovalGates gates, GateQuestion question) {
        String base = asked.environment() + "/" + asked.digest().brief() + "#";
        Optional<GateState> newest = Optional.empty();
        int attempt = 1;
        for (Optional<GateState> next = gates.find(base + attempt);
                next.isPresent();
                next = gates.find(base + ++attempt)) {
            newest = next;
        }
        if (newest.isPresent()) {
            String id = newest.get().request().gate();
            Optional<String> unlike = question.unlike(newest.get());
            boolean ended = newest.get()
                    .settlement()
                    .filter(end -> !end.outcome().open())
                    .isPresent();
            if (unlike.isEmpty() && !ended) {
                return id;
            }
            if (!ended) {
                context.log()
                        .warn("The gate " + id + " does not count here: " + unlike.orElseThrow() + "; asking anew.");
            }
        }
        if (attempt > MOST_ATTEMPTS) {
            throw new ApprovalRefused("The release " + asked.digest().brief() + " was asked for " + MOST_ATTEMPTS
                    + " times for " + asked.environment() + "; build another one");
        }
        return base + attempt;
    }

    private void tell(GateState gate) {
        context.log().info("Waiting: " + GateDescription.headline(gate) + ".");
        GateDescription.lines(gate).forEach(line -> context.log().info("  " + line));
        context.log()
                .info("Vote in another terminal: aviary approve '"
                        + gate.request().gate() + "', or aviary deny '"
                        + gate.request().gate() + "' --reason TEXT. It closes at " + gate.expires() + ".");
    }

    private GateState settled(GateState opened, GateQuestion first) throws InterruptedException {
        String id = opened.request().gate();
        GateState gate = opened;
        GateQuestion question = first;
        try {
            while (gate.pending()) {
                remind(gate, question.notices());
                Thread.sleep(LOOK_EVERY_MILLIS);
                boolean due = !context.clock().instant().isBefore(gate.expires())
                        || !gate.escalated()
                                && gate.escalates()
                                        .filter(when ->
                                                !context.clock().instant().isBefore(when))
                                        .isPresent();
                GateState now = due ? ticked(id) : read(id);
                told(gate, now);
                gate = now;
                question = askedNow(question);
                if (gate.pending() && question.unlike(gate).isPresent()) {
                    gate = rebound(gate, question);
                }
            }
            return gate;
        } catch (InterruptedException e) {
            // What waits for nobody must not be voted on: the gate is closed before the run ends.
            boolean again = Thread.interrupted();
            try (Ledger ledger = LocalLedger.open(context.home(), context.clock())) {
                new ApprovalGates(ledger, context.clock()).cancel(id, "the run that waited was cancelled");
            }
            if (again) {
                Thread.currentThread().interrupt();
            }
            throw e;
        }
    }

    /** What is asked for now; as before while aviary.yml cannot be read, for instance because somebody writes it. */
    private GateQuestion askedNow(GateQuestion before) {
        try {
            AviaryConfig config = AviaryConfig.read(context.path(AviaryConfig.FILE_NAME), context.environment());
            return config.equals(before.config()) ? before : GateQuestion.of(asked, config, store());
        } catch (OperationFailure e) {
            if (unreadable.add(String.valueOf(e.getMessage()))) {
                context.log().warn("Whether what is asked for has changed is not known for now: " + e.getMessage());
            }
            return before;
        }
    }

    private GateState rebound(GateState gate, GateQuestion question) {
        String id = gate.request().gate();
        GateState now;
        try (Ledger ledger = LocalLedger.open(context.home(), context.clock())) {
            ApprovalGates gates = new ApprovalGates(ledger, context.clock());
            if (!gates.find(id).orElseThrow().pending()) {
                return gates.find(id).orElseThrow();
            }
            now = gates.rebind(
                    id,
                    question.request(id, gate.request().run(), gate.request().requester(), store(), ledger),
                    AviaryConfig.FILE_NAME + " changed while the gate waited");
        }
        context.log().warn("What is asked for has changed while the gate waited.");
        tell(now);
        return now;
    }

    private void remind(GateState gate, ApprovalNotices notices) {
        for (GateMoment moment : GateMoment.come(gate, context.clock().instant(), notices.beforeExpiry())) {
            if (told.add(moment) && !notices.channels().isEmpty()) {
                teller.tell(gate, moment, notices);
            }
        }
    }

    private GateState read(String id) {
        try (Ledger ledger = Ledger.inHomeForReading(context.home(), context.clock())) {
            return GateReading.of(ledger, id);
        }
    }

    private GateState ticked(String id) {
        try (Ledger ledger = LocalLedger.open(context.home(), context.clock())) {
            ApprovalGates gates = new ApprovalGates(ledger, context.clock());
            gates.tick();
            return gates.find(id).orElseThrow();
        }
    }

    private void told(GateState before, GateState now) {
        now.votes().stream()
                .skip(before.votes().size())
                .forEach(vote -> context.log()
                        .info(vote.voter() + " approved"
                                + (now.missing().isEmpty() ? "" : "; missing still: " + GateDescription.missing(now))));
        if (now.escalated() && !before.escalated()) {
            context.log()
                    .warn("Nobody decided in time; from now on may agree as well: "
                            + now.rule().text());
        }
    }

    /** Waits for the end of freeze windows, as they are now; an emergency waits for none. */
    private Outcome<ApprovalGate.Result> thaw(GateState gate, String ended, ApprovalGate.Result result)
            throws InterruptedException {
        FreezeCalendar freezes = question().freezes();
        List<FreezeWindow.Interval> open = freezes.openAt(context.clock().instant());
        if (open.isEmpty()) {
            return Outcome.done(ended, result);
        }
        if (gate.settlement().orElseThrow().outcome() == Settlement.Outcome.BROKEN_GLASS) {
            context.log()
                    .warn(asked.environment() + " is frozen (" + open.get(0).name()
                            + "), which holds back no emergency.");
            return Outcome.done(ended, result);
        }
        Optional<Instant> free = freezes.free(context.clock().instant());
        String frozen = asked.environment() + " is frozen (" + open.get(0).name() + ")"
                + free.map(when -> " until " + when).orElse(" without an end in sight");
        if (asked.whenFrozen() == ApprovalGate.WhenFrozen.FAIL || free.isEmpty()) {
            return Outcome.failed(ended + ", but " + frozen + "; deliver after that.", result);
        }
        context.log().warn(frozen + "; waiting. The next windows:");
        freezes.next(context.clock().instant(), PREVIEW)
                .forEach(window ->
                        context.log().info("  " + window.name() + ": " + window.start() + " to " + window.end()));
        while (context.clock().instant().isBefore(free.get())) {
            Thread.sleep(Math.max(
                    1,
                    Math.min(
                            Duration.between(context.clock().instant(), free.get())
                                    .toMillis(),
                            LOOK_EVERY_MILLIS)));
        }
        return Outcome.done(ended + "; waited for the freeze to end", result);
    }
}
