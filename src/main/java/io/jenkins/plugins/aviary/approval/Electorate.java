package io.jenkins.plugins.aviary.approval;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides who may do what at a gate: the one place that pages, commands, REST and links all ask. */
final class Electorate {
    private static final int LONGEST_COMMENT = 2000;

    private final GateState gate;

    Electorate(GateState gate) {
        this.gate = gate;
    }

    /**
     * The principals that a person's approval counts as.
     *
     * @param voter who votes
     * @param absent who they vote for: themselves, or somebody who delegated it to them
     * @throws ApprovalRefused if they may not
     */
    Set<Principal> approval(Person voter, Person absent, String comment) {
        requirePending();
        requireText(comment, gate.request().policy().commentRequired(), "An approval here needs a comment");
        requireNotExcluded(voter);
        requireNotExcluded(absent);
        for (Vote vote : gate.votes()) {
            if (vote.involves(voter.id()) || vote.involves(absent.id())) {
                throw new ApprovalRefused(vote.voter() + " has already approved"
                        + (vote.behalfOf().isEmpty() ? "" : " for " + vote.behalfOf()) + "; everybody counts once");
            }
        }
        eligible(absent);
        return countsAs(absent);
    }

    /**
     * What a person counts as, also for those who are asked only later: who votes before a gate escalates has not to vote
     * again.
     */
    private Set<Principal> countsAs(Person person) {
        return gate.policy().ruleNow(true).principals().stream()
                .filter(principal -> principal.includes(person))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Whether a vote would still count as what it counted as, now that its voter is this person. */
    static boolean holds(Vote vote, Optional<Person> now) {
        return now.filter(person -> vote.countsAs().stream().allMatch(one -> one.includes(person)))
                .isPresent();
    }

    /** Checks that a person may say no. */
    void denial(Person voter, String reason) {
        requirePending();
        requireText(reason, true, "A denial needs a reason");
        if (!voter.is(gate.request().requester())) {
            eligible(voter);
        }
    }

    /** Checks that a person may open the gate alone. */
    void breakGlass(Person person, String reason) {
        requirePending();
        requireText(reason, true, "Breaking the glass needs a reason");
        List<Principal> allowed = gate.request().policy().breakGlass();
        if (allowed.stream().noneMatch(principal -> principal.includes(person))) {
            throw new ApprovalRefused(person.id() + " may not break the glass here; "
                    + (allowed.isEmpty() ? "nobody may" : "only " + names(allowed) + " may"));
        }
    }

    /** Whether a person's approval would count now. */
    boolean awaits(Person person) {
        return awaits(person, person);
    }

    /** Whether an approval that a person gives for another would count now, if that other lets them. */
    boolean awaits(Person person, Person absent) {
        try {
            approval(person, absent, "x");
            return true;
        } catch (ApprovalRefused e) {
            return false;
        }
    }

    void requirePending() {
        gate.settlement().ifPresent(end -> {
            throw new ApprovalRefused("The gate " + gate.request().gate() + " is closed: " + end.by() + ", "
                    + end.outcome().name().toLowerCase(java.util.Locale.ROOT) + ", " + end.reason());
        });
    }

    private void eligible(Person person) {
        if (gate.rule().principals().stream().noneMatch(principal -> principal.includes(person))) {
            throw new ApprovalRefused(person.id() + " may not vote here; the rule is: "
                    + gate.rule().text());
        }
    }

    private void requireNotExcluded(Person person) {
        ApprovalRequest request = gate.request();
        if (request.policy().excludeRequester() && person.isNamedIn(List.of(request.requester()))) {
            throw new ApprovalRefused(person.id() + " asked for this and cannot approve it");
        }
        if (request.policy().excludeAuthors() && person.isNamedIn(request.authors())) {
            throw new ApprovalRefused(person.id() + " wrote a commit of this release and cannot approve it");
        }
    }

    private static void requireText(String text, boolean required, String message) {
        if (required && text.isBlank()) {
            throw new ApprovalRefused(message);
        }
        if (text.length() > LONGEST_COMMENT) {
            throw new ApprovalRefused("A comment has at most " + LONGEST_COMMENT + " characters");
        }
    }

    private static String names(List<Principal> principals) {
        return principals.stream().map(Principal::toString).collect(Collectors.joining(", "));
    }
}
