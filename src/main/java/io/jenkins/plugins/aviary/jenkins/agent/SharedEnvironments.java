package io.jenkins.plugins.aviary.jenkins.agent;

import hudson.AbortException;
import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.jenkins.configuration.AviaryConfiguration;
import io.jenkins.plugins.aviary.model.Environment;
import java.util.Map;

/**
 * What administrators say of the environment that an operation's parameters name: it goes to the agent and stands there for
 * whatever the workspace says of it, so that what was approved is where it is delivered to.
 *
 * @param environments the shared environments, by name; none if the operation is about none of them
 * @param text the text that says so, or empty
 */
public record SharedEnvironments(Map<String, Environment> environments, String text) {
    private static final SharedEnvironments NONE = new SharedEnvironments(Map.of(), "");

    /**
     * Those that an operation with these parameters needs.
     *
     * @throws AbortException if the parameters name an environment that only a workspace knows, and administrators allow none
     */
    static SharedEnvironments of(Map<String, ?> parameters) throws AbortException {
        AviaryConfiguration configuration = AviaryConfiguration.get();
        Map<String, Environment> shared =
                configuration.shared().map(AviaryConfig::environments).orElse(Map.of());
        if (shared.keySet().stream().anyMatch(parameters::containsValue)) {
            return new SharedEnvironments(shared, configuration.getEnvironments());
        }
        if (configuration.isOnlySharedEnvironments() && parameters.get("environment") instanceof String other) {
            throw refused(other);
        }
        return NONE;
    }

    /** That an environment is not shared, where only shared ones are allowed. */
    public static AbortException refused(String environment) {
        return new AbortException("The environment '" + environment + "' is not among the shared environments, and the"
                + " administrators allow no others; add it there (Manage Jenkins > System > Aviary).");
    }
}
