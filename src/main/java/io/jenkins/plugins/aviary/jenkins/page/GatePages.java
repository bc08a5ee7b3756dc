package io.jenkins.plugins.aviary.jenkins.page;

import hudson.security.AccessControlled;
import hudson.security.Permission;
import io.jenkins.plugins.aviary.approval.ApprovalGates;
import io.jenkins.plugins.aviary.approval.Delegation;
import io.jenkins.plugins.aviary.approval.GateState;
import io.jenkins.plugins.aviary.approval.Person;
import io.jenkins.plugins.aviary.jenkins.AviaryPermissions;
import io.jenkins.plugins.aviary.jenkins.Installation;
import io.jenkins.plugins.aviary.jenkins.Persons;
import io.jenkins.plugins.aviary.jenkins.configuration.AviaryConfiguration;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
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

    /** What keeps the ledger from being used; empty if nothing does. */
    public String getTrouble() {
        return LedgerTrouble.text(JenkinsSite.HERE);
    }

    /** The waiting gates that the present user may see, those that wait for them first; none without the ledger. */
    public List<WaitingGate> getWaiting() {
        if (!getTrouble().isEmpty()) {
            return List.of();
        }
        ApprovalGates gates = Installation.get().gates();
        return new WaitingGates(Persons::place, GatePages::visible, GatePages::voter, Persons::known)
                .of(gates.pending(), gates.delegations(), now());
    }

    private static Instant now() {
        return Installation.get().clock().instant();
    }

    private static Optional<Person> voter(AccessControlled place) {
        return place.hasPermission(AviaryPermissions.APPROVE) ? Optional.of(Persons.current(place)) : Optional.empty();
    }

    private List<Delegation> delegations() {
        return getTrouble().isEmpty() ? Installation.get().gates().delegations() : List.of();
    }

    /** What the present user lets others do. */
    public List<Delegation> getGiven() {
        return delegations().stream()
                .filter(one -> Persons.isCurrent(one.from()))
                .toList();
    }

    /** What others let the present user do. */
    public List<Delegation> getTaken() {
        return delegations().stream().filter(one -> Persons.isCurrent(one.to())).toList();
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
        return visible(Jenkins.get())
                ? AviaryConfiguration.get()
                        .shared()
                        .map(config -> FreezePreview.of(config, now()))
                        .orElse(List.of())
                : List.of();
    }

    /** Whether the present user may vote anywhere that is known here: everywhere, or where a gate waits. */
    public boolean isVoter() {
        return Jenkins.get().hasPermission(AviaryPermissions.APPROVE)
                || getTrouble().isEmpty()
                        && Installation.get().gates().pending().stream()
                                .map(gate -> Persons.place(gate.request()))
                                .distinct()
                                .anyMatch(place -> place.hasPermission(AviaryPermissions.APPROVE));
    }

    /** Lets somebody else vote for the present user, for some time. */
    @RequirePOST
    public HttpResponse doDelegate(
            @QueryParameter String to,
            @QueryParameter String start,
            @QueryParameter String end,
            @QueryParameter String environments) {
        requireVoter();
        String trouble = LedgerTrouble.text(JenkinsSite.HERE);
        if (!trouble.isEmpty()) {
            return Refusal.because(500, trouble);
        }
        Person from = Persons.current(Jenkins.get());
        String name = to == null ? "" : to.strip();
        Optional<Person> other = name.isEmpty() ? Optional.empty() : Persons.known(name, Jenkins.get());
        if (other.isEmpty()) {
            return Refusal.because(400, "Jenkins knows no user of that name; write their user id");
        }
        try {
            ZoneId zone = ZoneId.systemDefault();
            Instant begins = GateDelegations.time(start, zone, now());
            Instant ends = GateDelegations.time(end, zone, begins);
            Installation.get()
                    .gates()
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
        return HttpResponses.redirectTo(".");
    }

    /** Ends what the present user let somebody do. */
    @RequirePOST
    public HttpResponse doUndelegate(@QueryParameter String to) {
        requireVoter();
        String trouble = LedgerTrouble.text(JenkinsSite.HERE);
        if (!trouble.isEmpty()) {
            return Refusal.because(500, trouble);
        }
        String name = to == null ? "" : to.strip();
        if (getGiven().stream().noneMatch(one -> one.to().equalsIgnoreCase(name))) {
            return Refusal.because(404, "You have not let them vote for you");
        }
        Installation.get().gates().undelegate(Persons.current(Jenkins.get()), name);
        return HttpResponses.redirectTo(".");
    }

    private void requireVoter() {
        if (!isVoter()) {
            Jenkins.get().checkPermission(AviaryPermissions.APPROVE);
        }
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
            @QueryParameter String comment,
            @QueryParameter String behalfOf) {
        String trouble = LedgerTrouble.text(JenkinsSite.HERE);
        if (!trouble.isEmpty()) {
            return Refusal.because(500, trouble);
        }
        ApprovalGates gates = Installation.get().gates();
        GateState state =
                gates.find(gate).filter(found -> visible(place(found))).orElse(null);
        if (state == null) {
            return Refusal.because(404, "There is no such gate");
        }
        Permission needed = "breakGlass".equals(vote) ? AviaryPermissions.BREAK_GLASS : AviaryPermissions.APPROVE;
        place(state).checkPermission(needed);
        Person person = Persons.current(place(state));
        String reason = comment == null ? "" : comment.strip();
        if (reason.length() > LONGEST_COMMENT) {
            return Refusal.because(400, "A comment has at most " + LONGEST_COMMENT + " characters");
        }
        try {
            if ("approve".equals(vote) && behalfOf != null && !behalfOf.isBlank()) {
                gates.approveFor(gate, person, absent(behalfOf.strip(), place(state)), new Digest(subject), reason);
            } else {
                cast(gates, gate, person, vote, subject, reason);
            }
        } catch (OperationFailure | IllegalArgumentException e) {
            return Refusal.because(400, e.getMessage());
        }
        return HttpResponses.redirectTo(".");
    }

    private static Person absent(String id, AccessControlled place) {
        return Persons.known(id, place)
                .orElseThrow(() -> new IllegalArgumentException("Jenkins knows no user of that name"));
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
