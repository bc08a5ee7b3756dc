package io.jenkins.plugins.aviary.jenkins.page;

import io.jenkins.plugins.aviary.approval.ApprovalGates;
import io.jenkins.plugins.aviary.approval.GateState;
import io.jenkins.plugins.aviary.approval.VoteLink;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.util.Optional;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.interceptor.RequirePOST;

/**
 * {@code /aviary/approvals/link/TOKEN/}: where a link of a notice leads. Looking changes nothing; a vote is posted from
 * there. The token says what may be voted on, and Jenkins who it is that came: the permission and the rule are asked as
 * for any other vote.
 */
public final class LinkedGate {
    private final Site site;
    private final String token;

    LinkedGate(Site site, String token) {
        this.site = site;
        this.token = token;
    }

    /** What keeps the ledger from being used; empty if nothing does. */
    public String getTrouble() {
        return LedgerTrouble.text(site);
    }

    /** The gate, if the link is good and the present user may see it. */
    public WaitingGate getGate() {
        try {
            VoteLink link = link();
            return site.gates()
                    .find(link.gate())
                    .filter(GateState::pending)
                    .filter(gate -> link.subject().equals(gate.subject()))
                    .flatMap(gate -> shown(gate, link))
                    .orElse(null);
        } catch (OperationFailure e) {
            return null;
        }
    }

    private Optional<WaitingGate> shown(GateState gate, VoteLink link) {
        Place place = site.place(gate.request());
        if (!GatePages.visible(site, place)) {
            return Optional.empty();
        }
        boolean mine = place.may(Right.APPROVE) && place.visitor().is(link.person());
        return Optional.of(new WaitingGate(gate, mine, place));
    }

    private VoteLink link() {
        return site.links().read(token);
    }

    /** Approves or denies, as the present user. */
    @RequirePOST
    public HttpResponse doVote(@QueryParameter String vote, @QueryParameter String comment) {
        String trouble = LedgerTrouble.text(site);
        if (!trouble.isEmpty()) {
            return Refusal.because(500, trouble);
        }
        try {
            VoteLink link = link();
            ApprovalGates gates = site.gates();
            Optional<GateState> state =
                    gates.find(link.gate()).filter(gate -> GatePages.visible(site, site.place(gate.request())));
            if (state.isEmpty()) {
                return Refusal.because(404, "There is no such gate");
            }
            Place place = site.place(state.get().request());
            place.require(Right.APPROVE);
            if (!"approve".equals(vote) && !"deny".equals(vote)) {
                return Refusal.because(400, "A vote by a link is approve or deny");
            }
            gates.voteByLink(link, place.visitor(), "approve".equals(vote), comment == null ? "" : comment.strip());
            return Answers.redirect("../..");
        } catch (OperationFailure e) {
            return Refusal.because(400, e.getMessage());
        }
    }
}
