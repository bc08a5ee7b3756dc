package io.jenkins.plugins.aviary.jenkins.page;

import io.jenkins.plugins.aviary.approval.ApprovalRequest;
import io.jenkins.plugins.aviary.approval.GateDescription;
import io.jenkins.plugins.aviary.approval.GateState;
import io.jenkins.plugins.aviary.approval.Vote;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A gate that waits, as the page shows it. All its texts come from pipelines and people, and are escaped by the page. */
public final class WaitingGate implements Comparable<WaitingGate> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final GateState gate;
    private final boolean mine;
    private final Place place;
    private final List<String> absent;

    WaitingGate(GateState gate, boolean mine, Place place) {
        this(gate, mine, place, List.of());
    }

    /** With those for whom the present user may vote there. */
    WaitingGate(GateState gate, boolean mine, Place place, List<String> absent) {
        this.gate = gate;
        this.mine = mine;
        this.place = place;
        this.absent = List.copyOf(absent);
    }

    /** The ids of those for whom the present user may vote here. */
    public List<String> getAbsent() {
        return absent;
    }

    /** What the release brings over what runs there now, in lines. */
    public List<String> getDifferences() {
        return GateDescription.differences(gate);
    }

    /** The votes, one line each. */
    public List<String> getVotes() {
        return gate.votes().stream().map(GateDescription::vote).toList();
    }

    /** The gate's id. */
    public String getId() {
        return gate.request().gate();
    }

    /** The digest of what a vote is for. */
    public String getSubject() {
        return gate.subject().hex();
    }

    /** What is asked: the release, the environment, the message, migrations and evidence. */
    public ApprovalRequest getRequest() {
        return gate.request();
    }

    /** Where the release is to go. */
    public String getEnvironment() {
        return gate.request().subject().environment();
    }

    /** The release's version. */
    public String getVersion() {
        return gate.request().version();
    }

    /** What runs there now. */
    public String getRuns() {
        return gate.request().runs();
    }

    /** What the requester says. */
    public String getMessage() {
        return gate.request().message();
    }

    /** Who asks. */
    public String getRequester() {
        return gate.request().requester();
    }

    /** The run that waits. */
    public String getRun() {
        return gate.request().run();
    }

    /** The address of the run that waits, below Jenkins's own; empty if its job is gone. */
    public String getRunUrl() {
        int hash = getRun().lastIndexOf('#');
        return place.url().isEmpty() ? "" : place.url() + getRun().substring(hash + 1) + "/";
    }

    /** Who must agree. */
    public String getRule() {
        return gate.rule().text();
    }

    /** Who is missing still. */
    public String getMissing() {
        return GateDescription.missing(gate);
    }

    /** Those who agreed. */
    public String getApproved() {
        return gate.votes().stream().map(Vote::voter).collect(Collectors.joining(", "));
    }

    /** When it closes. */
    public String getExpires() {
        return TIME.format(gate.expires());
    }

    /** The migrations, one line each. */
    public List<String> getMigrations() {
        return gate.request().migrations().stream()
                .map(one -> one.name() + ": " + one.risk())
                .toList();
    }

    /** The gates that the release has passed, one line each. */
    public List<String> getEvidence() {
        return gate.request().evidence().stream()
                .map(one -> one.name() + ": " + one.result())
                .toList();
    }

    /** Why earlier votes are void, one line each. */
    public List<String> getVoided() {
        return gate.voided();
    }

    /** Whether it waits for the present user. */
    public boolean isMine() {
        return mine;
    }

    /** Whether the present user has voted. */
    public boolean isVoted() {
        return gate.votes().stream().anyMatch(vote -> place.isVisitor(vote.voter()));
    }

    /** Whether the present user may open it alone in an emergency. */
    public boolean isBreakable() {
        return !gate.request().policy().breakGlass().isEmpty() && place.may(Right.BREAK_GLASS);
    }

    private boolean asks() {
        return mine || !absent.isEmpty();
    }

    @Override
    public int compareTo(WaitingGate other) {
        return Boolean.compare(other.asks(), asks());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WaitingGate that && getId().equals(that.getId());
    }

    @Override
    public int hashCode() {
        return getId().hashCode();
    }
}
