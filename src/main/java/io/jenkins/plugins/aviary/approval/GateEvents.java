package io.jenkins.plugins.aviary.approval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.ledger.LedgerEvent;
import io.jenkins.plugins.aviary.ledger.Recorded;
import io.jenkins.plugins.aviary.model.CanonicalJson;
import io.jenkins.plugins.aviary.model.Digest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;

/** The events of a gate, and how their payloads are written and read. */
final class GateEvents {
    static final String PREFIX = "approval.";
    static final String REQUESTED = "approval.requested";
    static final String VOTED = "approval.voted";
    static final String WITHDRAWN = "approval.withdrawn";
    static final String REBOUND = "approval.rebound";
    static final String ESCALATED = "approval.escalated";
    static final String EXPIRED = "approval.expired";
    static final String CANCELLED = "approval.cancelled";
    static final String BROKEN_GLASS = "approval.brokenglass";
    static final String SETTLED = "approval.settled";
    static final String DELEGATED = "approval.delegated";
    static final String UNDELEGATED = "approval.undelegated";

    private GateEvents() {}

    static ObjectNode requested(ApprovalRequest request) {
        ObjectNode payload = of(request.gate());
        payload.set("request", CanonicalJson.tree(request));
        return payload.put("subject", request.subject().hash().hex());
    }

    static ObjectNode voted(
            GateState gate, boolean approves, String comment, String behalfOf, Set<Principal> countsAs) {
        ObjectNode payload = about(gate);
        payload.put("vote", approves ? "approve" : "deny")
                .put("reason", comment)
                .put("behalfOf", behalfOf);
        ArrayNode list = payload.putArray("countsAs");
        countsAs.forEach(principal -> list.add(principal.toString()));
        return payload;
    }

    static ObjectNode rebound(String gate, ApprovalRequest now, String reason) {
        ObjectNode payload = of(gate).put("reason", reason);
        payload.set("to", CanonicalJson.tree(now.subject()));
        payload.set("request", CanonicalJson.tree(now));
        return payload;
    }

    /** The request as an event makes it; one of an older version tells the subject only. */
    static ApprovalRequest rebound(LedgerEvent event, ApprovalRequest before) {
        return event.payload().has("request")
                ? before.asIn(request(event))
                : before.about(CanonicalJson.value(event.payload().path("to"), ApprovalSubject.class));
    }

    /** The event that takes a vote back whose voter has lost the right to it. */
    static ObjectNode lapsed(GateState gate, Vote vote, String reason) {
        return about(gate).put("voter", vote.voter()).put("reason", reason);
    }

    /** Whose votes an event takes back: the actor's own, or those of who has lost the right to it. */
    static String withdrawn(LedgerEvent event) {
        String voter = text(event, "voter");
        return voter.isEmpty() ? event.actor().name() : voter;
    }

    static ObjectNode delegated(Delegation delegation) {
        ObjectNode payload = JsonNodeFactory.instance
                .objectNode()
                .put("to", delegation.to())
                .put("start", delegation.start().toString())
                .put("end", delegation.end().toString());
        delegation.aliases().stream().sorted().forEach(payload.withArray("aliases")::add);
        delegation.environments().stream().sorted().forEach(payload.withArray("environments")::add);
        return payload;
    }

    static Delegation delegation(LedgerEvent event) {
        try {
            return new Delegation(
                    event.actor().name(),
                    text(event, "to"),
                    Instant.parse(text(event, "start")),
                    Instant.parse(text(event, "end")),
                    texts(event, "aliases"),
                    texts(event, "environments"));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("A delegation has a start and an end", e);
        }
    }

    private static Set<String> texts(LedgerEvent event, String key) {
        Set<String> texts = new LinkedHashSet<>();
        event.payload().path(key).forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** The link that a vote came by, or empty. */
    static String link(LedgerEvent event) {
        return text(event, "link");
    }

    static ObjectNode about(GateState gate) {
        return of(gate.request().gate()).put("subject", gate.subject().hex());
    }

    static ObjectNode of(String gate) {
        return JsonNodeFactory.instance.objectNode().put("gate", gate);
    }

    static String gate(LedgerEvent event) {
        return text(event, "gate");
    }

    static ApprovalRequest request(LedgerEvent event) {
        return CanonicalJson.value(event.payload().path("request"), ApprovalRequest.class);
    }

    static boolean isAbout(LedgerEvent event, Digest subject) {
        return text(event, "subject").equals(subject.hex());
    }

    static boolean approves(LedgerEvent event) {
        return text(event, "vote").equals("approve");
    }

    static String reason(LedgerEvent event) {
        return text(event, "reason");
    }

    static Vote vote(Recorded recorded) {
        LedgerEvent event = recorded.event();
        Set<Principal> countsAs = new LinkedHashSet<>();
        for (JsonNode principal : event.payload().path("countsAs")) {
            countsAs.add(Principal.parse(principal.asText()));
        }
        return new Vote(
                event.actor().name(),
                text(event, "behalfOf"),
                text(event, "reason"),
                countsAs,
                event.time(),
                recorded.sequence());
    }

    static String text(LedgerEvent event, String key) {
        return event.payload().path(key).asText("");
    }
}
