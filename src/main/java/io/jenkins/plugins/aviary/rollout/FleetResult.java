package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.operation.Outcome;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a rollout did to an environment.
 *
 * @param deployment what its deliveries have in common in the ledger
 * @param environment the environment
 * @param release the digest of what was to be delivered, or empty if worlds got different ones
 * @param version its version
 * @param worlds what became of each world
 * @param durationMillis how long it took, in milliseconds
 */
public record FleetResult(
        String deployment,
        String environment,
        String release,
        String version,
        List<WorldOutcome> worlds,
        long durationMillis) {
    /** Copies the worlds. */
    public FleetResult {
        worlds = List.copyOf(worlds);
    }

    /** How the step ends. */
    Outcome<FleetResult> outcome(String what) {
        if (count(WorldState.FAILED) > 0) {
            return Outcome.failed(what + " failed: " + reasons(WorldState.FAILED) + rest(), this);
        }
        if (count(WorldState.ROLLED_BACK) > 0) {
            return Outcome.rolledBack(what + " was rolled back: " + reasons(WorldState.ROLLED_BACK) + rest(), this);
        }
        if (worlds.stream().allMatch(world -> world.state() == WorldState.UNCHANGED)) {
            return Outcome.done(what + ": runs already in all " + worlds.size() + " worlds; nothing was done", this);
        }
        long longest =
                worlds.stream().mapToLong(WorldOutcome::downtimeMillis).max().orElse(0);
        return Outcome.done(
                what + ": " + count(WorldState.DELIVERED) + " of " + worlds.size() + " worlds were delivered to"
                        + (count(WorldState.UNCHANGED) > 0 ? ", the others ran it already" : "")
                        + "; longest downtime " + longest + " ms",
                this);
    }

    private long count(WorldState state) {
        return worlds.stream().filter(world -> world.state() == state).count();
    }

    private String reasons(WorldState state) {
        return worlds.stream()
                .filter(world -> world.state() == state)
                .map(world -> world.world() + ": " + world.reason())
                .collect(Collectors.joining(" | "));
    }

    private String rest() {
        String others = worlds.stream()
                .filter(world -> world.state().isGood() || world.state() == WorldState.UNTOUCHED)
                .map(world ->
                        world.world() + " " + (world.state().isGood() ? "runs " + world.release() : "was not touched"))
                .collect(Collectors.joining(", "));
        return others.isEmpty() ? "" : " (" + others + ")";
    }
}
