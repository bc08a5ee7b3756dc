package io.jenkins.plugins.aviary.cli;

import io.jenkins.plugins.aviary.operation.Masking;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.Secret;
import io.jenkins.plugins.aviary.operation.Secrets;
import java.util.Map;

/** The credentials that the plugin sent along, all of them hidden in the log from the start. */
final class ReceivedSecrets implements Secrets {
    private static final String USERNAME = ".username";

    private final Map<String, Secret> received;

    ReceivedSecrets(Map<String, Secret> received, Masking masking) {
        this.received = Map.copyOf(received);
        received.forEach((name, secret) -> {
            if (!name.endsWith(USERNAME)) {
                masking.add(secret.reveal());
            }
        });
    }

    @Override
    public Secret text(String id) {
        Secret secret = received.get(id);
        if (secret == null) {
            throw new OperationFailure("There is no credential '" + id
                    + "' for this run; add one with this id to Jenkins, in a scope that the job may use, and name it in"
                    + " the step or in aviary.yml.");
        }
        return secret;
    }

    @Override
    public String username(String id) {
        Secret name = received.get(id + USERNAME);
        return name == null ? "" : name.reveal();
    }
}
