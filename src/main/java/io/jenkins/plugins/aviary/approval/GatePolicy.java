package io.jenkins.plugins.aviary.approval;

import io.jenkins.plugins.aviary.model.ApprovalDemand;
import io.jenkins.plugins.aviary.model.FreezeTime;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads what an environment demands, and lets a pipeline demand more: a change under delivery can make its own gate
 * stricter, never looser.
 */
public final class GatePolicy {
    private GatePolicy() {}

    /**
     * What an environment demands.
     *
     * @throws InvalidParameter if a rule cannot be read, with the place in {@code aviary.yml}
     */
    public static ApprovalPolicy of(String environment, ApprovalDemand demand) {
        String place = "environments." + environment + ".policy.approval";
        try {
            return new ApprovalPolicy(
                    ApprovalRule.parse(demand.rule()),
                    demand.excludeRequester(),
                    demand.excludeAuthors(),
                    demand.commentRequired(),
                    demand.expiresAfter(),
                    demand.escalateAfter(),
                    demand.escalation().isEmpty()
                            ? Optional.empty()
                            : Optional.of(ApprovalRule.parse(demand.escalation())),
                    demand.breakGlass().stream().map(Principal::parse).toList());
        } catch (IllegalArgumentException e) {
            throw new InvalidParameter(place + ": " + e.getMessage(), e);
        }
    }

    /**
     * A policy with what a pipeline adds to it.
     *
     * @param demanded the environment's policy, if it has one
     * @param rule who must agree besides, or empty
     * @param expiresAfter how long the gate waits at most; zero for as long as the policy says
     * @param commentRequired whether an approval needs a comment
     * @throws InvalidParameter if nobody says who must agree, or the rule cannot be read
     */
    public static ApprovalPolicy stricter(
            Optional<ApprovalPolicy> demanded, String rule, Duration expiresAfter, boolean commentRequired) {
        Optional<ApprovalRule> added = parsed(rule);
        if (demanded.isEmpty() && added.isEmpty()) {
            throw new InvalidParameter("Nobody says who must agree; give 'approvers' such as '2 of group:ops', or set"
                    + " policy.approval.rule of the environment in aviary.yml.");
        }
        ApprovalPolicy base = demanded.orElseGet(() -> ApprovalPolicy.of(added.orElseThrow()));
        ApprovalRule both = demanded.isPresent() && added.isPresent()
                ? new ApprovalRule.AllOf(List.of(base.rule(), added.get()))
                : base.rule();
        Duration wait = expiresAfter.isZero() || expiresAfter.compareTo(base.expiresAfter()) > 0
                ? base.expiresAfter()
                : expiresAfter;
        boolean escalates =
                base.escalation().isPresent() && base.escalateAfter().compareTo(wait) < 0;
        return new ApprovalPolicy(
                both,
                base.excludeRequester(),
                base.excludeAuthors(),
                base.commentRequired() || commentRequired,
                wait,
                escalates ? base.escalateAfter() : Duration.ZERO,
                escalates ? base.escalation() : Optional.empty(),
                base.breakGlass());
    }

    private static Optional<ApprovalRule> parsed(String rule) {
        if (rule.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ApprovalRule.parse(rule));
        } catch (IllegalArgumentException e) {
            throw new InvalidParameter("approvers: " + e.getMessage(), e);
        }
    }

    /**
     * When an environment gets nothing.
     *
     * @throws InvalidParameter if a window cannot be read, with its place in {@code aviary.yml}
     */
    public static FreezeCalendar freezes(String environment, List<FreezeTime> times) {
        List<FreezeWindow> windows = new ArrayList<>();
        for (FreezeTime time : times) {
            try {
                windows.add(new FreezeWindow(time.name(), time.when(), ZoneId.of(time.zone())));
            } catch (IllegalArgumentException | java.time.DateTimeException e) {
                throw new InvalidParameter(
                        "environments." + environment + ".policy.freeze." + time.name() + ": " + e.getMessage(), e);
            }
        }
        return new FreezeCalendar(windows);
    }
}
