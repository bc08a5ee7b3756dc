package io.jenkins.plugins.aviary.release;

import io.jenkins.plugins.aviary.approval.GatePolicy;
import io.jenkins.plugins.aviary.artifact.ArtifactStore;
import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.ledger.EventQuery;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.model.EnvironmentPolicy;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A delivery, as far as an environment's policy cares for it: it is refused before anything is touched unless the release
 * brings everything that {@code promoteRelease} would ask for. To be asked by whoever keeps the ledger, never on an agent.
 *
 * <p>What takes a bad release back is never held up: {@code rollbackRelease} to what ran there, a rollout that began and
 * goes on or is taken back, and the end that is made of a delivery that was broken off.
 *
 * @param environment where it goes to
 * @param release what is delivered
 * @param rollout the id of the rollout that it goes on with, or empty
 * @param back whether it is meant to go back to what ran there before
 */
public record DeliveryDemand(String environment, Digest release, String rollout, boolean back) {
    private static final String DIGEST = "[0-9a-f]{64}";
    /**
     * What a step wants to deliver; nothing if it delivers nothing, or goes back to what only the host knows.
     *
     * @param step its name in a Jenkinsfile
     * @param parameters what it was given; a release that is no digest is refused by the step itself
     */
    public static Optional<DeliveryDemand> of(String step, Map<String, ?> parameters) {
        boolean back = step.equals("rollbackRelease");
        boolean forth = step.equals("deployRelease") || step.equals("canaryRelease");
        String release = text(parameters, back ? "to" : "release");
        if (!back && !forth || !release.matches(DIGEST)) {
            return Optional.empty();
        }
        return Optional.of(new DeliveryDemand(
                text(parameters, "environment"),
                new Digest(release),
                step.equals("canaryRelease") ? text(parameters, "resume") : "",
                back));
    }

    private static String text(Map<String, ?> parameters, String name) {
        return Objects.toString(parameters.get(name), "").strip();
    }

    /**
     * Why it must not be delivered now, with everything that is missing; nothing if it may.
     *
     * @param config the configuration from the protected branch or the administrators
     * @param store where releases are
     * @param home Aviary's folder, with the provenance of artifacts and the public keys
     * @param now the present
     * @throws io.jenkins.plugins.aviary.operation.InvalidParameter if a rule or a freeze window in the file cannot be read
     */
    public Optional<String> refusal(AviaryConfig config, ArtifactStore store, Path home, Ledger ledger, Instant now) {
        requireReadable(config);
        EnvironmentPolicy policy = config.environment(environment).policy();
        if (!policy.demandsSomething() || isUnderWay(ledger) || back && ranThere(ledger)) {
            return Optional.empty();
        }
        List<Requirement> missing = new PromotionCheck(config, store, home, ledger, now)
                .requirements(environment, release).stream()
                        .filter(one -> !one.met())
                        .toList();
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(version(store) + " may not go to " + environment + " yet, and nothing was touched: "
                        + Requirement.text(missing));
    }

    /** A rule that nobody can read must not be found out when somebody has to decide by it. */
    private static void requireReadable(AviaryConfig config) {
        config.environments().forEach((name, one) -> {
            one.policy().approval().ifPresent(demand -> GatePolicy.of(name, demand));
            GatePolicy.freezes(name, one.policy().freezes());
        });
    }

    private boolean isUnderWay(Ledger ledger) {
        if (rollout.isEmpty()) {
            return false;
        }
        return ledger
                .all(EventQuery.ALL.ofType("rollout.started").in(environment).about(release.hex()))
                .stream()
                .anyMatch(
                        one -> one.event().payload().path("deployment").asText().equals(rollout));
    }

    private boolean ranThere(Ledger ledger) {
        return ledger.history().all().stream()
                .filter(one -> one.environment().equals(environment))
                .anyMatch(one ->
                        one.release().equals(release.hex()) || one.fromRelease().equals(release.hex()));
    }

    private String version(ArtifactStore store) {
        try {
            return store.manifest(release).version();
        } catch (IOException | OperationFailure e) {
            // What is not in the store lacks more than its name; the list tells.
            return "The release " + release.brief();
        }
    }
}
