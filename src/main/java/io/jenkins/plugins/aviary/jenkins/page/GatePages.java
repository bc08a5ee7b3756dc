package io.jenkins.plugins.aviary.jenkins.page;

import io.jenkins.plugins.aviary.approval.ApprovalGates;
import io.jenkins.plugins.aviary.approval.Delegation;
import io.jenkins.plugins.aviary.approval.GateState;
import io.jenkins.plugins.aviary.approval.Person;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.interceptor.RequirePOST;

/**
 * {@code /aviary/approvals/}: the gates that wait, and where one votes. A person sees a gate who may see all of Aviary,
 * or may vote in the gate's job. Whose vote counts is not decided here, but by the gate's rule.
 */
public final class GatePages {
    private static final int LONGEST_COMMENT = 2000;

    private final Site site;

    GatePages(Site site) {
        this.site = site;
    }

    /** What keeps the ledger from being used; empty if nothing does. */
    public String getTrouble() {
        return LedgerTrouble.text(site);
    }

    /** The waiting gates that the present user may see, those that wait for them first; none without the ledger. */
    public List<WaitingGate> getWaiting() {
        if (!getTrouble().isEmpty()) {
            return List.of();
        }
        ApprovalGates gates = site.gates();
        return new WaitingGates(site).of(gates.pending(), gates.delegations(), site.now());
    }

    private List<Delegation> delegations() {
        return getTrouble().isEmpty() ? site.gates().delegations() : List.of();
    }

    /** What the present user lets others do. */
    public List<Delegation> getGiven() {
        return delegations().stream()
                .filter(one -> site.jenkins().isVisitor(one.from()))
                .toList();
    }

    /** What others let the present user do. */
    public List<Delegation> getTaken() {
        return delegations().stream()
                .filter(one -> site.jenkins().isVisitor(one.to()))
                .toList();
    }

    /** A delegation's places and times, in a line. */
    public String text(Delegation one) {
        return GateDelegations.text(one);
    }

    /** The time zone in which the form's times are meant. */
    public String getZone() {
        return ZoneId.systemDefault().getId();
    }

    /** When the shared environments get nothing, for those who may see all of Aviary or vote everywhere. */
    public List<FreezePreview> getFreezes() {
        return visible(site, site.jenkins())
                ? site.shared()
                        .map(config -> FreezePreview.of(config, site.now()))
                        .orElse(List.of())
                : List.of();
    }

    /** Whether the present user may vote anywhere that is known here: everywhere, or where a gate waits. */
    public boolean isVoter() {
        return site.jenkins().may(Right.APPROVE)
                || getTrouble().isEmpty()
                        && site.gates().pending().stream()
                                .map(gate -> site.place(gate.request()))
                                .distinct()
                                .anyMatch(place -> place.may(Right.APPROVE));
    }

    /** Lets somebody else vote for the present user, for some time. */
    @RequirePOST
    public HttpResponse doDelegate(
            @QueryParameter String to,
            @QueryParameter String start,
            @QueryParameter String end,
            @QueryParameter String environments) {
        requireVoter();
        String trouble = LedgerTrouble.text(site);
        if (!trouble.isEmpty()) {
            return Refusal.because(500, trouble);
        }
        Person from = site.jenkins().visitor();
        String name = to == null ? "" : to.strip();
        Optional<Person> other =
                name.isEmpty() ? Optional.empty() : site.jenkins().known(name);
        if (other.isEmpty()) {
            return Refusal.because(400, "Jenkins knows no user of that name; write their user id");
        }
        try {
            ZoneId zone = ZoneId.systemDefault();
            Instant begins = GateDelegations.time(start, zone, site.now());
            Instant ends = GateDelegations.time(end, zone, begins);
            site.gates()
                    .delegate(
                            from,
                            new Delegation(
                                    from.id(),
                                    other.get().id(),
                                    begins,
                                    ends,
                                    from.aliases(),
                                    GateDelegations.names(environments)));
        } catch (OperationFailure | IllegalArgumentException e) {
            return Refusal.because(400, e.getMessage());
        }
        return Answers.redirect(".");
    }

    /** Ends what the present user let somebody do. */
    @RequirePOST
    public HttpResponse doUndelegate(@QueryParameter String to) {
        requireVoter();
        String trouble = LedgerTrouble.text(site);
        if (!trouble.isEmpty()) {
            return Refusal.because(500, trouble);
        }
        String name = to == null ? "" : to.strip();
        if (getGiven().stream().noneMatch(one -> one.to().equalsIgnoreCase(name))) {
            return Refusal.because(404, "You have not let them vote for you");
        }
        site.gates().undelegate(site.jenkins().visitor(), name);
        return Answers.redirect(".");
    }

    private void requireVoter() {
        if (!isVoter()) {
            site.jenkins().require(Right.APPROVE);
        }
    }

    /** Whether the present user may see a gate there. */
    static boolean visible(Site site, Place place) {
        return place.may(Right.APPROVE) || site.jenkins().may(Right.VIEW);
    }

    /** Where a link of a notice leads; everything about it is judged there. */
    public LinkedGate getLink(String token) {
        return new LinkedGate(site, token);
    }

    /** Approves, denies, withdraws or breaks the glass, as the present user. */
    @RequirePOST
    public HttpResponse doVote(
            @QueryParameter String gate,
            @QueryParameter String subject,
            @QueryParameter String vote,
            @QueryParameter String comment,
            @QueryParameter String behalfOf) {
        String trouble = LedgerTrouble.text(site);
        if (!trouble.isEmpty()) {
            return Refusal.because(500, trouble);
        }
        ApprovalGates gates = site.gates();
        GateState state = gates.find(gate == null ? "" : gate)
                .filter(found -> visible(site, site.place(found.request())))
                .orElse(null);
        if (state == null) {
            return Refusal.because(404, "There is no such gate");
        }
        Place place = site.place(state.request());
        place.require("breakGlass".equals(vote) ? Right.BREAK_GLASS : Right.APPROVE);
        Person person = place.visitor();
        String reason = comment == null ? "" : comment.strip();
        if (reason.length() > LONGEST_COMMENT) {
            return Refusal.because(400, "A comment has at most " + LONGEST_COMMENT + " characters");
        }
        try {
            if ("approve".equals(vote) && behalfOf != null && !behalfOf.isBlank()) {
                gates.approveFor(gate, person, absent(behalfOf.strip(), place), new Digest(subject), reason);
            } else {
                cast(gates, gate, person, vote, subject, reason);
            }
        } catch (OperationFailure | IllegalArgumentException e) {
            return Refusal.because(400, e.getMessage());
        }
        return Answers.redirect(".");
    }

    private static Person absent(String id, Place place) {
        return place.known(id).orElseThrow(() -> new IllegalArgumentException("Jenkins knows no user of that name"));
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
