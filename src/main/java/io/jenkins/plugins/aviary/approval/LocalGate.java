package io.jenkins.plugins.aviary.approval;

import io.jenkins.plugins.aviary.artifact.FolderArtifactStore;
import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.LocalLedger;
import io.jenkins.plugins.aviary.model.ApprovalDemand;
import io.jenkins.plugins.aviary.model.ApprovalNotices;
import io.jenkins.plugins.aviary.model.EnvironmentPolicy;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.operation.RunContext;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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

    LocalGate(ApprovalGate asked, RunContext context, GateTeller teller) {
        this.asked = asked;
        this.context = context;
        this.teller = teller;
    }

    Outcome<ApprovalGate.Result> await() throws InterruptedException {
        AviaryConfig config = AviaryConfig.read(context.path(AviaryConfig.FILE_NAME), context.environment());
        EnvironmentPolicy demands = config.environment(asked.environment()).policy();
        ApprovalPolicy policy = GatePolicy.stricter(
                demands.approval().map(demand -> GatePolicy.of(asked.environment(), demand)),
                asked.approvers(),
                asked.expiresAfter(),
                asked.commentRequired());
        FreezeCalendar freezes = GatePolicy.freezes(asked.environment(), demands.freezes());
        GateState gate = open(config, policy);
        if (gate.pending()) {
            tell(gate);
            gate = settled(gate, demands.approval().map(ApprovalDemand::notices).orElse(ApprovalNotices.NONE));
        }
        ApprovalGate.Result result = ApprovalGate.Result.of(gate);
        String ended =
                "the gate " + result.gate() + " is " + result.outcome() + " by " + result.by() + ": " + result.reason();
        if (!gate.settlement().orElseThrow().outcome().open()) {
            return Outcome.failed(ended, result);
        }
        return thaw(freezes, ended, result);
    }

    private GateState open(AviaryConfig config, ApprovalPolicy policy) throws InterruptedException {
        Person requester = LocalPerson.of(context);
        try (Ledger ledger = LocalLedger.open(context.home(), context.clock())) {
            RequestComposer composer = new RequestComposer(config, FolderArtifactStore.inHome(context.home()), ledger);
            ApprovalGates gates = new ApprovalGates(ledger, context.clock());
            ApprovalSubject subject = composer.subject(asked.environment(), asked.digest());
            String id = freeGate(gates, subject);
            ApprovalRequest request = composer.compose(
                    id,
                    "aviary #" + ProcessHandle.current().pid(),
                    asked.environment(),
                    asked.digest(),
                    asked.message(),
                    requester.id(),
                    policy);
            return gates.open(request, requester);
        }
    }

    /** The gate of this subject that waits or was opened for it, else the next that nobody used. */
    private String freeGate(ApprovalGates gates, ApprovalSubject subject) {
        String base = asked.environment() + "/" + asked.digest().brief() + "#";
        for (int attempt = 1; attempt < MOST_ATTEMPTS; attempt++) {
            Optional<GateState> gate = gates.find(base + attempt);
            boolean usable = gate.isEmpty()
                    || gate.get().pending()
                    || gate.get().settlement().orElseThrow().outcome().open()
                            && gate.get().subject().equals(subject.hash());
            if (usable) {
                return base + attempt;
            }
        }
        throw new ApprovalRefused("The release " + asked.digest().brief() + " was refused " + MOST_ATTEMPTS
                + " times for " + asked.environment() + "; build another one");
    }

    private void tell(GateState gate) {
        ApprovalRequest request = gate.request();
        context.log()
                .info("Waiting for " + gate.rule().text() + " to approve " + request.version() + " ("
                        + asked.digest().brief() + ") for " + asked.environment()
                        + (request.runs().isEmpty() ? "" : ", where " + request.runs() + " runs now") + ".");
        request.migrations().forEach(one -> context.log().info("  migration " + one.name() + ": " + one.risk()));
        request.evidence().forEach(one -> context.log().info("  " + one.name() + ": " + one.result()));
        gate.voided().forEach(context.log()::warn);
        context.log()
                .info("Vote in another terminal: aviary approve '" + request.gate() + "', or aviary deny '"
                        + request.gate() + "' --reason TEXT. It closes at " + gate.expires() + ".");
    }

    private GateState settled(GateState opened, ApprovalNotices notices) throws InterruptedException {
        String id = opened.request().gate();
        GateState gate = opened;
        try {
            while (gate.pending()) {
                remind(gate, notices);
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
                                + (now.missing().isEmpty()
                                        ? ""
                                        : "; missing still: "
                                                + now.missing().stream()
                                                        .map(ApprovalRule.Quorum::text)
                                                        .collect(Collectors.joining(" and ")))));
        if (now.escalated() && !before.escalated()) {
            context.log()
                    .warn("Nobody decided in time; from now on may agree as well: "
                            + now.rule().text());
        }
    }

    private Outcome<ApprovalGate.Result> thaw(FreezeCalendar freezes, String ended, ApprovalGate.Result result)
            throws InterruptedException {
        List<FreezeWindow.Interval> open = freezes.openAt(context.clock().instant());
        if (open.isEmpty()) {
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
