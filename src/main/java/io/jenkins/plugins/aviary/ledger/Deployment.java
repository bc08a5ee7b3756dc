package io.jenkins.plugins.aviary.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One delivery of a release to one world, as the ledger tells it. Texts that no event gave are empty.
 *
 * @param id what the deliveries of one rollout have in common; the run if the events name none
 * @param environment the environment
 * @param world the world
 * @param host the host
 * @param release the digest of what was delivered
 * @param version its version
 * @param fromRelease the digest of what ran before
 * @param fromVersion its version
 * @param result how it ended
 * @param actor who began it
 * @param run the build or process that did it
 * @param started when it began
 * @param finished when it ended, first as a success or failure
 * @param rolledBack when the previous release ran again
 * @param detected when somebody or something saw that it was bad
 * @param reason why it was begun or, once it went wrong, what went wrong
 * @param unplanned whether it was to mend something that players saw
 * @param commits when the commits were made that it brought
 * @param sequence the place of its first event in the ledger
 */
public record Deployment(
        String id,
        String environment,
        String world,
        String host,
        String release,
        String version,
        String fromRelease,
        String fromVersion,
        Result result,
        String actor,
        String run,
        Instant started,
        Optional<Instant> finished,
        Optional<Instant> rolledBack,
        Optional<Instant> detected,
        String reason,
        boolean unplanned,
        List<Instant> commits,
        long sequence) {
    /** Copies the commits. */
    public Deployment {
        commits = List.copyOf(commits);
    }

    /** How a deployment ended. */
    public enum Result {
        /** It has not ended. */
        RUNNING,
        /** The release runs. */
        SUCCESS,
        /** It failed. */
        FAILED,
        /** The previous release runs again. */
        ROLLEDBACK
    }

    Deployment finished(Result how, Instant when, String why) {
        return new Deployment(
                id,
                environment,
                world,
                host,
                release,
                version,
                fromRelease,
                fromVersion,
                how,
                actor,
                run,
                started,
                finished.isPresent() ? finished : Optional.of(when),
                rolledBack,
                detected,
                why.isEmpty() ? reason : why,
                unplanned,
                commits,
                sequence);
    }

    Deployment rolledBack(Instant when, Instant seen, String why) {
        return new Deployment(
                id,
                environment,
                world,
                host,
                release,
                version,
                fromRelease,
                fromVersion,
                Result.ROLLEDBACK,
                actor,
                run,
                started,
                finished.isPresent() ? finished : Optional.of(when),
                Optional.of(when),
                Optional.of(seen),
                why.isEmpty() ? reason : why,
                unplanned,
                commits,
                sequence);
    }

    Deployment detected(Instant when) {
        return new Deployment(
                id,
                environment,
                world,
                host,
                release,
                version,
                fromRelease,
                fromVersion,
                result,
                actor,
                run,
                started,
                finished,
                rolledBack,
                detected.isPresent() ? detected : Optional.of(when),
                reason,
                unplanned,
                commits,
                sequence);
    }
}
