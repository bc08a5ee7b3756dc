package io.jenkins.plugins.aviary.cli.pipeline.step;

import io.jenkins.plugins.aviary.cli.pipeline.engine.CredentialVariables;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Described;
import io.jenkins.plugins.aviary.cli.pipeline.engine.PipelineStep;
import io.jenkins.plugins.aviary.cli.pipeline.engine.StepCall;
import io.jenkins.plugins.aviary.cli.pipeline.engine.StepSignature;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import java.io.IOException;
import java.util.Collection;
import java.util.List;

/** {@code withCredentials}. */
final class CredentialSteps {
    private CredentialSteps() {}

    static List<PipelineStep> all() {
        return List.of(PipelineStep.of(
                StepSignature.of("withCredentials").sole("bindings").around(StepSignature.Block.REQUIRED),
                CredentialSteps::withCredentials));
    }

    private static Object withCredentials(StepCall call) throws IOException, InterruptedException {
        if (!(call.arguments().get("bindings") instanceof Collection<?> bindings)) {
            throw new InvalidParameter(
                    "'withCredentials' needs a list, as in withCredentials([string(credentialsId: 'id', variable: 'V')])");
        }
        try (CredentialVariables variables = new CredentialVariables(call.scope())) {
            for (Object binding : bindings) {
                if (!(binding instanceof Described described)) {
                    throw new InvalidParameter("'withCredentials' knows bindings such as string(...), not " + binding);
                }
                bind(described, variables);
            }
            return call.bodyIn(call.scope().with(variables.variables())).call();
        }
    }

    private static void bind(Described binding, CredentialVariables variables) throws IOException {
        String id = needed(binding, "credentialsId");
        switch (binding.symbol()) {
            case "string" -> variables.text(id, needed(binding, "variable"));
            case "file" -> variables.file(id, needed(binding, "variable"));
            case "usernamePassword" ->
                variables.userAndPassword(id, needed(binding, "usernameVariable"), needed(binding, "passwordVariable"));
            case "usernameColonPassword" -> variables.userColonPassword(id, needed(binding, "variable"));
            case "sshUserPrivateKey" ->
                variables.key(id, needed(binding, "keyFileVariable"), binding.text("usernameVariable", ""));
            default ->
                throw new InvalidParameter("'withCredentials' does not know the binding '" + binding.symbol()
                        + "'; it knows string, file, usernamePassword, usernameColonPassword, sshUserPrivateKey");
        }
    }

    private static String needed(Described binding, String name) {
        String value = binding.text(name, "");
        if (value.isEmpty()) {
            throw new InvalidParameter("'" + binding.symbol() + "' in 'withCredentials' needs '" + name + "'");
        }
        return value;
    }
}
