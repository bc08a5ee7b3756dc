package io.jenkins.plugins.aviary.rollout.stage;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;

/**
 * What happens to a rollout: what its work came to, and what people want. Each is a fact with its time; the state is what
 * all of them together make it.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = RolloutInput.Begun.class, name = "begun"),
    @JsonSubTypes.Type(value = RolloutInput.Applied.class, name = "applied"),
    @JsonSubTypes.Type(value = RolloutInput.NotApplied.class, name = "notApplied"),
    @JsonSubTypes.Type(value = RolloutInput.Watched.class, name = "watched"),
    @JsonSubTypes.Type(value = RolloutInput.Judged.class, name = "judged"),
    @JsonSubTypes.Type(value = RolloutInput.RolledBack.class, name = "rolledBack"),
    @JsonSubTypes.Type(value = RolloutInput.NotRolledBack.class, name = "notRolledBack"),
    @JsonSubTypes.Type(value = RolloutInput.Wish.class, name = "wish")
})
public sealed interface RolloutInput {
    /** When it happened. */
    Instant at();

    /**
     * The work of a stage begins.
     *
     * @param stage the stage's index
     */
    record Begun(Instant at, int stage) implements RolloutInput {}

    /**
     * The work of a stage is done.
     *
     * @param stage the stage's index
     */
    record Applied(Instant at, int stage) implements RolloutInput {}

    /**
     * The work of a stage went wrong.
     *
     * @param stage the stage's index
     * @param reason why
     */
    record NotApplied(Instant at, int stage, String reason) implements RolloutInput {}

    /**
     * A stage was watched for as long as it is to be.
     *
     * @param stage the stage's index
     */
    record Watched(Instant at, int stage) implements RolloutInput {}

    /**
     * An analysis came to a finding.
     *
     * @param stage the stage's index
     * @param finding what it found
     * @param reason why
     */
    record Judged(Instant at, int stage, Finding finding, String reason) implements RolloutInput {}

    /** Everything is as it was before the rollout. */
    record RolledBack(Instant at) implements RolloutInput {}

    /**
     * Not everything could be brought back.
     *
     * @param reason why
     */
    record NotRolledBack(Instant at, String reason) implements RolloutInput {}

    /**
     * A person wants something.
     *
     * @param what what they want
     * @param who who they are
     * @param reason why
     */
    record Wish(Instant at, Kind what, String who, String reason) implements RolloutInput {
        /** What people can want of a rollout. */
        public enum Kind {
            /** To stop before the next step. */
            PAUSE,
            /** To go on. */
            RESUME,
            /** To go on with the next stage without waiting for this one's verdict. */
            SKIP,
            /** To end here and leave everything as it is. */
            ABORT,
            /** To bring back what ran before. */
            ROLLBACK
        }
    }
}
