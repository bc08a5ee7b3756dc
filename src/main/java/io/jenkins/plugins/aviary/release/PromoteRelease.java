package io.jenkins.plugins.aviary.release;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.artifact.ArtifactStore;
import io.jenkins.plugins.aviary.artifact.FolderArtifactStore;
import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.model.ArtifactManifest;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.operation.Event;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.Operation;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.operation.Parameter;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.operation.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Lets a release into the next environment, if it brings everything that the environment's policy demands; otherwise it
 * names everything that is missing. It delivers nothing itself: {@code deployRelease} or {@code canaryRelease} follow.
 */
@Step(
        name = "promoteRelease",
        summary = "Lets a release into an environment if it brings everything that the environment demands.")
public record PromoteRelease(
        @Parameter(value = "The environment of aviary.yml that the release is to go to", required = true)
        String environment,

        @Parameter(value = "The digest of the artifact, as canaryBuild returned it", required = true)
        String release,

        @Parameter("Whether to only tell what is missing, and promote nothing")
        boolean dryRun)
        implements Operation<PromoteRelease.Result> {
    /**
     * What was found.
     *
     * @param environment the environment
     * @param release the artifact's digest
     * @param version its version
     * @param promoted whether the release may go there
     * @param requirements everything that is demanded, met or not
     */
    public record Result(
            String environment, String release, String version, boolean promoted, List<Requirement> requirements) {
        /** Copies the list. */
        public Result {
            requirements = List.copyOf(requirements);
        }

        /** Everything that is missing, in one line. */
        public String missing() {
            return Requirement.text(
                    requirements.stream().filter(one -> !one.met()).toList());
        }
    }

    /** Refuses what cannot be a digest. */
    public PromoteRelease {
        try {
            release = new Digest(release).hex();
        } catch (IllegalArgumentException e) {
            throw new InvalidParameter(
                    "release is the artifact's digest, 64 hexadecimal digits as canaryBuild returns them, not '"
                            + release + "'",
                    e);
        }
    }

    @Override
    public Outcome<Result> run(RunContext context) {
        AviaryConfig config = AviaryConfig.read(context.path(AviaryConfig.FILE_NAME), context.environment());
        FolderArtifactStore store = FolderArtifactStore.inHome(context.home());
        Result result;
        try (Ledger ledger = Ledger.inHomeForReading(context.home(), context.clock())) {
            result =
                    check(config, store, context.home(), ledger, context.clock().instant());
        }
        result.requirements()
                .forEach(one ->
                        context.log().info((one.met() ? "  has    " : "  LACKS  ") + one.name() + ": " + one.text()));
        if (!result.promoted()) {
            return Outcome.failed(
                    result.version() + " may not go to " + environment + " yet: " + result.missing(), result);
        }
        if (dryRun) {
            return Outcome.done(result.version() + " may go to " + environment + "; nothing was promoted", result);
        }
        context.events().record(event(result));
        return Outcome.done("promoted " + result.version() + " to " + environment, result);
    }

    /**
     * Holds the release against what is demanded; records nothing.
     *
     * @param home Aviary's folder, with the provenance of artifacts and the public keys
     * @param now the present
     */
    public Result check(AviaryConfig config, ArtifactStore store, Path home, Ledger ledger, Instant now) {
        Digest digest = new Digest(release);
        ArtifactManifest manifest;
        try {
            store.verify(digest);
            manifest = store.manifest(digest);
        } catch (IOException e) {
            throw new OperationFailure("The artifact " + digest.brief() + " cannot be read: " + e.getMessage(), e);
        }
        List<Requirement> requirements =
                new PromotionCheck(config, store, home, ledger, now).requirements(environment, digest);
        return new Result(
                environment,
                release,
                manifest.version(),
                requirements.stream().allMatch(Requirement::met),
                requirements);
    }

    /** What is remembered of a promotion. */
    public static Event event(Result result) {
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        payload.put("to", result.environment()).put("version", result.version());
        ArrayNode evidence = payload.putArray("evidence");
        result.requirements()
                .forEach(one -> evidence.addObject().put("name", one.name()).put("text", one.text()));
        return Event.of("release.promoted", result.environment(), result.release(), payload);
    }
}
