package io.jenkins.plugins.aviary.approval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.artifact.ArtifactStore;
import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.WorldState;
import io.jenkins.plugins.aviary.model.ArtifactFile;
import io.jenkins.plugins.aviary.model.ArtifactManifest;
import io.jenkins.plugins.aviary.model.CanonicalJson;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.model.Environment;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Puts together what voters see and what exactly they vote on: artifact, configuration and migration plan of a release
 * for an environment.
 */
public final class RequestComposer {
    private static final int LARGEST_MIGRATION = 256 * 1024;
    private static final int MOST_MIGRATIONS = 100;
    private static final int MOST_AUTHORS = 1_500;

    private final AviaryConfig config;
    private final ArtifactStore store;
    private final Ledger ledger;

    /**
     * A composer.
     *
     * @param config the configuration that the environment is run with
     * @param store where the release is
     * @param ledger what is known of it
     */
    public RequestComposer(AviaryConfig config, ArtifactStore store, Ledger ledger) {
        this.config = config;
        this.store = store;
        this.ledger = ledger;
    }

    /**
     * The request for a gate.
     *
     * @param gate the gate's id
     * @param run the run that waits
     * @param environment where the release is to go
     * @param release the artifact's digest
     * @param message what the requester has to say, or empty
     * @param requester the id of who asks
     * @param policy what is demanded
     */
    public ApprovalRequest compose(
            String gate,
            String run,
            String environment,
            Digest release,
            String message,
            String requester,
            ApprovalPolicy policy) {
        ArtifactManifest manifest = manifest(store, release);
        ReleaseEvidence evidence = ReleaseEvidence.of(ledger, release);
        return new ApprovalRequest(
                gate,
                run,
                subject(environment, release),
                manifest.version(),
                running(environment),
                message,
                requester,
                ReleaseAuthors.of(ledger, environment, release).stream()
                        .limit(MOST_AUTHORS)
                        .toList(),
                migrations(environment, manifest),
                evidence.lines(),
                policy,
                new ReleaseComparison(store, ledger).with(environment, release, manifest));
    }

    /** What exactly is approved: it changes with every byte of the artifact, the configuration or the migrations. */
    public ApprovalSubject subject(String environment, Digest release) {
        return subject(config, store, environment, release);
    }

    /** The same of a configuration and a store. */
    static ApprovalSubject subject(AviaryConfig config, ArtifactStore store, String environment, Digest release) {
        Map<String, String> plan = new TreeMap<>();
        migrationFiles(config, manifest(store, release))
                .forEach(file -> plan.put(file.path(), file.digest().hex()));
        return new ApprovalSubject(
                environment,
                release,
                configuration(config, config.environment(environment)),
                CanonicalJson.digestOf(plan));
    }

    /**
     * All that decides what is delivered where and how: the kind of server, every world with its host, and the policy. Left
     * out is what a release may wait for or be told of without becoming another: freezes and notices.
     */
    private static Digest configuration(AviaryConfig config, Environment environment) {
        ObjectNode bound = JsonNodeFactory.instance.objectNode();
        bound.set("server", CanonicalJson.tree(config.server()));
        bound.set("environment", CanonicalJson.tree(environment));
        JsonNode policy = bound.path("environment").path("policy");
        if (policy instanceof ObjectNode demands) {
            demands.remove("freezes");
            if (demands.path("approval") instanceof ObjectNode approval) {
                approval.remove("notices");
            }
        }
        return CanonicalJson.digest(bound);
    }

    private static ArtifactManifest manifest(ArtifactStore store, Digest release) {
        try {
            return store.manifest(release);
        } catch (IOException e) {
            throw new OperationFailure("The manifest of " + release.brief() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<ArtifactFile> migrationFiles(AviaryConfig config, ArtifactManifest manifest) {
        String folder = config.server().dataPack() + "/migrations/";
        return manifest.files().stream()
                .filter(file -> file.path().startsWith(folder) && file.path().endsWith(".lua"))
                .toList();
    }

    /** The migrations that what runs there does not have yet; all of them if nobody knows what runs. */
    private List<ApprovalRequest.Migration> migrations(String environment, ArtifactManifest manifest) {
        Set<Digest> known = ledger.history().worlds().stream()
                .filter(world -> world.environment().equals(environment))
                .map(WorldState::release)
                .filter(release -> !release.isEmpty())
                .distinct()
                .flatMap(release -> migrationsOf(new Digest(release)).stream())
                .collect(Collectors.toSet());
        return migrationFiles(config, manifest).stream()
                .filter(file -> !known.contains(file.digest()))
                .limit(MOST_MIGRATIONS)
                .map(file -> new ApprovalRequest.Migration(file.path(), risk(file)))
                .toList();
    }

    private Set<Digest> migrationsOf(Digest release) {
        try {
            return migrationFiles(config, store.manifest(release)).stream()
                    .map(ArtifactFile::digest)
                    .collect(Collectors.toSet());
        } catch (IOException | OperationFailure e) {
            // What runs was delivered before this store began: all migrations of the new release are shown.
            return Set.of();
        }
    }

    private String risk(ArtifactFile file) {
        if (file.size() > LARGEST_MIGRATION) {
            return "is too large to be told by reading it";
        }
        try (InputStream content = store.open(file.digest())) {
            return MigrationRisk.of(new String(content.readNBytes(LARGEST_MIGRATION), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return "cannot be read";
        }
    }

    private String running(String environment) {
        return ledger.history().worlds().stream()
                .filter(world -> world.environment().equals(environment))
                .map(WorldState::version)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
