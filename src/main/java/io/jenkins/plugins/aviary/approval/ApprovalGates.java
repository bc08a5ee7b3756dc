package io.jenkins.plugins.aviary.approval;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.ledger.Actor;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.LedgerEvent;
import io.jenkins.plugins.aviary.model.Digest;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * All gates of an installation. Their state is in the ledger alone: it survives a restart, and several controllers that
 * share a ledger see the same gates and the same outcomes. No thread or executor waits for a gate; who wants to know how
 * it ended gives a listener. Safe for use by several threads.
 */
public final class ApprovalGates {
    private static final Logger LOG = Logger.getLogger(ApprovalGates.class.getName());
    private static final Actor SYSTEM = new Actor("aviary", "system");

    private final Ledger ledger;
    private final Clock clock;
    private final GateBook book = new GateBook();
    private final List<Consumer<GateState>> listeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<GateState>> voteListeners = new CopyOnWriteArrayList<>();

    /** Set before the first vote, by whoever has one. */
    private volatile Optional<VoterDirectory> voters = Optional.empty();

    /** The gates in a ledger. */
    public ApprovalGates(Ledger ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
        ledger.follow(book::accept);
        // What ended before this start is found by whoever resumes; it is only written down if that was cut short.
        book.toldAll();
        book.unannounced().forEach(this::announce);
    }

    /**
     * Is told of each gate that ends from now on, once, after its end is durable; on the thread that found out. Who
     * resumes after a restart asks {@link #find} first.
     */
    public void onSettled(Consumer<GateState> listener) {
        listeners.add(listener);
    }

    /** Is told of each vote after which its gate still waits, after the vote is durable; on the thread of the voter. */
    public void onVoted(Consumer<GateState> listener) {
        voteListeners.add(listener);
    }

    /** Where it is asked again, before a vote can settle a gate, whether earlier voters may still vote. */
    public void askAgain(VoterDirectory directory) {
        voters = Optional.of(directory);
    }

    /**
     * Opens a gate. One that is there already is given back, so that a run that is resumed finds its gate; if it is
     * about another subject now, its votes become void.
     */
    public GateState open(ApprovalRequest request, Person requester) {
        ledger.refresh();
        Optional<GateState> known = book.gate(request.gate());
        if (known.isEmpty()) {
            append(GateEvents.REQUESTED, actor(requester), request, GateEvents.requested(request));
        } else if (known.get().pending()
                && !known.get()
                        .request()
                        .differenceTo(request.subject(), request.policy())
                        .isEmpty()) {
            return rebind(request.gate(), request, "the run asked again");
        }
        return gate(request.gate());
    }

    /** The gate with that id. */
    public Optional<GateState> find(String id) {
        ledger.refresh();
        return book.gate(id);
    }

    /** All gates that wait, the oldest first. */
    public List<GateState> pending() {
        ledger.refresh();
        return book.all().stream()
                .filter(GateState::pending)
                .sorted(java.util.Comparator.comparing(GateState::opened)
                        .thenComparing(gate -> gate.request().gate()))
                .toList();
    }

    /** The gates that wait for this person, the oldest first. */
    public List<GateState> awaiting(Person person) {
        return pending().stream().filter(gate -> gate.awaits(person)).toList();
    }

    /**
     * Approves.
     *
     * @param subject the digest of what the person saw and approves
     * @throws ApprovalRefused if they may not, or what they saw is no longer what is asked for
     */
    public GateState approve(String id, Person voter, Digest subject, String comment) {
        return approveFor(id, voter, voter, subject, comment);
    }

    /**
     * Approves for somebody who has delegated it.
     *
     * @param voter who approves
     * @param absent for whom
     * @param subject the digest of what the voter saw and approves
     * @throws ApprovalRefused if they may not, or what they saw is no longer what is asked for
     */
    public GateState approveFor(String id, Person voter, Person absent, Digest subject, String comment) {
        return approve(id, voter, absent, subject, comment, "");
    }

    private GateState approve(String id, Person voter, Person absent, Digest subject, String comment, String link) {
        GateState gate = askedAgain(fresh(id, subject));
        boolean delegated = !voter.is(absent.id());
        Person counted =
                delegated ? delegating(voter, absent, gate.request().subject().environment()) : absent;
        Set<Principal> countsAs = new Electorate(gate).approval(voter, counted, comment);
        ObjectNode payload = GateEvents.voted(gate, true, comment, delegated ? absent.id() : "", countsAs);
        GateState after = effective(gate, append(GateEvents.VOTED, actor(voter), gate.request(), by(link, payload)));
        if (after.pending()) {
            told(voteListeners, after);
        }
        return after;
    }

