package io.jenkins.plugins.aviary.approval;

import io.jenkins.plugins.aviary.model.CanonicalJson;
import io.jenkins.plugins.aviary.operation.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a gate demands before it lets a release through.
 *
 * @param rule who must agree
 * @param excludeRequester whether who asks for it cannot agree to it
 * @param excludeAuthors whether who wrote a commit of the release cannot agree to it
 * @param commentRequired whether an approval needs a comment; a denial always needs one
 * @param expiresAfter how long the gate waits before it closes
 * @param escalateAfter how long it waits before others may agree as well
 * @param escalation who these others are; none if there are none
 * @param breakGlass who may open the gate alone in an emergency, with a reason; nobody if empty
 */
public record ApprovalPolicy(
        ApprovalRule rule,
        boolean excludeRequester,
        boolean excludeAuthors,
        boolean commentRequired,
        Duration expiresAfter,
        Duration escalateAfter,
        Optional<ApprovalRule> escalation,
        List<Principal> breakGlass) {
    /** How long a gate may wait at most. */
    public static final Duration LONGEST = Duration.ofDays(90);

    /** Copies the principals and refuses times that make no sense. */
    public ApprovalPolicy {
        breakGlass = List.copyOf(breakGlass);
        escalation = escalation == null ? Optional.empty() : escalation;
        if (expiresAfter.isNegative() || expiresAfter.isZero() || expiresAfter.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "An approval expires after at most " + LONGEST.toDays() + " days, not " + expiresAfter);
        }
        if (escalation.isPresent() && (escalateAfter.isNegative() || escalateAfter.compareTo(expiresAfter) >= 0)) {
            throw new IllegalArgumentException(
                    "An approval escalates before it expires (" + expiresAfter + "), not after " + escalateAfter);
        }
    }

    /** A rule that neither the requester nor an author can help to satisfy, for three days. */
    public static ApprovalPolicy of(ApprovalRule rule) {
        return new ApprovalPolicy(
                rule, true, true, false, Duration.ofDays(3), Duration.ZERO, Optional.empty(), List.of());
    }

    /** Whether both demand exactly the same. */
    public boolean sameAs(ApprovalPolicy other) {
        return CanonicalJson.digestOf(this).equals(CanonicalJson.digestOf(other));
    }

    /** What another policy demands otherwise, in words; empty if nothing. */
    String differenceTo(ApprovalPolicy other) {
        if (sameAs(other)) {
            return "";
        }
        return rule.text().equals(other.rule.text())
                ? "what is demanded besides " + rule.text() + " changed (who is excluded, comments, times, escalation)"
                : "who must agree changed from " + rule.text() + " to " + other.rule.text();
    }

    /**
     * Whether whatever passes here would pass under the other policy as well.
     *
     * @param demanded what is demanded now, for instance by the environment's policy
     */
    public boolean isAtLeast(ApprovalPolicy demanded) {
        return weaknesses(demanded).isEmpty();
    }

    /**
     * In what an approval under this policy falls short of another, in a few words each: the rule, who is kept from
     * agreeing, the comment, the time that it may wait, the others who are asked after a time. Who may break the glass is
     * no matter of an approval; see {@link GateState#shortOf}.
     */
    public List<String> weaknesses(ApprovalPolicy demanded) {
        List<String> weak = new ArrayList<>();
        if (!rule.isAtLeast(demanded.rule)) {
            weak.add("it asked " + rule.text() + ", and " + demanded.rule.text() + " is demanded");
        }
        if (demanded.excludeRequester && !excludeRequester) {
            weak.add("who asked for it could agree to it");
        }
        if (demanded.excludeAuthors && !excludeAuthors) {
            weak.add("authors of its commits could agree to it");
        }
        if (demanded.commentRequired && !commentRequired) {
            weak.add("no comment was demanded");
        }
        if (expiresAfter.compareTo(demanded.expiresAfter) > 0) {
            weak.add("it could wait " + Durations.text(expiresAfter) + ", and " + Durations.text(demanded.expiresAfter)
                    + " are allowed");
        }
        escalation
                .filter(others -> !others.isAtLeast(demanded.rule))
                .filter(others -> escalateAfter.compareTo(demanded.escalateAfter) < 0
                        || demanded.escalation.filter(others::isAtLeast).isEmpty())
                .ifPresent(others -> weak.add(
                        "it asked others as well (" + others.text() + " after " + Durations.text(escalateAfter) + ")"));
        return weak;
    }

    /** Who must agree now. */
    public ApprovalRule ruleNow(boolean escalated) {
        return escalated && escalation.isPresent() ? new ApprovalRule.AnyOf(List.of(rule, escalation.get())) : rule;
    }
}
