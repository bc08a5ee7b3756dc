package io.jenkins.plugins.aviary.model;

import java.util.List;
import java.util.Optional;

/**
 * A group of worlds that get their releases together, such as staging or production.
 *
 * @param name its name
 * @param worlds its worlds, in the order in which they are delivered to
 * @param policy what it demands of a release
 */
public record Environment(String name, List<World> worlds, EnvironmentPolicy policy) {
    /** Copies the worlds. */
    public Environment {
        worlds = List.copyOf(worlds);
    }

    /** The world with the given name. */
    public Optional<World> world(String wanted) {
        return worlds.stream().filter(world -> world.name().equals(wanted)).findFirst();
    }
}
