package io.jenkins.plugins.aviary.jenkins.page;

import hudson.security.AccessControlled;
import hudson.security.Permission;
import io.jenkins.plugins.aviary.approval.ApprovalGates;
import io.jenkins.plugins.aviary.approval.GateState;
import io.jenkins.plugins.aviary.approval.Person;
import io.jenkins.plugins.aviary.jenkins.AviaryPermissions;
import io.jenkins.plugins.aviary.jenkins.Installation;
import io.jenkins.plugins.aviary.jenkins.Persons;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.util.List;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.interceptor.RequirePOST;

/**
 * {@code /aviary/approvals/}: the gates that wait, and where one votes. A person sees a gate who may see all of Aviary,
 * or may vote in the gate's job. Whose vote counts is not decided here, but by the gate's rule.
 */
public final class GatePages {
    private static final int LONGEST_COMMENT = 2000;

    /** The waiting gates that the present user may see, those that wait for them first. */
    public List<WaitingGate> getWaiting() {
        ApprovalGates gates = Installation.get().gates();
        return gates.pending().stream()
                .filter(gate -> visible(place(gate)))
                .map(gate -> new WaitingGate(gate, awaits(gates, gate), place(gate)))
                .sorted()
                .toList();
    }

    private static boolean awaits(ApprovalGates gates, GateState gate) {
        AccessControlled place = place(gate);
        return place.hasPermission(AviaryPermissions.APPROVE)
                && gates.awaiting(Persons.current(place)).stream()
                        .anyMatch(one ->
                                one.request().gate().equals(gate.request().gate()));
    }

    /** Whether the present user may see a gate there. */
    static boolean visible(AccessControlled place) {
        return place.hasPermission(AviaryPermissions.APPROVE) || Jenkins.get().hasPermission(AviaryPermissions.VIEW);
    }

    /** The job of a gate, or the whole installation if the job is gone. */
    static AccessControlled place(GateState gate) {
        return Persons.place(gate.request());
    }

    /** Where a link of a notice leads; everything about it is judged there. */
    public LinkedGate getLink(String token) {
        return new LinkedGate(token);
    }

    /** Approves, denies, withdraws or breaks the glass, as the present user. */
    @RequirePOST
    public HttpResponse doVote(
            @QueryParameter String gate,
            @QueryParameter String subject,
            @QueryParameter String vote,
            @QueryParameter String comment) {
        ApprovalGates gates = Installation.get().gates();
        GateState state =
                gates.find(gate).filter(found -> visible(place(found))).orElse(null);
        if (state == null) {
            return HttpResponses.error(404, "There is no such gate");
        }
        Permission needed = "breakGlass".equals(vote) ? AviaryPermissions.BREAK_GLASS : AviaryPermissions.APPROVE;
        place(state).checkPermission(needed);
        Person person = Persons.current(place(state));
        String reason = comment == null ? "" : comment.strip();
        if (reason.length() > LONGEST_COMMENT) {
            return HttpResponses.error(400, "A comment has at most " + LONGEST_COMMENT + " characters");
        }
        try {
            cast(gates, gate, person, vote, subject, reason);
        } catch (OperationFailure | IllegalArgumentException e) {
            return HttpResponses.error(400, e.getMessage());
        }
        return HttpResponses.redirectTo(".");
    }

    private static void cast(
            ApprovalGates gates, String gate, Person person, String vote, String subject, String reason) {
        switch (vote == null ? "" : vote) {
            case "approve" -> gates.approve(gate, person, new Digest(subject), reason);
            case "deny" -> gates.deny(gate, person, new Digest(subject), reason);
            case "withdraw" -> gates.withdraw(gate, person);
            case "breakGlass" -> gates.breakGlass(gate, person, new Digest(subject), reason);
            default -> throw new IllegalArgumentException("A vote is approve, deny, withdraw or breakGlass");
        }
    }
}
