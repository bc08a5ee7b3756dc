package io.jenkins.plugins.aviary.artifact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.ledger.Envelope;
import io.jenkins.plugins.aviary.ledger.VerifierKey;
import io.jenkins.plugins.aviary.model.CanonicalJson;
import io.jenkins.plugins.aviary.model.Digest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where an artifact comes from, as an in-toto Statement v1 with the SLSA provenance predicate v1
 * (<a href="https://slsa.dev/spec/v1.1/provenance">slsa.dev</a>).
 *
 * @param subjects what was made: name and digest
 * @param buildType a URI that tells how the parameters are to be read
 * @param parameters what the person or the pipeline asked for; never a secret
 * @param materials what it was made of: URI and digest, such as {@code git+https://host/repo@ref} and the commit
 * @param builder a URI that names who built it and vouches for this
 * @param run a URI or name of the run that built it
 * @param started when the build began
 * @param finished when it ended
 */
public record Provenance(
        Map<String, Digest> subjects,
        String buildType,
        Map<String, String> parameters,
        List<Material> materials,
        String builder,
        String run,
        Instant started,
        Instant finished) {
    /** The type of the statement. */
    public static final String STATEMENT = "https://in-toto.io/Statement/v1";

    /** The type of the predicate. */
    public static final String PREDICATE = "https://slsa.dev/provenance/v1";

    /** How the parameters of a build by {@code canaryBuild} are to be read. */
    public static final String CANARY_BUILD = "https://plugins.jenkins.io/aviary/canaryBuild/v1";

    private static final String BUILDER = "urn:aviary:";

    /** The media type of a statement. */
    public static final String MEDIA_TYPE = "application/vnd.in-toto+json";

    /** Copies and sorts what it is given; refuses a provenance of nothing or by nobody. */
    public Provenance {
        subjects = Collections.unmodifiableMap(new TreeMap<>(subjects));
        parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
        materials = List.copyOf(materials);
        started = started.truncatedTo(ChronoUnit.SECONDS);
        finished = finished.truncatedTo(ChronoUnit.SECONDS);
        if (subjects.isEmpty() || buildType.isBlank() || builder.isBlank()) {
            throw new IllegalArgumentException("A provenance names its subjects, its build type and its builder");
        }
    }

    /** The statement as JSON. */
    public ObjectNode statement() {
        ObjectNode statement = JsonNodeFactory.instance.objectNode();
        statement.put("_type", STATEMENT);
        ArrayNode subject = statement.putArray("subject");
        subjects.forEach((name, digest) ->
                subject.addObject().put("name", name).putObject("digest").put("sha256", digest.hex()));
        statement.put("predicateType", PREDICATE);
        ObjectNode predicate = statement.putObject("predicate");
        ObjectNode definition = predicate.putObject("buildDefinition");
        definition.put("buildType", buildType);
        ObjectNode external = definition.putObject("externalParameters");
        parameters.forEach(external::put);
        ArrayNode resolved = definition.putArray("resolvedDependencies");
        materials.forEach(material -> resolved.addObject()
                .put("uri", material.uri())
                .putObject("digest")
                .put(material.algorithm(), material.digest()));
        ObjectNode details = predicate.putObject("runDetails");
        details.putObject("builder").put("id", builder);
        details.putObject("metadata")
                .put("invocationId", run)
                .put("startedOn", started.toString())
                .put("finishedOn", finished.toString());
        return statement;
    }

    /** The statement as canonical bytes, to be signed. */
    public byte[] bytes() {
        return CanonicalJson.bytes(statement());
    }

    /** The builder that a key vouches for: none can vouch for another. */
    public static String builderOf(VerifierKey key) {
        return BUILDER + key.name();
    }

    /**
     * Reads a statement.
     *
     * @throws IllegalArgumentException if it is no SLSA provenance v1, with one line that tells why
     */
    public static Provenance parse(byte[] statement) {
        JsonNode json = CanonicalJson.parse(statement);
        require(json, "_type", STATEMENT);
        require(json, "predicateType", PREDICATE);
        Map<String, Digest> subjects = new TreeMap<>();
        for (JsonNode subject : json.path("subject")) {
            subjects.put(
                    subject.path("name").asText(),
                    new Digest(subject.path("digest").path("sha256").asText()));
        }
        JsonNode definition = json.path("predicate").path("buildDefinition");
        Map<String, String> parameters = new TreeMap<>();
        definition
                .path("externalParameters")
                .properties()
                .forEach(
                        entry -> parameters.put(entry.getKey(), entry.getValue().asText()));
        List<Material> materials = new ArrayList<>();
        for (JsonNode dependency : definition.path("resolvedDependencies")) {
            dependency
                    .path("digest")
                    .properties()
                    .forEach(digest -> materials.add(new Material(
                            dependency.path("uri").asText(),
                            digest.getKey(),
                            digest.getValue().asText())));
        }
        JsonNode details = json.path("predicate").path("runDetails");
        JsonNode metadata = details.path("metadata");
        return new Provenance(
                subjects,
                definition.path("buildType").asText(),
                parameters,
                materials,
                details.path("builder").path("id").asText(),
                metadata.path("invocationId").asText(),
                instant(metadata.path("startedOn")),
                instant(metadata.path("finishedOn")));
    }

    private static void require(JsonNode json, String key, String value) {
        if (!json.path(key).asText().equals(value)) {
            throw new IllegalArgumentException("The provenance's " + key + " is not " + value);
        }
    }

    private static Instant instant(JsonNode text) {
        try {
            return Instant.parse(text.asText());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("The provenance's times are not like 2026-01-02T03:04:05Z", e);
        }
    }

    /**
     * Holds an artifact against its provenance before it is delivered.
     *
     * @param envelope the signed provenance
     * @param artifact the digest of the artifact
     * @param keys those whose word counts
     * @return what the provenance says
     * @throws ProvenanceRefused if nobody trusted vouches for having built this artifact
     */
    public static Provenance verify(Envelope envelope, Digest artifact, Collection<VerifierKey> keys) {
        VerifierKey signer = envelope.signer(keys).orElseThrow(() -> unsigned(envelope, artifact, keys));
        Provenance provenance;
        try {
            if (!envelope.payloadType().equals(MEDIA_TYPE)) {
                throw new IllegalArgumentException("it is no " + MEDIA_TYPE);
            }
            provenance = parse(envelope.payload());
        } catch (IllegalArgumentException e) {
            throw new ProvenanceRefused(artifact, "cannot be read: " + e.getMessage() + "; build the artifact again");
        }
        if (!provenance.subjects().containsValue(artifact)) {
            throw new ProvenanceRefused(
                    artifact,
                    "is about another artifact, "
                            + provenance.subjects().values().iterator().next().brief()
                            + "; somebody put it there, so build the artifact again");
        }
        if (!provenance.builder().equals(builderOf(signer))) {
            throw new ProvenanceRefused(
                    artifact,
                    "names another builder than the one who signed it, " + builderOf(signer)
                            + "; build the artifact again");
        }
        return provenance;
    }

    private static ProvenanceRefused unsigned(Envelope envelope, Digest artifact, Collection<VerifierKey> keys) {
        List<String> signers = envelope.keyIds();
        boolean ours = keys.stream().map(Envelope::keyId).anyMatch(signers::contains);
        return new ProvenanceRefused(
                artifact,
                ours
                        ? "was altered after it was signed; build the artifact again, and look who can write there"
                        : "is signed by " + (signers.isEmpty() ? "nobody" : String.join(", ", signers))
                                + ", whom this installation does not trust; build the artifact here, or add the key to"
                                + " the environment's policy.provenance.trustedKeys");
    }

    /**
     * What an artifact was made of.
     *
     * @param uri where it is from
     * @param algorithm the kind of digest, such as {@code gitCommit} or {@code sha256}
     * @param digest the digest, in hexadecimal
     */
    public record Material(String uri, String algorithm, String digest) {}
}