    /** Takes back the votes of those who have lost the right to them since, as far as that can be found out here. */
    private GateState askedAgain(GateState gate) {
        Optional<VoterDirectory> directory = voters;
        if (directory.isEmpty() || gate.votes().isEmpty()) {
            return gate;
        }
        for (Vote vote : gate.votes()) {
            if (!Electorate.holds(vote, directory.get().person(vote.counted(), gate))) {
                append(
                        GateEvents.WITHDRAWN,
                        SYSTEM,
                        gate.request(),
                        GateEvents.lapsed(gate, vote, vote.counted() + " may not vote here any more"));
            }
        }
        return gate(gate.request().gate());
    }

    /** The absent person with the names that they had when they let the voter vote. */
    private Person delegating(Person voter, Person absent, String environment) {
        Instant now = Instant.now(clock);
        Delegation delegation = book.delegations().stream()
                .filter(one -> one.covers(voter, absent, environment, now))
                .findFirst()
                .orElseThrow(() -> new ApprovalRefused(absent.id() + " has not delegated their votes to " + voter.id()
                        + " for " + environment + " for now"));
        Set<String> aliases = new HashSet<>(absent.aliases());
        aliases.addAll(delegation.aliases());
        return absent.alsoCalled(aliases);
    }

    /**
     * Votes by a link from a notice.
     *
     * @param voter who came with it, as they were authenticated
     * @param approves whether they approve; else they deny, with the comment as the reason
     * @throws ApprovalRefused if it is not their link, was used before, or they may not
     */
    public GateState voteByLink(VoteLink link, Person voter, boolean approves, String comment) {
        if (!voter.is(link.person())) {
            throw new ApprovalRefused("This link is not for " + voter.id() + "; look at the gate itself");
        }
        ledger.refresh();
        if (book.isUsed(link.id())) {
            throw new ApprovalRefused("This link was used before; look at the gate itself");
        }
        return approves
                ? approve(link.gate(), voter, voter, link.subject(), comment, link.id())
                : deny(link.gate(), voter, link.subject(), comment, link.id());
    }

    private static ObjectNode by(String link, ObjectNode payload) {
        return link.isEmpty() ? payload : payload.put("link", link);
    }

    /** Lets somebody else vote for a person for some time; it takes the place of what they had let that one do before. */
    public void delegate(Person from, Delegation delegation) {
        if (!from.is(delegation.from())) {
            throw new ApprovalRefused(from.id() + " can delegate only their own votes");
        }
        ledger.append(new LedgerEvent(
                GateEvents.DELEGATED,
                1,
                Instant.now(clock),
                actor(from),
                "",
                "",
                "",
                GateEvents.delegated(delegation)));
        ledger.refresh();
    }

    /** Ends what a person let another do. */
    public void undelegate(Person from, String to) {
        ObjectNode payload = JsonNodeFactory.instance.objectNode().put("to", to);
        ledger.append(new LedgerEvent(GateEvents.UNDELEGATED, 1, Instant.now(clock), actor(from), "", "", "", payload));
        ledger.refresh();
    }

    /** Who votes for whom, now or later. */
    public List<Delegation> delegations() {
        ledger.refresh();
        Instant now = Instant.now(clock);
        return book.delegations().stream()
                .filter(one -> now.isBefore(one.end()))
                .toList();
    }

    /**
     * Says no, which ends the gate.
     *
     * @throws ApprovalRefused if they may not, or without a reason
     */
    public GateState deny(String id, Person voter, Digest subject, String reason) {
        return deny(id, voter, subject, reason, "");
    }

    private GateState deny(String id, Person voter, Digest subject, String reason, String link) {
        GateState gate = fresh(id, subject);
        new Electorate(gate).denial(voter, reason);
        ObjectNode payload = GateEvents.voted(gate, false, reason, "", Set.of());
        return effective(gate, append(GateEvents.VOTED, actor(voter), gate.request(), by(link, payload)));
    }

    /** Takes a person's own approval back while the gate still waits. */
    public GateState withdraw(String id, Person voter) {
        GateState gate = gate(id);
        new Electorate(gate).requirePending();
        if (gate.votes().stream().noneMatch(vote -> vote.isBy(voter.id()))) {
            throw new ApprovalRefused(voter.id() + " has no vote here to take back");
        }
        append(GateEvents.WITHDRAWN, actor(voter), gate.request(), GateEvents.about(gate));
        return gate(id);
    }

