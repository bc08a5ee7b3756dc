package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.host.GameHost;
import io.jenkins.plugins.aviary.model.Ports;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.server.ConfigLua;
import io.jenkins.plugins.aviary.server.DatabasePassword;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The {@code config.lua} of one world, made from the {@code config.lua.dist} of a release: its ports, its database, its
 * settings. The password of the database is not in it: the server reads it from a variable of its own environment, and
 * only its process is given that.
 */
final class WorldConfig {
    /** The variable with the database's password. */
    static final String PASSWORD = DatabasePassword.VARIABLE;

    private static final int LARGEST = 4 << 20;
    private static final int READABLE = 0644;

    private final World world;

    WorldConfig(World world) {
        this.world = world;
    }

    /** The world, with the password of its database among its server's variables. */
    World world() {
        return DatabasePassword.givenTo(world);
    }

    /** Whether the release's configuration is what would be written. */
    boolean isWritten(GameHost host, String release, Map<String, String> overrides) throws InterruptedException {
        Optional<byte[]> wanted = wanted(host, release, overrides);
        return wanted.isEmpty() || Arrays.equals(wanted.get(), read(host, release + "/config.lua"));
    }

    /** Writes the release's configuration, if it has one to be made from. */
    void write(GameHost host, String release, Map<String, String> overrides) throws InterruptedException {
        Optional<byte[]> wanted = wanted(host, release, overrides);
        if (wanted.isPresent()) {
            host.writeAtomically(release + "/config.lua", wanted.get(), READABLE);
        }
    }

    private Optional<byte[]> wanted(GameHost host, String release, Map<String, String> overrides)
            throws InterruptedException {
        String template = release + "/config.lua.dist";
        if (!host.exists(template)) {
            if (!world.settings().isEmpty() || !overrides.isEmpty()) {
                throw new OperationFailure("The release in " + release + " has no config.lua.dist, so the settings of "
                        + world.qualifiedName() + " cannot be written; put it into the package, or take the settings"
                        + " away.");
            }
            return Optional.empty();
        }
        String text = new String(read(host, template), StandardCharsets.UTF_8);
        return Optional.of(configured(text, overrides).getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] read(GameHost host, String path) throws InterruptedException {
        return host.exists(path) ? host.read(path, 0, LARGEST) : new byte[0];
    }

    /** The template with what this world has. */
    String configured(String template, Map<String, String> overrides) {
        ConfigLua config = ConfigLua.parse(template);
        Map<String, String> values = derived();
        values.keySet().retainAll(Set.copyOf(config.keys()));
        values.putAll(world.settings());
        values.putAll(overrides);
        return config.with(values).text();
    }

    /** Whether a server that runs takes what differs when it reads its configuration again. */
    boolean isReloadable(GameHost host, String release, Map<String, String> overrides) throws InterruptedException {
        Optional<byte[]> wanted = wanted(host, release, overrides);
        if (wanted.isEmpty()) {
            return true;
        }
        ConfigLua now = ConfigLua.parse(new String(read(host, release + "/config.lua"), StandardCharsets.UTF_8));
        return now.changedKeys(ConfigLua.parse(new String(wanted.get(), StandardCharsets.UTF_8))).stream()
                .noneMatch(ConfigLua::isStartupOnly);
    }

    /** What follows from the world's address; a setting of the same name is stronger. */
    private Map<String, String> derived() {
        Map<String, String> derived = new LinkedHashMap<>();
        Ports ports = world.ports();
        derived.put("gameProtocolPort", String.valueOf(ports.game()));
        if (ports.login() != 0) {
            derived.put("loginProtocolPort", String.valueOf(ports.login()));
        }
        derived.put("statusProtocolPort", String.valueOf(ports.status()));
        world.database().ifPresent(database -> {
            derived.put("mysqlHost", database.host());
            derived.put("mysqlPort", String.valueOf(database.port()));
            derived.put("mysqlDatabase", database.name());
            derived.put("mysqlUser", database.user());
            if (!database.credentials().isEmpty()) {
                derived.put("mysqlPass", "os.getenv(\"" + PASSWORD + "\")");
            }
        });
        return derived;
    }
}
