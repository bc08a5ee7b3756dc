package io.jenkins.plugins.aviary.release;

import io.jenkins.plugins.aviary.approval.ApprovalPolicy;
import io.jenkins.plugins.aviary.approval.ApprovalSubject;
import io.jenkins.plugins.aviary.approval.GateState;
import io.jenkins.plugins.aviary.approval.Settlement;
import io.jenkins.plugins.aviary.operation.Durations;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether people agreed to a release for an environment, as it is now and as is demanded now. Of all decisions on the same
 * subject the newest counts, whichever run asked for it: a denial stays until somebody agrees again. An approval counts for
 * as long as the policy lets a gate wait, and only if it was given under a rule that asked for no less than the present one.
 *
 * @param gates the gates about the release in the environment
 * @param subject what is to be delivered
 * @param demanded what the environment demands now
 * @param now the present
 */
record GivenApproval(List<GateState> gates, ApprovalSubject subject, ApprovalPolicy demanded, Instant now) {
    private static final String ASK = "; ask with approvalGate";

    /** A decision that was made. */
    private record Decision(GateState gate, Settlement end) {
        String text(String what) {
            return what + " by " + end.by() + " at " + end.at() + (end.reason().isBlank() ? "" : ": " + end.reason());
        }
    }

    /** Whether enough people agreed. */
    Requirement requirement() {
        Optional<Decision> counted = counted();
        if (counted.isPresent()) {
            Settlement end = counted.get().end();
            return end.outcome().open()
                    ? new Requirement(
                            "approval",
                            true,
                            end.outcome() == Settlement.Outcome.BROKEN_GLASS
                                    ? counted.get().text("opened in an emergency")
                                    : end.reason())
                    : new Requirement("approval", false, counted.get().text("denied") + ASK + " again");
        }
        List<Decision> own = decisions();
        String why = own.isEmpty() ? undecided() : weakness(own.get(own.size() - 1));
        return new Requirement("approval", false, why + ASK);
    }

    /** The glass that somebody broke since an instant, if that is the decision that counts. */
    Optional<String> brokenGlassSince(Instant begun) {
        return counted()
                .filter(one -> one.end().outcome() == Settlement.Outcome.BROKEN_GLASS)
                .filter(one -> !one.end().at().isBefore(begun))
                .map(one -> one.text("opened in an emergency"));
    }

    private Optional<Decision> counted() {
        return decisions().stream().filter(one -> weakness(one).isEmpty()).reduce((first, second) -> second);
    }

    /** What was decided on just this subject, the newest last. */
    private List<Decision> decisions() {
        return gates.stream()
                .filter(gate -> gate.subject().equals(subject.hash()))
                .flatMap(gate -> gate.settlement().map(end -> new Decision(gate, end)).stream())
                .filter(one -> one.end().outcome().open() || one.end().outcome() == Settlement.Outcome.DENIED)
                .sorted(Comparator.comparingLong(one -> one.end().sequence()))
                .toList();
    }

    /** Why a decision does not count, or an empty text; a denial always does. */
    private String weakness(Decision decision) {
        if (!decision.end().outcome().open()) {
            return "";
        }
        ApprovalPolicy given = decision.gate().request().policy();
        if (decision.end().at().plus(demanded.expiresAfter()).isBefore(now)) {
            return "the approval of " + decision.end().at() + " counted for " + Durations.text(demanded.expiresAfter());
        }
        if (decision.end().outcome() == Settlement.Outcome.BROKEN_GLASS) {
            return demanded.breakGlass().containsAll(given.breakGlass())
                    ? ""
                    : decision.text("opened in an emergency") + ", by a rule that named others for that";
        }
        List<String> weaknesses = given.weaknesses(demanded);
        return weaknesses.isEmpty()
                ? ""
                : "the approval of " + decision.end().at() + " was given under a weaker rule: "
                        + String.join(", ", weaknesses);
    }

    private String undecided() {
        Optional<GateState> other = gates.stream()
                .filter(gate -> !gate.subject().equals(subject.hash()))
                .reduce((first, second) -> second);
        if (other.isPresent()) {
            return "what was asked for has changed since: "
                    + other.get().request().subject().differenceTo(subject);
        }
        return gates.isEmpty()
                ? "nobody was asked"
                : gates.stream()
                        .map(gate -> gate.request().gate() + " "
                                + gate.settlement()
                                        .map(end -> end.outcome().name().toLowerCase(Locale.ROOT))
                                        .orElse("still waits"))
                        .collect(Collectors.joining(", "));
    }
}
