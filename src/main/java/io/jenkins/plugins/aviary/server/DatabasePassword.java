package io.jenkins.plugins.aviary.server;

import io.jenkins.plugins.aviary.model.DatabaseAddress;
import io.jenkins.plugins.aviary.model.Launch;
import io.jenkins.plugins.aviary.model.World;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a server gets the password of its database: its {@code config.lua} reads a variable of its environment, which only
 * its own process is given when it is started. Whoever starts a server gives it.
 */
public final class DatabasePassword {
    /** The variable with the password. */
    public static final String VARIABLE = "AVIARY_DATABASE_PASSWORD";

    private static final String CREDENTIALS = "credentials:";

    private DatabasePassword() {}

    /**
     * A world with the password among its server's variables. A systemd unit takes no variables: its own {@code
     * EnvironmentFile} must have that one.
     */
    public static World givenTo(World world) {
        Optional<DatabaseAddress> database =
                world.database().filter(address -> !address.credentials().isEmpty());
        Launch launch = world.launch();
        if (database.isEmpty() || !launch.systemdUnit().isEmpty()) {
            return world;
        }
        Map<String, String> variables = new HashMap<>(launch.environment());
        variables.putIfAbsent(VARIABLE, CREDENTIALS + database.get().credentials());
        return new World(
                world.name(),
                world.environment(),
                world.host(),
                world.path(),
                world.ports(),
                world.database(),
                world.metricsUrl(),
                new Launch(launch.systemdUnit(), launch.command(), variables),
                world.settings(),
                world.hooks());
    }
}
