package io.jenkins.plugins.aviary.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One try to deliver a release to one world, as the ledger tells it; see {@code docs/reference/dora.md}. Texts that no event gave are empty.
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
 * @param finished when it ended first, in whatever way
 * @param rolledBack when the previous release ran again
 * @param told when events say that it was seen to be bad
 * @param noticed when it was found to be bad at the latest
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
        Optional<Instant> told,
        Optional<Instant> noticed,
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

    /** When it was seen that it was bad: when events say so, or else when that was found at the latest. */
    public Optional<Instant> detected() {
        return told.or(() -> noticed);
    }

    /** Whether it has ended otherwise than well. */
    boolean bad() {
        return result == Result.FAILED || result == Result.ROLLEDBACK;
    }

    /** The same after a {@code deployment.finished}; what was bad is not made good by it. */
    Deployment finished(boolean success, Instant when, String why, Optional<Instant> detectedAt) {
        Result how = bad() ? result : success ? Result.SUCCESS : Result.FAILED;
        return ended(
                how,
                when,
                rolledBack,
                earliest(told, detectedAt),
                success ? noticed : earliest(noticed, Optional.of(when)),
                success ? "" : why);
    }

    /** The same after a {@code deployment.rolledback}. */
    Deployment rolledBack(Instant when, Instant seen, String why, Optional<Instant> detectedAt) {
        return ended(
                Result.ROLLEDBACK,
                when,
                rolledBack.isPresent() ? rolledBack : Optional.of(when),
                earliest(told, detectedAt),
                earliest(noticed, Optional.of(seen)),
                why);
    }

    private static Optional<Instant> earliest(Optional<Instant> one, Optional<Instant> other) {
        return Stream.concat(one.stream(), other.stream()).min(Instant::compareTo);
    }

    private Deployment ended(
            Result how,
            Instant when,
            Optional<Instant> back,
            Optional<Instant> toldNow,
            Optional<Instant> noticedNow,
            String why) {
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
                back,
                toldNow,
                noticedNow,
                why.isEmpty() ? reason : why,
                unplanned,
                commits,
                sequence);
    }
}
