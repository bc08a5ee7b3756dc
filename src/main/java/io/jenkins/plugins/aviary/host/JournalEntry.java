package io.jenkins.plugins.aviary.host;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Objects;

/**
 * One line of a world folder's journal.
 *
 * @param time when
 * @param kind what happened to the release
 * @param release the name of the release's folder
 * @param digest the artifact's digest, or empty where only the name was known
 * @param actor who or what did it
 * @param reason why
 * @param deployment what the deliveries of one rollout have in common, as in the ledger, or empty
 */
public record JournalEntry(
        Instant time, Kind kind, String release, String digest, String actor, String reason, String deployment) {
    /** What can happen to a release on a host. */
    public enum Kind {
        /** The server is about to be stopped for it. */
        BEGUN,
        /** {@code current} points to it. */
        ACTIVATED,
        /** It was found good while it ran: it may be gone back to. */
        CONFIRMED,
        /** It was found bad: it is not gone back to unasked. */
        REJECTED,
        /** Its delivery ended before anything was changed. */
        ABANDONED
    }

    /** An entry, as it is read from the host; what a line lacks is taken as empty. */
    @JsonCreator
    public JournalEntry(
            @JsonProperty("time") Instant time,
            @JsonProperty("kind") Kind kind,
            @JsonProperty("release") String release,
            @JsonProperty("digest") String digest,
            @JsonProperty("actor") String actor,
            @JsonProperty("reason") String reason,
            @JsonProperty("deployment") String deployment) {
        this.time = Objects.requireNonNullElse(time, Instant.EPOCH);
        this.kind = Objects.requireNonNull(kind, "kind");
        this.release = Objects.requireNonNull(release, "release");
        this.digest = Objects.requireNonNullElse(digest, "");
        this.actor = Objects.requireNonNullElse(actor, "");
        this.reason = Objects.requireNonNullElse(reason, "");
        this.deployment = Objects.requireNonNullElse(deployment, "");
    }
}
