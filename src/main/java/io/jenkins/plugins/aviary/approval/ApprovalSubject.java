package io.jenkins.plugins.aviary.approval;

import io.jenkins.plugins.aviary.model.CanonicalJson;
import io.jenkins.plugins.aviary.model.Digest;

/**
 * What is approved: no more and no less. If any of it changes, the votes are void.
 *
 * @param environment where it is to go
 * @param artifact the digest of the artifact
 * @param config the digest of the configuration that it will run with
 * @param migrations the digest of the plan of database migrations
 */
public record ApprovalSubject(String environment, Digest artifact, Digest config, Digest migrations) {
    /** One digest over all of it. */
    public Digest hash() {
        return CanonicalJson.digestOf(
                new Bound("aviary approval subject 1", environment, artifact, config, migrations));
    }

    /** Tells in words what differs from another subject. */
    public String differenceTo(ApprovalSubject other) {
        StringBuilder difference = new StringBuilder();
        append(difference, "environment", environment, other.environment);
        append(difference, "artifact", artifact.brief(), other.artifact.brief());
        append(difference, "config", config.brief(), other.config.brief());
        append(difference, "migration plan", migrations.brief(), other.migrations.brief());
        return difference.toString();
    }

    private static void append(StringBuilder difference, String what, String before, String after) {
        if (!before.equals(after)) {
            difference
                    .append(difference.isEmpty() ? "" : ", ")
                    .append("the ")
                    .append(what)
                    .append(" changed from ")
                    .append(before)
                    .append(" to ")
                    .append(after);
        }
    }

    private record Bound(String what, String environment, Digest artifact, Digest config, Digest migrations) {}
}
