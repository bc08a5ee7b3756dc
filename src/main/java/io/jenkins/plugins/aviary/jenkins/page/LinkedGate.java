package io.jenkins.plugins.aviary.jenkins.page;

import hudson.security.AccessControlled;
import io.jenkins.plugins.aviary.approval.ApprovalGates;
import io.jenkins.plugins.aviary.approval.GateState;
import io.jenkins.plugins.aviary.approval.VoteLink;
import io.jenkins.plugins.aviary.approval.VoteLinks;
import io.jenkins.plugins.aviary.jenkins.AviaryPermissions;
import io.jenkins.plugins.aviary.jenkins.Installation;
import io.jenkins.plugins.aviary.jenkins.Persons;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.util.Optional;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.interceptor.RequirePOST;

/**
 * {@code /aviary/approvals/link/TOKEN/}: where a link of a notice leads. Looking changes nothing; a vote is posted from
 * there. The token says what may be voted on, and Jenkins who it is that came: the permission and the rule are asked as
 * for any other vote.
 */
public final class LinkedGate {
    private final String token;

    LinkedGate(String token) {
        this.token = token;
    }

    /** What keeps the ledger from being used; empty if nothing does. */
    public String getTrouble() {
        return LedgerTrouble.text(JenkinsSite.HERE);
    }

    /** The gate, if the link is good and the present user may see it. */
    public WaitingGate getGate() {
        try {
            VoteLink link = link();
            return Installation.get()
                    .gates()
                    .find(link.gate())
                    .filter(GateState::pending)
                    .filter(gate -> link.subject().equals(gate.subject()))
                    .filter(gate -> GatePages.visible(GatePages.place(gate)))
                    .map(gate -> new WaitingGate(gate, isFor(link, gate), GatePages.place(gate)))
                    .orElse(null);
        } catch (OperationFailure e) {
            return null;
        }
    }

    private static boolean isFor(VoteLink link, GateState gate) {
        AccessControlled place = GatePages.place(gate);
        return place.hasPermission(AviaryPermissions.APPROVE)
                && Persons.current(place).is(link.person());
    }

    private VoteLink link() {
        return VoteLinks.inHome(Installation.get().home(), Installation.get().clock())
                .read(token);
    }

    /** Approves or denies, as the present user. */
    @RequirePOST
    public HttpResponse doVote(@QueryParameter String vote, @QueryParameter String comment) {
        String trouble = LedgerTrouble.text(JenkinsSite.HERE);
        if (!trouble.isEmpty()) {
            return Refusal.because(500, trouble);
        }
        try {
            VoteLink link = link();
            ApprovalGates gates = Installation.get().gates();
            Optional<GateState> state =
                    gates.find(link.gate()).filter(gate -> GatePages.visible(GatePages.place(gate)));
            if (state.isEmpty()) {
                return Refusal.because(404, "There is no such gate");
            }
            AccessControlled place = GatePages.place(state.get());
            place.checkPermission(AviaryPermissions.APPROVE);
            if (!"approve".equals(vote) && !"deny".equals(vote)) {
                return Refusal.because(400, "A vote by a link is approve or deny");
            }
            gates.voteByLink(
                    link, Persons.current(place), "approve".equals(vote), comment == null ? "" : comment.strip());
            return HttpResponses.redirectTo("../..");
        } catch (OperationFailure e) {
            return Refusal.because(400, e.getMessage());
        }
    }
}
