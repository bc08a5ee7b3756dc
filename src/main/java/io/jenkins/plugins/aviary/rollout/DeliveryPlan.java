package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.model.EnvironmentPolicy;
import java.time.Duration;
import java.util.Map;

/**
 * How a release is delivered to each world.
 *
 * @param deployment what the deliveries to all worlds have in common, for the events
 * @param strategy the strategy's name in the events
 * @param reason why it is delivered, or empty
 * @param backwards whether worlds go back: what they ran is bad then, and is not gone back to unasked
 * @param force whether a release that runs already is delivered again
 * @param evenUnsaved whether a server that does not save or stop is ended all the same
 * @param saveWithin how long a save may take
 * @param policy what the environment demands
 * @param overrides keys of {@code config.lua} that differ from the worlds' settings for now
 */
public record DeliveryPlan(
        String deployment,
        String strategy,
        String reason,
        boolean backwards,
        boolean force,
        boolean evenUnsaved,
        Duration saveWithin,
        EnvironmentPolicy policy,
        Map<String, String> overrides) {
    /** The strategy that dumps each world's database while its server is stopped. */
    static final String BLUE_GREEN = "blueGreen";

    /** Copies the overrides. */
    public DeliveryPlan {
        overrides = Map.copyOf(overrides);
    }

    /** Whether each world's database is dumped between its two servers. */
    boolean dumps() {
        return strategy.equals(BLUE_GREEN);
    }

    /** The same with other overrides. */
    public DeliveryPlan with(Map<String, String> others) {
        return new DeliveryPlan(
                deployment, strategy, reason, backwards, force, evenUnsaved, saveWithin, policy, others);
    }

    /** The same for a world that is only started anew. */
    public DeliveryPlan again() {
        return new DeliveryPlan(
                deployment,
                strategy,
                "started anew to be compared with",
                false,
                true,
                evenUnsaved,
                saveWithin,
                policy,
                Map.of());
    }

    /** The same backwards, for a reason of its own, with the configuration as it usually is. */
    public DeliveryPlan back(String why) {
        return new DeliveryPlan(deployment, strategy, why, true, force, evenUnsaved, saveWithin, policy, Map.of());
    }
}