    /**
     * Opens the gate alone, in an emergency.
     *
     * @throws ApprovalRefused if they may not, or without a reason
     */
    public GateState breakGlass(String id, Person person, Digest subject, String reason) {
        GateState gate = fresh(id, subject);
        new Electorate(gate).breakGlass(person, reason);
        ObjectNode payload = GateEvents.about(gate).put("reason", reason);
        return effective(gate, append(GateEvents.BROKEN_GLASS, actor(person), gate.request(), payload));
    }

    /** Ends the gate because its run has ended. */
    public GateState cancel(String id, String reason) {
        GateState gate = gate(id);
        if (gate.pending()) {
            append(
                    GateEvents.CANCELLED,
                    SYSTEM,
                    gate.request(),
                    GateEvents.about(gate).put("reason", reason));
        }
        return gate(id);
    }

    /**
     * Says that something else is asked for now: the votes so far are void, and what the new request demands is demanded.
     * Who asks, and the run that waits, stay the same.
     */
    public GateState rebind(String id, ApprovalRequest now, String reason) {
        GateState gate = gate(id);
        append(GateEvents.REBOUND, SYSTEM, gate.request(), GateEvents.rebound(id, now, reason));
        return gate(id);
    }

    /** Lets gates expire and escalate whose time has come; to be called every few seconds. */
    public void tick() {
        Instant now = Instant.now(clock);
        for (GateState gate : pending()) {
            if (!now.isBefore(gate.expires())) {
                append(GateEvents.EXPIRED, SYSTEM, gate.request(), GateEvents.about(gate));
            } else if (!gate.escalated()
                    && gate.escalates().filter(due -> !now.isBefore(due)).isPresent()) {
                askedAgain(gate);
                append(GateEvents.ESCALATED, SYSTEM, gate.request(), GateEvents.about(gate));
            }
        }
        book.tell(this::tell);
    }

    private GateState fresh(String id, Digest subject) {
        GateState gate = gate(id);
        new Electorate(gate).requirePending();
        if (!Instant.now(clock).isBefore(gate.expires())) {
            throw new ApprovalRefused("The gate " + id + " has expired");
        }
        if (!gate.subject().equals(subject)) {
            throw new ApprovalRefused("What you saw (" + subject.brief() + ") is no longer what is asked for ("
                    + gate.subject().brief() + "); look again");
        }
        return gate;
    }

    private GateState gate(String id) {
        ledger.refresh();
        return book.gate(id).orElseThrow(() -> new ApprovalRefused("There is no gate " + id));
    }

    /** The gate after a deed; refused if another deed came first and made it void. */
    private GateState effective(GateState before, long sequence) {
        GateState gate = gate(before.request().gate());
        boolean counted = gate.votes().stream().anyMatch(vote -> vote.sequence() == sequence)
                || gate.settlement().filter(end -> end.sequence() == sequence).isPresent();
        if (!counted) {
            new Electorate(gate).requirePending();
            throw new ApprovalRefused("Your vote came too late: what is asked for has changed; look again");
        }
        return gate;
    }

    private long append(String type, Actor actor, ApprovalRequest request, ObjectNode payload) {
        long sequence = ledger.append(event(type, actor, request, payload)).sequence();
        ledger.refresh();
        book.gate(request.gate())
                .filter(gate -> gate.settlement()
                        .filter(end -> end.sequence() == sequence)
                        .isPresent())
                .ifPresent(this::announce);
        book.tell(this::tell);
        return sequence;
    }

    private static Actor actor(Person person) {
        return new Actor(person.id(), person.authentication());
    }

    private void tell(GateState gate) {
        told(listeners, gate);
    }

    private static void told(List<Consumer<GateState>> listeners, GateState gate) {
        for (Consumer<GateState> listener : listeners) {
            try {
                listener.accept(gate);
            } catch (RuntimeException e) {
                // The vote is cast and durable: its voter must not see the failure of somebody who only listens.
                LOG.log(
                        Level.WARNING,
                        e,
                        () -> "What came of gate " + gate.request().gate() + " could not be told");
            }
        }
    }

    /** Writes down how a gate ended, for those who read the ledger without following every vote. */
    private void announce(GateState gate) {
        Settlement end = gate.settlement().orElseThrow();
        ledger.append(event(
                GateEvents.SETTLED,
                SYSTEM,
                gate.request(),
                GateEvents.about(gate)
                        .put("outcome", end.outcome().name().toLowerCase(Locale.ROOT))
                        .put("reason", end.reason())));
    }

    private LedgerEvent event(String type, Actor actor, ApprovalRequest request, ObjectNode payload) {
        return new LedgerEvent(
                type,
                1,
                Instant.now(clock),
                actor,
                request.run(),
                request.subject().environment(),
                request.subject().artifact().hex(),
                payload);
    }
}
