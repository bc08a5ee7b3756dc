package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.model.World;

/**
 * What a rollout did to a world.
 *
 * @param world its name
 * @param host the name of its host
 * @param state how it ended
 * @param release the name of the release that it runs now, or empty if none or nobody knows
 * @param previous the name of the release that it ran before, or empty
 * @param reason why it ended so
 * @param downtimeMillis how long players could not play, in milliseconds; 0 if they could all the time
 * @param sentBytes how many bytes travelled to the host
 */
public record WorldOutcome(
        String world,
        String host,
        WorldState state,
        String release,
        String previous,
        String reason,
        long downtimeMillis,
        long sentBytes) {
    /** What became of a world that nothing travelled to and that was not down for it. */
    static WorldOutcome of(World world, WorldState state, String release, String previous, String reason) {
        return new WorldOutcome(world.name(), world.host().name(), state, release, previous, reason, 0, 0);
    }

    /** One line for people. */
    public String line() {
        return world + " on " + host + ": "
                + switch (state) {
                    case DELIVERED ->
                        "runs " + release + ", was down for " + downtimeMillis + " ms"
                                + (reason.isEmpty() ? "" : "; " + reason);
                    case UNCHANGED -> "ran " + release + " already";
                    case ROLLED_BACK -> "runs " + release + " again: " + reason;
                    case FAILED -> "FAILED: " + reason;
                    case UNTOUCHED ->
                        "untouched" + (release.isEmpty() ? "" : ", runs " + release)
                                + (reason.isEmpty() ? "" : ": " + reason);
                };
    }
}
