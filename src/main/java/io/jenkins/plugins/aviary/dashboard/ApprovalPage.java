package io.jenkins.plugins.aviary.dashboard;

import io.jenkins.plugins.aviary.approval.ApprovalRequest;
import io.jenkins.plugins.aviary.approval.ApprovalRule;
import io.jenkins.plugins.aviary.approval.GateState;
import io.jenkins.plugins.aviary.approval.Principal;
import io.jenkins.plugins.aviary.approval.Settlement;
import io.jenkins.plugins.aviary.approval.Vote;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The gates: who is asked for what, who agreed, who is missing. */
final class ApprovalPage {
    private final ReadModel model;

    ApprovalPage(ReadModel model) {
        this.model = model;
    }

    /** Which gates are shown. */
    enum Which {
        /** Those that wait. */
        WAITING,
        /** Those that ended. */
        SETTLED,
        /** All. */
        ALL
    }

    Map<String, DashboardApi.Address> addresses() {
        return Map.of(
                "approvals",
                new DashboardApi.Address(
                        Set.of("state", "environment", "skip", "limit"), (rest, query) -> Optional.of(list(query))));
    }

    private Page<Gate> list(Query query) {
        Which which = query.choice("state", Which.ALL, Which.class);
        Instant now = model.now();
        return Page.of(
                        model.gates().all().stream()
                                .filter(gate -> which == Which.ALL || (which == Which.WAITING) == waits(gate, now))
                                .filter(gate -> query.text("environment").isEmpty()
                                        || gate.request()
                                                .subject()
                                                .environment()
                                                .equals(query.text("environment")))
                                .toList(),
                        query)
                .map(gate -> Gate.of(gate, now));
    }

    /** Whether somebody can still vote. */
    static boolean waits(GateState gate, Instant now) {
        return gate.pending() && now.isBefore(gate.expires());
    }

    /**
     * A gate.
     *
     * @param gate its id
     * @param run the run that waits
     * @param environment where the release is to go
     * @param release the digest of the artifact
     * @param version its version
     * @param runs what runs there now
     * @param subject the digest of what is approved
     * @param config the digest of the configuration in it
     * @param plan the digest of the plan of migrations in it
     * @param message what the requester has to say
     * @param requester who asks
     * @param authors who wrote the release's commits
     * @param migrations the migrations that come with it
     * @param evidence the gates it has passed
     * @param rule who must agree
     * @param missing who is missing still
     * @param votes the approvals
     * @param voided why votes were voided
     * @param opened when it was asked
     * @param expires when it closes by itself
     * @param escalates when others may agree as well
     * @param escalated whether they may
     * @param state {@code waiting}, {@code approved}, {@code broken_glass}, {@code denied}, {@code expired} or {@code
     *     cancelled}
     * @param settled how it ended
     */
    record Gate(
            String gate,
            String run,
            String environment,
            String release,
            String version,
            String runs,
            String subject,
            String config,
            String plan,
            String message,
            String requester,
            List<String> authors,
            List<ApprovalRequest.Migration> migrations,
            List<ApprovalRequest.Evidence> evidence,
            String rule,
            List<String> missing,
            List<Ballot> votes,
            List<String> voided,
            Instant opened,
            Instant expires,
            Optional<Instant> escalates,
            boolean escalated,
            String state,
            Optional<End> settled) {
        static Gate of(GateState gate, Instant now) {
            ApprovalRequest request = gate.request();
            String state = waits(gate, now)
                    ? "waiting"
                    : gate.settlement()
                            .map(Settlement::outcome)
                            .orElse(Settlement.Outcome.EXPIRED)
                            .name()
                            .toLowerCase(Locale.ROOT);
            return new Gate(
                    request.gate(),
                    request.run(),
                    request.subject().environment(),
                    request.subject().artifact().hex(),
                    request.version(),
                    request.runs(),
                    gate.subject().hex(),
                    request.subject().config().hex(),
                    request.subject().migrations().hex(),
                    request.message(),
                    request.requester(),
                    request.authors(),
                    request.migrations(),
                    request.evidence(),
                    gate.rule().text(),
                    gate.pending()
                            ? gate.missing().stream()
                                    .map(ApprovalRule.Quorum::text)
                                    .toList()
                            : List.of(),
                    gate.votes().stream().map(Ballot::of).toList(),
                    gate.voided(),
                    gate.opened(),
                    gate.expires(),
                    gate.escalates(),
                    gate.escalated(),
                    state,
                    gate.settlement().map(End::of));
        }
    }

    /**
     * An approval.
     *
     * @param voter who approved
     * @param behalfOf for whom, or empty
     * @param comment what they said
     * @param countsAs what they are in the rule
     * @param at when
     * @param sequence the event
     */
    record Ballot(String voter, String behalfOf, String comment, List<String> countsAs, Instant at, long sequence) {
        static Ballot of(Vote vote) {
            return new Ballot(
                    vote.voter(),
                    vote.behalfOf(),
                    vote.comment(),
                    vote.countsAs().stream().map(Principal::toString).sorted().toList(),
                    vote.at(),
                    vote.sequence());
        }
    }

    /**
     * How a gate ended.
     *
     * @param by whose deed ended it
     * @param reason why
     * @param at when
     * @param sequence the event
     */
    record End(String by, String reason, Instant at, long sequence) {
        static End of(Settlement settlement) {
            return new End(settlement.by(), settlement.reason(), settlement.at(), settlement.sequence());
        }
    }
}
