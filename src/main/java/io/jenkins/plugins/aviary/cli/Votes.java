package io.jenkins.plugins.aviary.cli;

import io.jenkins.plugins.aviary.approval.ApprovalGates;
import io.jenkins.plugins.aviary.approval.ApprovalRule;
import io.jenkins.plugins.aviary.approval.Delegation;
import io.jenkins.plugins.aviary.approval.GateReading;
import io.jenkins.plugins.aviary.approval.GateState;
import io.jenkins.plugins.aviary.approval.LocalPerson;
import io.jenkins.plugins.aviary.approval.Person;
import io.jenkins.plugins.aviary.approval.VoteLink;
import io.jenkins.plugins.aviary.approval.VoteLinks;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.LocalLedger;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.RunContext;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** What somebody at this machine does at the gates in its ledger. */
final class Votes {
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
        List<GateState> found = gates().stream()
                .filter(gate -> gate.request().gate().equals(id))
                .toList();
        if (found.isEmpty()) {
            found = gates().stream()
                    .filter(gate -> gate.request().gate().startsWith(id) && gate.pending())
                    .toList();
        }
        if (found.size() != 1) {
            throw new OperationFailure((found.isEmpty() ? "There is no gate '" : "Several gates begin with '") + id
                    + "'; 'aviary gates' lists them.");
        }
        return found.get(0);
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
            run.log()
                    .info(id + " waits for "
                            + gate.missing().stream()
                                    .map(ApprovalRule.Quorum::text)
                                    .collect(Collectors.joining(" and ")));
        } else {
            var end = gate.settlement().orElseThrow();
            run.log()
                    .info(id + " is "
                            + end.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + end.reason());
        }
    }
}
