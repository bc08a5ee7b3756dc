package io.jenkins.plugins.aviary.jenkins.agent;

import hudson.AbortException;
import io.jenkins.plugins.aviary.jenkins.Installation;
import io.jenkins.plugins.aviary.release.DeliveryDemand;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * Lets a delivery begin only if the release brings what its environment demands. The controller looks, before it starts
 * the process and before that gets any credentials: an agent is not trusted to refuse itself.
 */
final class DeliveryAdmission {
    private DeliveryAdmission() {}

    /**
     * Refuses a delivery that the policy does not let begin.
     *
     * @throws AbortException with everything that is missing
     * @throws io.jenkins.plugins.aviary.operation.InvalidParameter if the policy cannot be read
     */
    static void require(String step, Map<String, ?> given, StepContext context)
            throws IOException, InterruptedException {
        Optional<DeliveryDemand> asked = DeliveryDemand.of(step, given);
        if (asked.isPresent()) {
            String environment = asked.get().environment();
            EnvironmentSource source = EnvironmentSource.find(environment, context);
            if (source.config().environment(environment).policy().demandsSomething()) {
                source.warn(environment, context);
            }
            require(step, asked.get(), source);
        }
    }

    /** The same once more, when it is its turn: a freeze can have begun since, or somebody can have said no. */
    static void requireStill(String step, Map<String, ?> given, StepContext context)
            throws IOException, InterruptedException {
        Optional<DeliveryDemand> asked = DeliveryDemand.of(step, given);
        if (asked.isPresent()) {
            require(step, asked.get(), EnvironmentSource.find(asked.get().environment(), context));
        }
    }

    private static void require(String step, DeliveryDemand asked, EnvironmentSource source) throws AbortException {
        Installation installation = Installation.get();
        Optional<String> refusal = asked.refusal(
                source.config(),
                installation.artifacts(),
                installation.home(),
                installation.ledger(),
                installation.clock().instant());
        if (refusal.isPresent()) {
            throw new AbortException(step + ": " + refusal.get());
        }
    }
}
