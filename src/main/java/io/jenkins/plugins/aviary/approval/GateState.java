package io.jenkins.plugins.aviary.approval;

import io.jenkins.plugins.aviary.ledger.LedgerEvent;
import io.jenkins.plugins.aviary.ledger.Recorded;
import io.jenkins.plugins.aviary.model.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a gate is after some of its events. It is computed from the events in the order in which the ledger has them and
 * from nothing else, so everybody who reads the ledger sees the same outcome, and the first event that settles the gate
 * settles it for good.
 *
 * @param request what was asked; its subject is the newest
 * @param opened when it was asked
 * @param votes the approvals of the newest subject, in their order
 * @param voided why votes were voided, in one line each
 * @param escalated whether others may agree as well
 * @param settlement how it ended, if it has
 */
public record GateState(
        ApprovalRequest request,
        Instant opened,
        List<Vote> votes,
        List<String> voided,
        boolean escalated,
        Optional<Settlement> settlement) {
    /** Copies the lists. */
    public GateState {
        votes = List.copyOf(votes);
        voided = List.copyOf(voided);
    }

    /** A gate that was just opened. */
    static GateState begun(ApprovalRequest request, Instant when) {
        return new GateState(request, when, List.of(), List.of(), false, Optional.empty());
    }

    /** Whether it waits. */
    public boolean pending() {
        return settlement.isEmpty();
    }

    /** Whether it waits for this person: an approval of theirs would count now. */
    public boolean awaits(Person person) {
        return new Electorate(this).awaits(person);
    }

    /**
     * Whether an approval would count that this person gives for another.
     *
     * @param delegation what that other has let them do
     */
    public boolean awaits(Person voter, Person absent, Delegation delegation, Instant now) {
        return delegation.covers(voter, absent, request.subject().environment(), now)
                && new Electorate(this).awaits(voter, absent.alsoCalled(delegation.aliases()));
    }

    /** The digest of what is approved now. */
    public Digest subject() {
        return request.subject().hash();
    }

    /** When it closes by itself. */
    public Instant expires() {
        return opened.plus(request.policy().expiresAfter());
    }

    /** When others may agree as well, if ever. */
    public Optional<Instant> escalates() {
        return request.policy()
                .escalation()
                .map(rule -> opened.plus(request.policy().escalateAfter()));
    }

    /** What the gate demanded: the policy that its votes were given under. */
    public ApprovalPolicy policy() {
        return request.policy();
    }

    /**
     * Why this gate, though it is open, does not count where that policy is demanded; empty if it does. An approval
     * counts if the gate demanded at least as much, and a broken glass if whoever may break it here may break it there.
     *
     * @param demanded what the environment demands now
     */
    public Optional<String> shortOf(ApprovalPolicy demanded) {
        Optional<Settlement.Outcome> outcome =
                settlement.map(Settlement::outcome).filter(Settlement.Outcome::open);
        if (outcome.isEmpty()) {
            return Optional.of("it is not open");
        }
        List<String> weak = new ArrayList<>();
        if (outcome.get() == Settlement.Outcome.APPROVED) {
            weak.addAll(policy().weaknesses(demanded));
        } else if (!demanded.breakGlass().containsAll(policy().breakGlass())) {
            weak.add("its glass could be broken by others than may break it now");
        }
        return weak.isEmpty()
                ? Optional.empty()
                : Optional.of("it was given under a weaker policy: " + String.join("; ", weak));
    }

    /** Who must agree now. */
    public ApprovalRule rule() {
        return request.policy().ruleNow(escalated);
    }

    /** Who is missing still, in the shortest way to satisfy the rule. */
    public List<ApprovalRule.Quorum> missing() {
        return rule().missing(votes.stream().map(Vote::countsAs).toList());
    }

    /** The gate after one more event. An event that comes too late, or is about another subject, changes nothing. */
    GateState after(Recorded recorded) {
        LedgerEvent event = recorded.event();
        if (!pending()) {
            return this;
        }
        if (!event.time().isBefore(expires())) {
            return settled(recorded, Settlement.Outcome.EXPIRED, "not enough agreed in time");
        }
        return switch (event.type()) {
            case GateEvents.VOTED -> voted(recorded);
            case GateEvents.WITHDRAWN ->
                withVotes(votes.stream()
                        .filter(vote -> !vote.isBy(GateEvents.withdrawn(event)))
                        .toList());
            case GateEvents.REBOUND -> rebound(GateEvents.rebound(event, request));
            case GateEvents.ESCALATED -> escalated(recorded);
            case GateEvents.CANCELLED -> settled(recorded, Settlement.Outcome.CANCELLED, GateEvents.reason(event));
            case GateEvents.BROKEN_GLASS ->
                GateEvents.isAbout(event, subject())
                        ? settled(recorded, Settlement.Outcome.BROKEN_GLASS, GateEvents.reason(event))
                        : this;
            default -> this;
        };
    }

    private GateState voted(Recorded recorded) {
        LedgerEvent event = recorded.event();
        if (!GateEvents.isAbout(event, subject())) {
            return this;
        }
        if (!GateEvents.approves(event)) {
            return settled(recorded, Settlement.Outcome.DENIED, GateEvents.reason(event));
        }
        Vote vote = GateEvents.vote(recorded);
        boolean again = votes.stream().anyMatch(one -> one.involves(vote.voter()) || one.involves(vote.behalfOf()));
        boolean own = request.policy().excludeRequester() && vote.involves(request.requester());
        if (again || own) {
            return this;
        }
        List<Vote> more = new ArrayList<>(votes);
        more.add(vote);
        return withVotes(more).settledIfEnough(recorded);
    }

    private GateState escalated(Recorded recorded) {
        return new GateState(request, opened, votes, voided, true, settlement).settledIfEnough(recorded);
    }

    private GateState settledIfEnough(Recorded recorded) {
        return missing().isEmpty()
                ? settled(
                        recorded,
                        Settlement.Outcome.APPROVED,
                        votes.stream().map(Vote::voter).collect(Collectors.joining(", ")) + " agreed")
                : this;
    }

    private GateState rebound(ApprovalRequest now) {
        String difference = request.differenceTo(now.subject(), now.policy());
        if (difference.isEmpty()) {
            return this;
        }
        List<String> reasons = new ArrayList<>(voided);
        reasons.add(votes.size() + " votes are void: " + difference);
        boolean others = escalated && now.policy().escalation().equals(policy().escalation());
        return new GateState(now, opened, List.of(), reasons, others, settlement);
    }

    private GateState withVotes(List<Vote> others) {
        return new GateState(request, opened, others, voided, escalated, settlement);
    }

    private GateState settled(Recorded recorded, Settlement.Outcome outcome, String reason) {
        Settlement end = new Settlement(
                outcome,
                recorded.event().actor().name(),
                reason,
                recorded.event().time(),
                recorded.sequence());
        return new GateState(request, opened, votes, voided, escalated, Optional.of(end));
    }
}
