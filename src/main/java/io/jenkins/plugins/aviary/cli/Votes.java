package io.jenkins.plugins.aviary.cli;

import io.jenkins.plugins.aviary.approval.ApprovalGates;
import io.jenkins.plugins.aviary.approval.Delegation;
import io.jenkins.plugins.aviary.approval.GateDescription;
import io.jenkins.plugins.aviary.approval.GateReading;
import io.jenkins.plugins.aviary.approval.GateState;
import io.jenkins.plugins.aviary.approval.LocalPerson;
import io.jenkins.plugins.aviary.approval.Person;
import io.jenkins.plugins.aviary.approval.Settlement;
import io.jenkins.plugins.aviary.approval.VoteLink;
import io.jenkins.plugins.aviary.approval.VoteLinks;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.LocalLedger;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.RunContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** What somebody at this machine does at the gates in its ledger. */
final class Votes {
    private static final int MOST_NAMED = 5;

    private final LocalRun run;

    Votes(LocalRun run) {
        this.run = run;
    }

    /** All gates, the oldest first. */
    List<GateState> gates() {
        try (Ledger ledger = Ledger.inHomeForReading(run.home(), run.clock())) {
            return GateReading.all(ledger);
        }
    }

    /** Who may vote for whom. */
    List<Delegation> delegations() {
        try (Ledger ledger = Ledger.inHomeForReading(run.home(), run.clock())) {
            return new ApprovalGates(ledger, run.clock()).delegations();
        }
    }

    /** The gate with that id, or whose id begins so if there is one such gate only. */
    GateState gate(String id) {
        List<GateState> all = gates();
        Optional<GateState> exact =
                all.stream().filter(gate -> gate.request().gate().equals(id)).findFirst();
        if (exact.isPresent()) {
            return exact.get();
        }
        List<GateState> begin = all.stream()
                .filter(gate -> gate.request().gate().startsWith(id))
                .toList();
        List<GateState> waiting = begin.stream().filter(GateState::pending).toList();
        if (waiting.size() == 1) {
            return waiting.get(0);
        }
        if (waiting.size() > 1) {
            throw new OperationFailure("Several gates begin with '" + id + "' and wait: "
                    + waiting.stream()
                            .map(gate -> gate.request().gate())
                            .limit(MOST_NAMED)
                            .collect(Collectors.joining(", "))
                    + "; give the whole id.");
        }
        throw new OperationFailure(
                begin.isEmpty()
                        ? "There is no gate '" + id + "'; 'aviary gates' lists those that wait."
                        : "No gate that begins with '" + id + "' waits any more: "
                                + ended(begin.get(begin.size() - 1)));
    }

    /** How a gate ended, in one sentence. */
    static String ended(GateState gate) {
        Settlement end = gate.settlement().orElseThrow();
        return gate.request().gate() + " was "
                + end.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " by " + end.by() + " at "
                + end.at() + ": " + end.reason();
    }

    /** Votes by the token of a link. */
    GateState byLink(String token, boolean approves, String comment) throws InterruptedException {
        VoteLink link = VoteLinks.inHome(run.home(), run.clock()).read(token);
        return as((gates, person) -> gates.voteByLink(link, person, approves, comment));
    }

    /** Somebody else on this machine. */
    Person person(String id) throws InterruptedException {
        return LocalPerson.named(context(), id);
    }

    private RunContext context() {
        return run.context(event -> {
            throw new IllegalStateException("Finding out who somebody is, is no event");
        });
    }

    /** Does something as the person at this machine, with the ledger open for writing. */
    <T> T as(BiFunction<ApprovalGates, Person, T> deed) throws InterruptedException {
        Person person = LocalPerson.of(context());
        try (Ledger ledger = LocalLedger.open(run.home(), run.clock())) {
            return deed.apply(new ApprovalGates(ledger, run.clock()), person);
        }
    }

    /** Tells how a gate stands now. */
    void tell(GateState gate) {
        String id = gate.request().gate();
        if (gate.pending()) {
            run.log().info(id + " waits for " + GateDescription.missing(gate));
        } else {
            var end = gate.settlement().orElseThrow();
            run.log()
                    .info(id + " is "
                            + end.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + end.reason());
        }
    }
}
