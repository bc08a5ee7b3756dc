package io.jenkins.plugins.aviary.release;

import java.time.Instant;

/**
 * A delivery's place in the queue of its environment.
 *
 * @param ticket the place of its request in the ledger; whoever comes later has a higher one
 * @param id tells it from all others, and its keeper whether it still lives
 * @param environment the environment
 * @param keeper who can tell whether it still lives: one controller, or the processes of one machine
 * @param run the build or process that delivers
 * @param step what delivers
 * @param actor who began it
 * @param since when it came
 */
public record Turn(
        long ticket,
        String id,
        String environment,
        String keeper,
        String run,
        String step,
        String actor,
        Instant since) {
    /** Who that is, for people. */
    public String text() {
        return step + " of " + run + " by " + actor;
    }
}
