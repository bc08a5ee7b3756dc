package io.jenkins.plugins.aviary.model;

import java.util.List;
import java.util.Map;

/**
 * How a world's server is started.
 *
 * @param systemdUnit the unit to start, or empty
 * @param command the command to start in the release's folder when there is no unit, or empty for the binary itself
 * @param environment variables for the server; a value {@code credentials:ID} is the text of that credential
 */
public record Launch(String systemdUnit, List<String> command, Map<String, String> environment) {
    /** Copies the lists. */
    public Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
