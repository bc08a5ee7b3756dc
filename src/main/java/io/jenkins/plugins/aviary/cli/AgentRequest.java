package io.jenkins.plugins.aviary.cli;

import io.jenkins.plugins.aviary.operation.InvalidParameter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the plugin asks for.
 *
 * @param step the step's name
 * @param parameters its parameters, as the pipeline gave them
 * @param workspace the folder of sources and results on the agent
 * @param home Aviary's folder on the agent
 * @param debug whether stack traces are shown
 */
record AgentRequest(String step, Map<String, Object> parameters, String workspace, String home, boolean debug) {
    AgentRequest {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters == null ? Map.of() : parameters));
        require("step", step);
        require("workspace", workspace);
        require("home", home);
    }

    private static void require(String name, String value) {
        if (value == null || value.isEmpty()) {
            throw new InvalidParameter(
                    "The request has no '" + name + "'; plugin and engine are of different versions.");
        }
    }
}
