package io.jenkins.plugins.aviary.model;

import java.util.Map;
import java.util.Optional;

/**
 * One game world: a server with its own database, which it shares with nobody. The unit of delivery.
 *
 * @param name its name, unique in its environment
 * @param environment the environment it belongs to
 * @param host the game host it runs on
 * @param path its folder on that host
 * @param ports where it listens
 * @param database where its players are
 * @param metricsUrl where its metrics are read in Prometheus's text format, if anywhere
 * @param launch how it is started
 * @param settings keys of {@code config.lua} with the values this world has
 * @param hooks what is run on its host after a delivery
 */
public record World(
        String name,
        String environment,
        HostAddress host,
        String path,
        Ports ports,
        Optional<DatabaseAddress> database,
        Optional<String> metricsUrl,
        Launch launch,
        Map<String, String> settings,
        DeployHooks hooks) {
    /** Copies the settings. */
    public World {
        settings = Map.copyOf(settings);
    }

    /** A world without hooks. */
    public World(
            String name,
            String environment,
            HostAddress host,
            String path,
            Ports ports,
            Optional<DatabaseAddress> database,
            Optional<String> metricsUrl,
            Launch launch,
            Map<String, String> settings) {
        this(name, environment, host, path, ports, database, metricsUrl, launch, settings, DeployHooks.NONE);
    }

    /** The name that is unique in the whole installation: {@code environment/world}. */
    public String qualifiedName() {
        return environment + "/" + name;
    }
}
