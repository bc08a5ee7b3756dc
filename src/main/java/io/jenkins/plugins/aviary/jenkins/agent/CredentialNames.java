package io.jenkins.plugins.aviary.jenkins.agent;

import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.model.Environment;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which credentials an operation needs: those that its parameters name, and those that the shared environments, or else
 * {@code aviary.yml}, name for the environments that its parameters name. It gets no others.
 */
final class CredentialNames {
    /** How large an {@code aviary.yml} may be that is read for its credentials. */
    static final int LARGEST_CONFIG = 1 << 20;

    private static final String IN_ENVIRONMENT = "credentials:";
    private static final String ID = "[A-Za-z0-9][A-Za-z0-9._-]{0,127}";

    private CredentialNames() {}

    static Set<String> of(
            Map<String, ?> parameters, byte[] config, Map<String, String> variables, Map<String, Environment> shared) {
        Set<String> names = new TreeSet<>();
        named(parameters, names);
        Map<String, Environment> environments = new LinkedHashMap<>(own(config, variables));
        environments.putAll(shared);
        for (Environment environment : environments.values()) {
            if (parameters.containsValue(environment.name())) {
                environment.worlds().forEach(world -> add(names, world));
            }
        }
        return valid(names);
    }

    private static Map<String, Environment> own(byte[] config, Map<String, String> variables) {
        if (config.length == 0 || config.length >= LARGEST_CONFIG) {
            return Map.of();
        }
        try {
            String text = new String(config, StandardCharsets.UTF_8);
            return AviaryConfig.parse(AviaryConfig.FILE_NAME, text, variables).environments();
        } catch (OperationFailure e) {
            // The operation reads the file too, and tells what is wrong with it where its user looks.
            return Map.of();
        }
    }

    private static void named(Object given, Set<String> names) {
        if (given instanceof Map<?, ?> object) {
            object.forEach((name, value) -> {
                boolean credential =
                        String.valueOf(name).toLowerCase(Locale.ROOT).contains("credential");
                if (credential && value instanceof String id) {
                    names.add(id);
                } else {
                    named(value, names);
                }
            });
        } else if (given instanceof Collection<?> items) {
            items.forEach(item -> named(item, names));
        }
    }

    private static void add(Set<String> names, World world) {
        names.add(world.host().credentials());
        world.database().ifPresent(database -> names.add(database.credentials()));
        for (String value : world.launch().environment().values()) {
            if (value.startsWith(IN_ENVIRONMENT)) {
                names.add(value.substring(IN_ENVIRONMENT.length()));
            }
        }
    }

    private static Set<String> valid(Set<String> names) {
        names.removeIf(name -> !name.matches(ID));
        return names;
    }
}
