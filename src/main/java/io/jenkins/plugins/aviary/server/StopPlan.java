package io.jenkins.plugins.aviary.server;

import io.jenkins.plugins.aviary.model.EnvironmentPolicy;
import java.time.Duration;

/**
 * How a server is stopped.
 *
 * @param grace how long it may take
 * @param perPlayer what every player who is online adds to that: each is saved one after the other
 * @param mayForce whether it may be ended by force when that time is over; what was not saved by then is lost
 * @param overtime how much longer a server may take whose log says that it shuts down: there is no way back from that
 * @param coreWithin how long an ended server may take to write its core file before it is killed
 */
public record StopPlan(Duration grace, Duration perPlayer, boolean mayForce, Duration overtime, Duration coreWithin) {
    private static final Duration PER_PLAYER = Duration.ofMillis(100);
    private static final Duration CORE_WITHIN = Duration.ofSeconds(60);
    private static final Duration LEAST_OVERTIME = Duration.ofMinutes(5);
    private static final int OVERTIME = 5;

    /** As an environment's policy says, without force. */
    public static StopPlan of(EnvironmentPolicy policy) {
        return gently(policy.stopWithin());
    }

    /** Within a time, what players add not counted, without force; the overtime is five times that, and 5 min at least. */
    public static StopPlan gently(Duration grace) {
        Duration overtime = grace.multipliedBy(OVERTIME);
        return new StopPlan(
                grace,
                PER_PLAYER,
                false,
                overtime.compareTo(LEAST_OVERTIME) < 0 ? LEAST_OVERTIME : overtime,
                CORE_WITHIN);
    }

    /** The same, and by force when its time is over: only where what is lost was agreed to. */
    public StopPlan orByForce() {
        return new StopPlan(grace, perPlayer, true, overtime, coreWithin);
    }

    /** How long a server with so many players may take. */
    public Duration patience(int players) {
        return grace.plus(perPlayer.multipliedBy(Math.max(0, players)));
    }
}
