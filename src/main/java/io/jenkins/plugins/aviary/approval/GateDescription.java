package io.jenkins.plugins.aviary.approval;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What somebody should read before they vote, in lines: the same in logs, in commands and in letters. */
public final class GateDescription {
    private static final int SHOWN_AUTHORS = 10;

    private GateDescription() {}

    /** Who asks for what, where it goes and who must agree, in one sentence. */
    public static String headline(GateState gate) {
        ApprovalRequest request = gate.request();
        return request.requester() + " asks " + gate.rule().text() + " to approve " + request.version() + " ("
                + request.subject().artifact().brief() + ") for "
                + request.subject().environment()
                + (request.runs().isEmpty() ? "" : ", where " + request.runs() + " runs now");
    }

    /** What the release brings over what runs now, a few lines for each release that runs. */
    public static List<String> differences(GateState gate) {
        return gate.request().differences().stream()
                .flatMap(one -> one.lines().stream())
                .toList();
    }

    /** All of it below the headline: the message, the difference, migrations, evidence, votes and how it stands. */
    public static List<String> lines(GateState gate) {
        ApprovalRequest request = gate.request();
        List<String> lines = new ArrayList<>();
        if (!request.message().isEmpty()) {
            lines.add("message: " + request.message().replaceAll("\\p{Cntrl}+", " "));
        }
        if (!request.authors().isEmpty()) {
            lines.add("authors: "
                    + request.authors().stream().limit(SHOWN_AUTHORS).collect(Collectors.joining(", "))
                    + (request.authors().size() > SHOWN_AUTHORS
                            ? " and " + (request.authors().size() - SHOWN_AUTHORS) + " more"
                            : ""));
        }
        differences(gate).forEach(line -> lines.add("difference: " + line));
        request.migrations().forEach(one -> lines.add("migration " + one.name() + ": " + one.risk()));
        request.evidence().forEach(one -> lines.add("evidence " + one.name() + ": " + one.result()));
        gate.votes().forEach(vote -> lines.add("agreed: " + vote(vote)));
        lines.addAll(gate.voided());
        return lines;
    }

    /** A vote in words. */
    public static String vote(Vote vote) {
        return vote.voter()
                + (vote.behalfOf().isEmpty() ? "" : " for " + vote.behalfOf())
                + " as "
                + vote.countsAs().stream().map(Principal::toString).sorted().collect(Collectors.joining(", "))
                + " at " + vote.at()
                + (vote.comment().isEmpty() ? "" : ": " + vote.comment().replaceAll("\\p{Cntrl}+", " "));
    }

    /** Who is missing still. */
    public static String missing(GateState gate) {
        return gate.missing().stream().map(ApprovalRule.Quorum::text).collect(Collectors.joining(" and "));
    }
}
